import { join } from 'node:path'
import { findDirectory } from '../../../run/probe.js'
import { toChannelPath } from '../channels.js'
import { isReachable, writeUploads } from '../uploads.js'
import { askSecret, askSetting, lookAt, trySet, type Walk } from '../walk.js'

const answers = [
  'teams-app-id',
  'teams-tenant',
  'teams-sign-in',
  'teams-app-password',
  'teams-channel',
] as const

export async function askTeams(walk: Walk): Promise<void> {
  const { asker, files } = walk
  const isThere = files.draft.read(['teams']) !== undefined
  const isCalled = isReachable(walk)
  if (!(await asker.isYes('teams', isThere || (asker.isInteractive && isCalled)))) return
  if (!isCalled)
    asker.say(
      '  Teams has to reach Reprieve: without a public address nothing comes in. Answer "place" anew: --step place.',
    )
  for (;;) {
    await askAll(walk)
    writeUploads(walk)
    const looked = await lookAt(walk, 'Teams', (probe) => probe.examinePlatform('teams'))
    if (looked !== 'anew') break
    asker.forget(answers)
  }
  if (isCalled)
    asker.say(
      `\n  Teams > Apps > Manage your apps > Upload an app: ${join(walk.folder, 'teams-app.zip')}, then Add to a team.`,
    )
}

async function askAll(walk: Walk): Promise<void> {
  await askSetting(walk, 'teams-app-id', ['teams', 'appId'])
  await askDirectory(walk, 'teams-tenant', { path: ['teams', 'tenantId'], cloudPath: ['teams', 'cloud'] })
  await askSignIn(walk)
  await askSetting(walk, 'teams-channel', toChannelPath(walk, 'teams'), 'installed')
}

async function askSignIn(walk: Walk): Promise<void> {
  const { asker, files } = walk
  const { draft } = files
  // A certificate of the bot is written by hand, and stays.
  if (draft.read(['teams', 'certificate']) !== undefined) return
  const isManaged = draft.readText(['teams', 'appType']) === 'UserAssignedMsi'
  const usual = isManaged ? 'managed-identity' : 'secret'
  const way = await asker.choose('teams-sign-in', ['secret', 'managed-identity'], usual)
  if (way === 'managed-identity') {
    draft.set(['teams', 'appType'], 'UserAssignedMsi')
    draft.set(['teams', 'appPassword'], undefined)
    return
  }
  if (isManaged) draft.set(['teams', 'appType'], undefined)
  await askSecret(walk, 'teams-app-password', ['teams', 'appPassword'])
}

interface DirectorySetting {
  readonly path: readonly (string | number)[]
  readonly cloudPath: readonly (string | number)[]
  readonly byDefault?: string | undefined
}

/** By its id, or by a domain, which the sign-in host knows it by. */
export function askDirectory(
  walk: Walk,
  id: 'teams-tenant' | 'directory',
  { path, cloudPath, byDefault }: DirectorySetting,
): Promise<void> {
  const { asker, files } = walk
  const { draft } = files
  return asker.ask(id, {
    byDefault: draft.readText(path) ?? byDefault,
    async take(answer) {
      if (!answer.includes('.')) return trySet(files, path, () => draft.set(path, answer))
      const found = await findDirectory(
        { domain: answer, cloud: readCloud(walk, cloudPath) },
        draft.findProxy(),
      )
      if (found === undefined)
        return 'No directory is known by this domain, or the sign-in host cannot be reached. Write the id itself.'
      asker.say(`  The directory of ${answer} is ${found}.`)
      return trySet(files, path, () => draft.set(path, found))
    },
  })
}

export const clouds = ['worldwide', 'gcc-high', 'dod', 'china'] as const
export type Cloud = (typeof clouds)[number]

export function readCloud({ files: { draft } }: Walk, path: readonly (string | number)[]): Cloud {
  return clouds.find((one) => one === draft.readText(path)) ?? 'worldwide'
}
