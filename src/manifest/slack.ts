import { z } from 'zod'
import { parseGiven, type SlackGiven, slackGivenSchema } from './given.js'
import { exampleHost, fillTexts, readTemplate } from './template.js'

const templateSchema = z.looseObject({ settings: z.looseObject({ socket_mode_enabled: z.boolean() }) })

/**
 * The manifest to create the Slack app from. In Socket Mode Slack calls no URL, so the manifest names none.
 * @throws ConfigError with every problem of what was given.
 */
export function createSlackManifest(given: SlackGiven): object {
  const { host, socketMode } = parseGiven(slackGivenSchema, given)
  const template = readTemplate('slack/manifest.json', templateSchema)
  const filled = fillTexts(template, (text) => {
    if (!text.startsWith(`${exampleHost}/`)) return text
    return socketMode || host === undefined ? undefined : `${host}${text.slice(exampleHost.length)}`
  })
  const manifest = templateSchema.parse(filled)
  return { ...manifest, settings: { ...manifest.settings, socket_mode_enabled: socketMode } }
}
