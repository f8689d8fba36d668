// PgBouncer in front of a database, handing each transaction to whichever session is free.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findPort } from './cluster.js'

/** What a daemon's folder is not always on the path for. */
const places = ['pgbouncer', '/usr/sbin/pgbouncer']
const program = places.find((place) => spawnSync(place, ['--version']).status === 0)
if (program === undefined) console.warn('The tests with a pooler are skipped: there is no pgbouncer.')

export const hasPooler = program !== undefined

const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

export interface Pooler {
  readonly url: string
  stop(): Promise<void>
}

/** @param to the database, of a role that needs no password there. */
export async function startPooler(to: string): Promise<Pooler> {
  const target = new URL(to)
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-pooler-'))
  await chmod(folder, 0o755)
  const port = await findPort()
  await writeFile(join(folder, 'users'), `"${target.username}" "${target.password}"\n`, { mode: 0o644 })
  const settings = [
    '[databases]',
    `* = host=${target.hostname} port=${target.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'pool_mode = transaction',
    'default_pool_size = 3',
    'auth_type = trust',
    `auth_file = ${join(folder, 'users')}`,
  ]
  await writeFile(join(folder, 'pooler.ini'), `${settings.join('\n')}\n`, { mode: 0o644 })
  const child = spawn(program ?? '', [join(folder, 'pooler.ini')], {
    ...nobody,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.includes('process up')) resolve()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error('pgbouncer did not start')))
  })
  const url = new URL(to)
  url.port = `${port}`
  return {
    url: url.href,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
