// Writes what an admin uploads: the app of Slack and the app of Teams, filled in for their host and bot.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { ConfigError } from '../errors.js'
import { type BothGiven, bothGivenSchema, parseGiven } from './given.js'
import { createSlackManifest } from './slack.js'
import { createTeamsPackage } from './teams.js'
import { type CommandHint, readManifestFile } from './template.js'

export { createSlackManifest } from './slack.js'
export { createTeamsPackage } from './teams.js'

export interface ManifestsGiven extends BothGiven {
  /** Is made when it is not there; files of the same names are replaced. */
  readonly folder: string
}

export interface WrittenFile {
  readonly path: string
  /** One line for the admin: where to put it. */
  readonly purpose: string
}

/**
 * Writes the app of Slack, and with an `appId` the app of Teams. Nothing is written unless everything given is right.
 * @throws ConfigError with every problem at once.
 * @param commands what the lists of both hold.
 */
export function writeManifests(
  { folder, ...rest }: ManifestsGiven,
  commands: readonly CommandHint[],
): readonly WrittenFile[] {
  const given = parseGiven(bothGivenSchema, rest)
  const files = [...toSlackFiles(given, commands), ...toTeamsFiles(given, commands)]
  try {
    mkdirSync(folder, { recursive: true })
    return files.map(({ name, content, purpose }) => {
      const path = join(folder, name)
      writeFileSync(path, content)
      return { path, purpose }
    })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError([`folder: "${folder}" cannot be written: ${why}`])
  }
}

type Checked = z.output<typeof bothGivenSchema>

interface ManifestFile {
  readonly name: string
  readonly content: string | Uint8Array
  readonly purpose: string
}

function toSlackFiles(
  { host, socketMode }: Checked,
  commands: readonly CommandHint[],
): readonly ManifestFile[] {
  const manifest = createSlackManifest({ host, socketMode }, commands)
  return [
    {
      name: 'slack-manifest.json',
      content: `${JSON.stringify(manifest, undefined, 2)}\n`,
      purpose: 'api.slack.com/apps > Create New App > From a manifest',
    },
    {
      name: 'slack-icon.png',
      content: readManifestFile('slack/icon.png'),
      purpose: 'the app at api.slack.com/apps > Basic Information > Display Information > App icon',
    },
  ]
}

function toTeamsFiles(
  { host, appId, version, publisher }: Checked,
  commands: readonly CommandHint[],
): readonly ManifestFile[] {
  if (host === undefined || appId === undefined) return []
  const app = { host, appId, version, publisher }
  return [
    {
      name: 'teams-app.zip',
      content: createTeamsPackage(app, commands),
      purpose: 'Teams > Apps > Manage your apps > Upload an app',
    },
    {
      name: 'teams-app-1.25.zip',
      content: createTeamsPackage(app, commands, '1.25'),
      purpose:
        'only where Teams says that it does not know the manifest of teams-app.zip; it has no commands behind /',
    },
  ]
}
