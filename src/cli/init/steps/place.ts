// What the organisation is called, where Reprieve is reached, and where it keeps everything.
import { dirname, join } from 'node:path'
import { ConfigError } from '../../../errors.js'
import { createSlackManifest } from '../../../manifest/index.js'
import { readHost, writeUploads } from '../uploads.js'
import { askSetting, toTenantPath, trySet, type Walk } from '../walk.js'

export async function askPlace(walk: Walk): Promise<void> {
  const { files, asker } = walk
  const { draft } = files
  const path = toTenantPath(walk, 'name')
  await asker.ask('name', {
    byDefault: draft.readText(path),
    take: (name) => {
      if (draft.read(toTenantPath(walk)) !== undefined)
        return trySet(files, path, () => draft.set(path, name))
      const tenant = { id: toId(name), name, backend: { kind: 'sandbox' }, channels: [] }
      return trySet(files, path, () => draft.set(toTenantPath(walk), tenant))
    },
  })
  await askHost(walk)
  const byDefault = join(dirname(files.settingsPath), 'reprieve-data')
  await askSetting(walk, 'data-folder', ['dataFolder'], byDefault)
}

/** It stands in what is uploaded, and nowhere in the settings. */
async function askHost(walk: Walk): Promise<void> {
  const { draft } = walk.files
  const known = readHost(walk.folder) ?? (draft.readText(['slack', 'mode']) === 'socket' ? 'none' : undefined)
  await walk.asker.ask('host', {
    byDefault: known,
    take(answer) {
      const isNone = answer.toLowerCase() === 'none'
      const host = isNone ? 'none' : answer.replace(/\/+$/, '')
      const problem = isNone ? undefined : findHostProblem(host)
      if (problem === undefined) writeUploads(walk, host)
      return problem
    },
  })
}

function findHostProblem(host: string): string | undefined {
  try {
    createSlackManifest({ host }, [])
    return undefined
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join(' ')
    throw error
  }
}

/** "Contoso Ltd." is contoso-ltd. */
export function toId(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
  return plain.replaceAll(/^-+|-+$/g, '').slice(0, 40) || 'main'
}
