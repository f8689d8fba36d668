import { strToU8, zipSync } from 'fflate'
import { z } from 'zod'
import { parseGiven, type TeamsGiven, teamsGivenSchema } from './given.js'
import {
  type CommandHint,
  exampleHost,
  exampleId,
  fillTexts,
  readManifestFile,
  readTemplate,
} from './template.js'

const templateSchema = z.looseObject({
  version: z.string(),
  developer: z.record(z.string(), z.string()),
  icons: z.object({ color: z.string(), outline: z.string() }),
  bots: z.array(
    z.looseObject({ scopes: z.array(z.string()), supportsTargetedMessages: z.boolean().optional() }),
  ),
})
type Manifest = z.infer<typeof templateSchema>

// Zip files count from 1980 in local time; one fixed moment makes equal packages equal byte for byte.
const zippedAt = new Date(2020, 0, 1)

/** `1.25` is for a Teams that does not know `1.29` yet: without commands behind `/`, and without group chats. */
export type ManifestVersion = '1.29' | '1.25'

/**
 * The zip that an admin uploads to Teams: the manifest and its two icons.
 * @throws ConfigError with every problem of what was given.
 */
export function createTeamsPackage(
  given: TeamsGiven,
  commands: readonly CommandHint[],
  manifestVersion: ManifestVersion = '1.29',
): Uint8Array {
  const manifest = createManifest(given, commands, manifestVersion)
  const { color, outline } = manifest.icons
  return zipSync(
    {
      'manifest.json': strToU8(`${JSON.stringify(manifest, undefined, 2)}\n`),
      [color]: readManifestFile(`teams/${color}`),
      [outline]: readManifestFile(`teams/${outline}`),
    },
    { mtime: zippedAt },
  )
}

function createManifest(
  given: TeamsGiven,
  hints: readonly CommandHint[],
  manifestVersion: ManifestVersion,
): Manifest {
  const { host, appId, version, publisher } = parseGiven(teamsGivenSchema, given)
  const template = readTemplate(templates[manifestVersion], templateSchema)
  const texts: Readonly<Record<string, string>> = { [exampleHost]: host, [exampleId]: appId }
  const manifest = templateSchema.parse(fillTexts(template, (text) => texts[text] ?? text))
  const commands = hints.map(({ verb, text }) => ({ title: verb, description: text }))
  return {
    ...manifest,
    version: version ?? manifest.version,
    developer: { ...manifest.developer, ...withoutGaps(publisher) },
    bots: manifest.bots.map((bot) => ({ ...bot, commandLists: toCommandLists(bot, commands) })),
  }
}

const templates: Readonly<Record<ManifestVersion, string>> = {
  '1.29': 'teams/manifest.json',
  '1.25': 'teams/manifest-1.25.json',
}

/** The same words everywhere. A personal chat has no menu behind `/`: there they are typed. */
function toCommandLists({ scopes, supportsTargetedMessages }: Manifest['bots'][number], commands: object[]) {
  if (supportsTargetedMessages !== true) return [{ scopes, commands }]
  const shared = scopes.filter((scope) => scope !== 'personal')
  return [
    { scopes: shared, triggers: ['slash', 'mention'], commands },
    { scopes: ['personal'], triggers: ['mention'], commands },
  ]
}

function withoutGaps(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])),
  )
}
