// Reads the files that a settings file names for its tenants.
import { dirname, isAbsolute, join } from 'node:path'
import type { FolderFile, TenantFiles, TenantTexts, Unreadable } from './gather.js'
import { toEntries } from './sources.js'

export interface Reading {
  readonly readFile: (path: string) => Promise<string>
  readonly listFolder?: ((path: string) => Promise<readonly string[]>) | undefined
  /** The settings file: what it names lies beside it. */
  readonly besides: string
}

/** As many tenants as there may be, and some that were left behind. */
const mostFiles = 1_200

/** Never rejects: what cannot be read is said with the other problems. */
export async function readTenantFiles(settings: unknown, reading: Reading): Promise<TenantTexts> {
  const sources = toEntries(settings).entries.flatMap(({ source }) => source ?? [])
  const csvs = sources.map(async (source) =>
    source.kind === 'csv'
      ? [[source.file, await tryTo(() => reading.readFile(toPath(source.file, reading)))] as const]
      : [],
  )
  const folders = sources.map(async (source) =>
    source.kind === 'folder'
      ? [[source.folder, await tryTo(() => readFolder(source.folder, reading))] as const]
      : [],
  )
  return {
    csvs: new Map((await Promise.all(csvs)).flat()),
    folders: new Map((await Promise.all(folders)).flat()),
  }
}

/** What reads a CSV is loaded where there is one. */
export async function parseTenantFiles({ csvs, folders }: TenantTexts): Promise<TenantFiles> {
  if (csvs.size === 0) return { csvs: new Map(), folders }
  const { readTenantsCsv } = await import('./table.js')
  const read = [...csvs].map(
    ([name, text]) => [name, typeof text === 'string' ? readTenantsCsv(text) : text] as const,
  )
  return { csvs: new Map(read), folders }
}

/** In which something may change. */
export function listFolders(settings: unknown, besides: Pick<Reading, 'besides'>): readonly string[] {
  return toEntries(settings).entries.flatMap(({ source }) => {
    if (source === undefined) return []
    return source.kind === 'csv' ? [dirname(toPath(source.file, besides))] : [toPath(source.folder, besides)]
  })
}

export function toPath(path: string, { besides }: Pick<Reading, 'besides'>): string {
  return isAbsolute(path) ? path : join(dirname(besides), path)
}

/** What an editor or a volume of Kubernetes keeps beside begins with a full stop. */
async function readFolder(folder: string, reading: Reading): Promise<readonly FolderFile[]> {
  const names = ((await reading.listFolder?.(toPath(folder, reading))) ?? (await refuseFolder()))
    .filter((name) => /^[^.].*\.ya?ml$/.test(name))
    .toSorted()
    .slice(0, mostFiles)
  const read = names.map(async (name) => ({
    name: join(folder, name),
    text: await reading.readFile(toPath(join(folder, name), reading)),
  }))
  return Promise.all(read)
}

function refuseFolder(): Promise<never> {
  return Promise.reject(new Error('no folder can be read here'))
}

async function tryTo<Value>(read: () => Promise<Value>): Promise<Value | Unreadable> {
  try {
    return await read()
  } catch (error) {
    return { code: error instanceof Error && 'code' in error ? String(error.code) : 'unreadable' }
  }
}
