import { join } from 'node:path'
import { findSlackTeam } from '../../../run/probe.js'
import { toChannelPath } from '../channels.js'
import { isReachable, writeUploads } from '../uploads.js'
import { askSecret, askSetting, lookAt, type Walk } from '../walk.js'

const answers = [
  'slack-signing-secret',
  'slack-app-token',
  'slack-bot-token',
  'slack-team',
  'slack-channel',
] as const

export async function askSlack(walk: Walk): Promise<void> {
  const { asker, files } = walk
  const { draft } = files
  const isThere = draft.read(['slack']) !== undefined
  if (!(await asker.isYes('slack', isThere || asker.isInteractive))) return
  writeUploads(walk)
  asker.say(
    `\n  Slack: api.slack.com/apps > Create New App > From a manifest: paste ${join(walk.folder, 'slack-manifest.json')}.`,
  )
  for (;;) {
    await askAll(walk)
    const looked = await lookAt(walk, 'Slack', (probe) => probe.examinePlatform('slack'))
    if (looked !== 'anew') return
    asker.forget(answers)
  }
}

async function askAll(walk: Walk): Promise<void> {
  const { draft } = walk.files
  const isCalled = isReachable(walk)
  // http is what counts without a word.
  draft.set(['slack', 'mode'], isCalled ? undefined : 'socket')
  await (isCalled
    ? askSecret(walk, 'slack-signing-secret', ['slack', 'signingSecret'])
    : askSecret(walk, 'slack-app-token', ['slack', 'appToken']))
  await askSecret(walk, 'slack-bot-token', ['slack', 'botToken'])
  await findTeam(walk)
  await askSetting(walk, 'slack-channel', toChannelPath(walk, 'slack'))
}

/** The token tells of which workspace it is, as long as Slack can be asked. */
async function findTeam(walk: Walk): Promise<void> {
  const { asker, files } = walk
  const { draft } = files
  const botToken = draft.readText(['slack', 'botToken']) ?? ''
  const team = await findSlackTeam(botToken, draft.findProxy())
  if ('found' in team) {
    asker.say(`  The token could not be looked at: ${team.found} ${team.remedy}`)
    return askSetting(walk, 'slack-team', ['slack', 'teamId'])
  }
  draft.set(['slack', 'teamId'], team.teamId)
  asker.say(`  The workspace is ${team.name} (${team.teamId}).`)
}
