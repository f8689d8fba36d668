import { z } from 'zod'
import { parseGiven, type SlackGiven, slackGivenSchema } from './given.js'
import { type CommandHint, exampleHost, fillTexts, readTemplate } from './template.js'

const templateSchema = z.looseObject({
  features: z.looseObject({ slash_commands: z.array(z.looseObject({})) }),
  settings: z.looseObject({ socket_mode_enabled: z.boolean() }),
})

/**
 * The manifest to create the Slack app from. In Socket Mode Slack calls no URL, so the manifest names none.
 * @throws ConfigError with every problem of what was given.
 */
export function createSlackManifest(given: SlackGiven, commands: readonly CommandHint[]): object {
  const { host, socketMode } = parseGiven(slackGivenSchema, given)
  const template = readTemplate('slack/manifest.json', templateSchema)
  const filled = fillTexts(template, (text) => {
    if (!text.startsWith(`${exampleHost}/`)) return text
    return socketMode || host === undefined ? undefined : `${host}${text.slice(exampleHost.length)}`
  })
  const manifest = templateSchema.parse(filled)
  const usage_hint = commands.map(({ usage }) => usage).join(' | ')
  return {
    ...manifest,
    features: {
      ...manifest.features,
      slash_commands: manifest.features.slash_commands.map((command) => ({ ...command, usage_hint })),
    },
    settings: { ...manifest.settings, socket_mode_enabled: socketMode },
  }
}
