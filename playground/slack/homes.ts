// The app's Home tab: what the bot published for each person, kept as Slack keeps it.
import { randomBytes } from 'node:crypto'
import type { Clock } from '../../src/ports.js'
import type { Changes } from '../changes.js'
import type { Person, PersonKey } from '../people.js'
import type { SavedState } from '../saved.js'
import { WORKSPACE } from './channels.js'
import { type HomeView, withIds } from './content.js'
import { type Entered, toStateValues } from './inputs.js'
import type { SavedWorkspace, StoredHome } from './saved-workspace.js'

export interface Homes {
  find(owner: PersonKey): StoredHome | undefined
  findById(viewId: string): StoredHome | undefined
  publish(owner: Person, view: HomeView): Promise<StoredHome>
}

export function createHomes(parts: {
  readonly state: SavedState<SavedWorkspace>
  readonly clock: Pick<Clock, 'now'>
  readonly changes: Changes
  readonly nextId: (prefix: string) => string
}): Homes {
  const { state, clock, changes, nextId } = parts
  const all = () => Object.values(state.value.homes)
  return {
    find: (owner) => all().find((home) => home.owner === owner),
    findById: (viewId) => all().find((home) => home.id === viewId),
    async publish({ key, slack }, view) {
      const home: StoredHome = {
        id: `V0HOME${slack.userId}`,
        owner: key,
        hash: `${Math.floor(clock.now() / 1000)}.${randomBytes(4).toString('hex')}`,
        blocks: [...withIds(view.blocks, () => nextId('b'))],
        privateMetadata: view.private_metadata ?? '',
        callbackId: view.callback_id ?? '',
        externalId: view.external_id ?? '',
      }
      state.value.homes[key] = home
      changes.publish()
      await state.commit()
      return home
    },
  }
}

const nothingEntered: Entered = new Map()

/** As Slack puts it on the wire. */
export function toWireHome(home: StoredHome, entered: Entered = nothingEntered) {
  return {
    id: home.id,
    team_id: WORKSPACE.teamId,
    app_id: WORKSPACE.appId,
    app_installed_team_id: WORKSPACE.teamId,
    bot_id: WORKSPACE.botId,
    type: 'home',
    title: { type: 'plain_text', text: 'View Title', emoji: true },
    submit: null,
    close: null,
    blocks: home.blocks,
    private_metadata: home.privateMetadata,
    callback_id: home.callbackId,
    external_id: home.externalId,
    clear_on_close: false,
    notify_on_close: false,
    root_view_id: home.id,
    previous_view_id: null,
    hash: home.hash,
    state: { values: toStateValues(home.blocks, entered) },
  }
}
