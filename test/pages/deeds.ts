// What a page has somebody do outside of the terminal, by the words that say so. Each needs what it would need there:
// a file to upload, an app that exists, a bot that answers.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { z } from 'zod'
import { sign } from '../platforms/slack/payloads.js'
import { findSlackButton, findTeamsButton } from './buttons.js'
import type { Terminal } from './terminal.js'
import type { World } from './world.js'

export interface Followed {
  readonly world: World
  readonly terminal: Terminal
  /** What was copied so far, by the variable that it is for. */
  readonly copied: Map<string, string>
  /** What exists by now: `Slack app`, `bot`. */
  readonly made: Set<string>
}

export interface Deed {
  readonly words: string
  do(followed: Followed): Promise<void> | void
}

/** Before anybody can answer, evidence and rights are looked up; the machine may have more to do. */
const patience = { timeout: 30_000, interval: 200 }

const copy =
  (needed: string | undefined, toValues: (world: World) => Readonly<Record<string, string>>): Deed['do'] =>
  ({ world, made, copied }) => {
    if (needed !== undefined) demand(made, needed)
    for (const [name, value] of Object.entries(toValues(world))) copied.set(name, value)
  }

function demand(made: ReadonlySet<string>, needed: string): void {
  if (!made.has(needed)) throw new Error(`There is no ${needed} yet.`)
}

async function upload({ terminal }: Followed, name: string): Promise<string> {
  const path = join(terminal.folder, name)
  if (!existsSync(path)) throw new Error(`There is no ${name} yet.`)
  return readFile(path, 'utf8')
}

const showFound = 'Show what was found'

async function waitForDoctor(look: () => string, ask: () => Promise<unknown>): Promise<void> {
  await vi.waitFor(async () => {
    if (!look().includes('What the doctor found')) await ask()
    expect(look()).toContain('What the doctor found')
  }, patience)
  expect(look()).not.toContain('needs mending')
}

const stopReprieve: Deed = { words: 'Stop Reprieve', do: ({ terminal }) => terminal.interrupt() }

const manifestSchema = z.looseObject({
  settings: z.looseObject({ event_subscriptions: z.looseObject({ request_url: z.string() }) }),
})

export const slackDeeds: readonly Deed[] = [
  {
    words: '**From a manifest**',
    async do(followed) {
      const manifest = manifestSchema.parse(JSON.parse(await upload(followed, 'upload/slack-manifest.json')))
      expect(manifest.settings.event_subscriptions.request_url).toBe(
        'https://reprieve.example.com/slack/events',
      )
      followed.made.add('Slack app')
    },
  },
  {
    words: '**Display Information**',
    do: async (followed) => void (await upload(followed, 'upload/slack-icon.png')),
  },
  {
    words: '**Signing Secret**',
    do: copy('Slack app', ({ slack }) => ({ SLACK_SIGNING_SECRET: slack.signingSecret })),
  },
  {
    words: '**Install to Workspace**',
    do: copy('Slack app', ({ slack }) => ({ SLACK_BOT_TOKEN: slack.botToken })),
  },
  {
    words: "the channel's id",
    do: copy(undefined, ({ slack }) => ({ SLACK_TEAM_ID: slack.teamId, SLACK_CHANNEL: slack.channelId })),
  },
  { words: '**Copy member ID**', do: copy(undefined, () => ({ REPRIEVE_APPROVERS: '' })) },
  stopReprieve,
  {
    words: '**Retry** beside the request URL',
    async do({ world }) {
      const body = JSON.stringify({ type: 'url_verification', challenge: 'are you there' })
      const headers = {
        'content-type': 'application/json',
        ...sign(body, Date.now(), world.slack.signingSecret),
      }
      const response = await fetch(`${world.botUrl()}/slack/events`, { method: 'POST', headers, body })
      expect(await response.text()).toContain('are you there')
    },
  },
  {
    words: '`/restricted doctor`',
    async do({ world }) {
      const { slack } = world
      expect(await slack.say({ person: 'maya', text: '/restricted doctor' })).toEqual({ ok: true })
      const seen = () => JSON.stringify(slack.look('maya').messages)
      await waitForDoctor(seen, () =>
        slack.press({ person: 'maya', ...findSlackButton(slack.look('maya').messages, showFound) }),
      )
    },
  },
]

