// What Slack and Teams want uploaded, filled in anew whenever an answer changes it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { commandHints } from '../../features/index.js'
import { writeManifests } from '../../manifest/index.js'
import type { Walk } from './walk.js'

const manifestName = 'slack-manifest.json'
const urlSchema = z.object({
  features: z.object({ slash_commands: z.array(z.object({ url: z.string().optional() })) }),
})

/** The public address of the last time, "none" without one; undefined when nothing was written yet. */
export function readHost(folder: string): string | undefined {
  try {
    const text = readFileSync(join(folder, manifestName), 'utf8')
    const [command] = urlSchema.parse(JSON.parse(text)).features.slash_commands
    return command?.url === undefined ? 'none' : new URL(command.url).origin
  } catch {
    return undefined
  }
}

/** Whether Slack and Teams call Reprieve; by what was uploaded, else by what the settings say. */
export function isReachable(walk: Walk): boolean {
  const { draft } = walk.files
  const host = readHost(walk.folder)
  if (host !== undefined) return host !== 'none'
  return (
    draft.read(['teams']) !== undefined ||
    isHttp(draft.readText(['slack', 'signingSecret']), draft.readText(['slack', 'mode']))
  )
}

function isHttp(signingSecret: string | undefined, mode: string | undefined): boolean {
  return signingSecret !== undefined && mode !== 'socket'
}

/** Nothing where the public address is not known any more. @throws ConfigError when the folder cannot be written. */
export function writeUploads(walk: Walk, given?: string): void {
  const { draft } = walk.files
  const host = given ?? readHost(walk.folder) ?? (isReachable(walk) ? undefined : 'none')
  if (host === undefined) return
  const appId = host === 'none' ? undefined : draft.readText(['teams', 'appId'])
  const publisher = draft.readText(['tenants', 0, 'name'])
  const files = writeManifests(
    {
      folder: walk.folder,
      ...(host === 'none' ? { socketMode: true } : { host }),
      ...(appId === undefined ? {} : { appId }),
      // Teams has no room for more.
      ...(publisher === undefined || publisher.length > 32 ? {} : { publisher: { name: publisher } }),
    },
    commandHints,
  )
  for (const { path } of files) note(walk, path)
}

/** Said once at the end. */
export function note({ written }: Pick<Walk, 'written'>, path: string): void {
  if (!written.includes(path)) written.push(path)
}
