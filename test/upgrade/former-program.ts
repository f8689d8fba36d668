// The program of an older commit itself, unpacked below node_modules, where what it imports is found. fixtures/README.md says
// how it was packed.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { OtherProgram, StoreParts } from '../replicas/stage.js'

export interface FormerProgram {
  /** Working on this database. */
  on(url: string): OtherProgram
  remove(): Promise<void>
}

const root = join(import.meta.dirname, '../..')

export async function unpackFormer(commit: string): Promise<FormerProgram> {
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, `reprieve-${commit}-`))
  await promisify(execFile)('tar', [
    '-xzf',
    join(import.meta.dirname, 'fixtures', `${commit}.tgz`),
    '-C',
    folder,
  ])
  const load = (path: string): Promise<unknown> => import(pathToFileURL(join(folder, 'dist', path)).href)
  const { createBot } = pick<typeof import('../../src/bot/index.js')>(await load('bot/index.js'), 'createBot')
  const { createMetrics } = pick<typeof import('../../src/metrics/index.js')>(
    await load('metrics/index.js'),
    'createMetrics',
  )
  const { duties } = pick<typeof import('../../src/features/index.js')>(
    await load('features/index.js'),
    'duties',
  )
  const { createPostgresStore } = pick<typeof import('../../src/stores/postgres/index.js')>(
    await load('stores/postgres/index.js'),
    'createPostgresStore',
  )
  return {
    on: (url) => ({
      createBot,
      createMetrics: (version) =>
        createMetrics({ version, taskKinds: [...duties.keys()], platforms: ['slack', 'teams'] }),
      open: (parts: StoreParts) => createPostgresStore({ ...parts, url, duties, time: 'given' }),
    }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function pick<Module extends object>(
  loaded: unknown,
  name: string & keyof Module,
): Pick<Module, typeof name> {
  if (!has<Module>(loaded, name)) throw new Error(`The older program has no ${name}.`)
  return loaded
}

function has<Module extends object>(loaded: unknown, name: string): loaded is Module {
  return typeof loaded === 'object' && loaded !== null && name in loaded
}