export const teamsDeeds: readonly Deed[] = [
  { words: '**Azure Bot**', do: ({ made }) => void made.add('bot') },
  {
    words: '**Microsoft App ID**',
    do: copy('bot', ({ teams }) => ({
      MicrosoftAppId: teams.botAuthentication().appId,
      MicrosoftAppTenantId: teams.tenantId,
    })),
  },
  {
    words: '**New client secret**',
    do: copy('bot', ({ botPassword }) => ({ MicrosoftAppPassword: botPassword })),
  },
  { words: '**Channels**', do: ({ made }) => demand(made, 'bot') },
  { words: '**Object ID**', do: copy(undefined, () => ({ REPRIEVE_APPROVERS: '' })) },
  stopReprieve,
  {
    words: '**Upload a custom app**',
    async do(followed) {
      await upload(followed, 'upload/teams-app.zip')
      await followed.world.teams.install()
    },
  },
  {
    words: '**Send alerts here**: an approver presses it',
    async do({ world: { teams } }) {
      const button = await vi.waitFor(
        () => findTeamsButton(teams.look('maya').posts, 'Send alerts here'),
        patience,
      )
      expect(await teams.execute({ person: 'maya', ...button })).toMatchObject({ ok: true })
    },
  },
  {
    words: '`@Reprieve doctor`',
    async do({ world: { teams } }) {
      expect(await teams.say({ person: 'maya', text: '@Reprieve doctor' })).toEqual({ ok: true })
      const seen = () => JSON.stringify(teams.look('maya'))
      await waitForDoctor(seen, () =>
        teams.execute({ person: 'maya', ...findTeamsButton(teams.look('maya').posts, showFound) }),
      )
    },
  },
]

export const exchangeDeeds: readonly Deed[] = [
  {
    words: '**New registration**',
    do({ world, made, copied }) {
      made.add('registration')
      copied.set('EXCHANGE_APP_ID', world.exchangeAppId)
      copied.set('EXCHANGE_TENANT_ID', world.teams.tenantId)
      copied.set('EXCHANGE_ORGANIZATION', 'contoso.onmicrosoft.com')
    },
  },
  {
    words: '**API permissions**',
    do({ world, made }) {
      demand(made, 'registration')
      for (const name of ['User.Read.All', 'AuditLog.Read.All', 'Directory.Read.All'])
        world.exchange.state.graphPermissions.add(name)
    },
  },
  {
    words: '**Upload certificate**',
    async do(followed) {
      demand(followed.made, 'registration')
      followed.world.uploadCertificate(await upload(followed, 'reprieve.crt'))
    },
  },
  { words: '**Exchange Administrator**', do: ({ made }) => demand(made, 'registration') },
  stopReprieve,
]

/** Presses it on the newest card of each platform, once it is there, until that person has the answer. */
export async function reviewOnBoth({ slack, teams }: World): Promise<void> {
  const title = 'Unblock…'
  const maya = { person: 'maya' } as const
  await vi.waitFor(async () => {
    await slack.press({ ...maya, ...findSlackButton(slack.look('maya').messages, title) })
    expect(slack.look('maya').view?.title).toBe('Review')
  }, patience)
  await vi.waitFor(async () => {
    // Whoever presses while the card is edited sees the edit instead, and presses again.
    await teams.execute({ ...maya, ...findTeamsButton(teams.look('maya').posts, title) })
    expect(JSON.stringify(teams.look('maya').posts)).toContain('Step 1 of 3')
  }, patience)
}
