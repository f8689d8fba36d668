// A Slack workspace on this machine: one channel, a few people, and the wire protocol a real bot speaks.
import type { Clock, Route } from '../../src/ports.js'
import type { Saved } from '../../src/stores/saved-file.js'
import { type Changes, createChanges } from '../changes.js'
import { createFaultSwitch, type Faults } from '../faults.js'
import type { PersonKey } from '../people.js'
import { openSavedState } from '../saved.js'
import type { ActResult, SlackSight } from '../sight.js'
import type { Wire } from '../wire.js'
import { WORKSPACE } from './channels.js'
import { createHomes } from './homes.js'
import { createLook } from './look.js'
import { createMessages } from './messages.js'
import { createOpenHome } from './open-home.js'
import { createOutgoing } from './outgoing.js'
import type { WorkspaceParts } from './parts.js'
import { createPress, type SlackPress } from './press.js'
import { createResponder } from './respond.js'
import { createFreshWorkspace, savedWorkspace } from './saved-workspace.js'
import { createSay, type SlackSaying } from './say.js'
import { createSubmit, type SlackSubmit } from './submit.js'
import { createTickets } from './tickets.js'
import { createViews } from './views.js'
import { createWebApi, WEB_API_PATH } from './web-api.js'

export interface SlackWorkspace {
  readonly routes: readonly Route[]
  /** For the bot's settings: where the Web API is, and the secrets both sides share. */
  apiUrl(): string
  readonly botToken: string
  readonly signingSecret: string
  readonly teamId: string
  readonly appId: string
  readonly botId: string
  readonly botUserId: string
  readonly channelId: string
  readonly userGroupId: string
  /** What a person does. None of these rejects because of what the bot answers. */
  say(saying: SlackSaying): Promise<ActResult>
  press(press: SlackPress): Promise<ActResult>
  submit(submit: SlackSubmit): Promise<ActResult>
  close(close: SlackSubmit): Promise<ActResult>
  openHome(opening: { readonly person: PersonKey }): Promise<ActResult>
  look(person: PersonKey): SlackSight
  readonly changes: Changes
  readonly faults: Faults
  stop(): Promise<void>
}

export async function createSlackWorkspace(settings: {
  readonly baseUrl: () => string
  /** Where the bot takes requests; at `baseUrl` when undefined. */
  readonly botUrl?: () => string
  readonly clock: Pick<Clock, 'now'>
  /** What a person has to be quick for: three seconds stay three seconds, however time is hurried. */
  readonly realClock: Pick<Clock, 'now'>
  readonly wire: Wire
  readonly saved: Saved
}): Promise<SlackWorkspace> {
  const { baseUrl, botUrl = baseUrl, clock, wire, saved } = settings
  const state = await openSavedState({ saved, schema: savedWorkspace, fresh: createFreshWorkspace })
  await state.commit()
  wire.keepSecret(state.value.botToken)
  wire.keepSecret(state.value.signingSecret)
  const changes = createChanges()
  const faults = createFaultSwitch()
  const messages = createMessages({ state, clock, changes })
  const nextId = (prefix: string) => messages.nextId(prefix).toUpperCase()
  const views = createViews({ clock, changes, nextId })
  const parts: WorkspaceParts = {
    state,
    clock,
    messages,
    views,
    homes: createHomes({ state, clock, changes, nextId }),
    tickets: createTickets(settings.realClock),
    faults,
    wire,
    baseUrl,
    botUrl,
  }
  const responder = createResponder(parts)
  const outgoing = createOutgoing(parts)
  const links = { outgoing, responder }

  return {
    routes: [createWebApi(parts), responder.route],
    apiUrl: () => `${baseUrl()}${WEB_API_PATH}`,
    botToken: state.value.botToken,
    signingSecret: state.value.signingSecret,
    teamId: WORKSPACE.teamId,
    appId: WORKSPACE.appId,
    botId: WORKSPACE.botId,
    botUserId: WORKSPACE.botUserId,
    channelId: WORKSPACE.channelId,
    userGroupId: WORKSPACE.userGroupId,
    say: createSay(parts, links),
    press: createPress(parts, links),
    ...createSubmit(parts, outgoing),
    openHome: createOpenHome(parts, outgoing),
    look: createLook(parts),
    changes,
    faults,
    async stop() {
      faults.clear()
      await state.commit()
    },
  }
}
