// Opening the app's Home tab: the bot hears `app_home_opened` and publishes what this person sees.
// https://docs.slack.dev/reference/events/app_home_opened
import type { Delivery } from '../delivery.js'
import { isSuccess } from '../delivery.js'
import { getPerson, type Person, type PersonKey } from '../people.js'
import type { ActResult } from '../sight.js'
import { isStranger, WORKSPACE } from './channels.js'
import { toWireHome } from './homes.js'
import type { Outgoing } from './outgoing.js'
import type { WorkspaceParts } from './parts.js'

export function createOpenHome(
  { homes, clock, messages }: WorkspaceParts,
  outgoing: Outgoing,
): (opening: { readonly person: PersonKey }) => Promise<ActResult> {
  const toEvent = (person: Person) => {
    const seconds = Math.floor(clock.now() / 1000)
    const home = homes.find(person.key)
    return {
      token: 'legacy-verification-token-is-not-used',
      team_id: WORKSPACE.teamId,
      api_app_id: WORKSPACE.appId,
      event: {
        type: 'app_home_opened',
        user: person.slack.userId,
        channel: `D0${person.slack.userId.slice(2)}`,
        tab: 'home',
        event_ts: `${seconds}.000100`,
        ...(home ? { view: toWireHome(home) } : {}),
      },
      type: 'event_callback',
      event_id: messages.nextId('Ev0').toUpperCase(),
      event_time: seconds,
      authorizations: [
        {
          enterprise_id: null,
          team_id: WORKSPACE.teamId,
          user_id: WORKSPACE.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
    }
  }

  return async ({ person: key }) => {
    const person = getPerson(key)
    if (isStranger(person)) return { ok: false, trouble: 'People of another workspace do not have this app.' }
    return toResult(await outgoing.sendEvent(toEvent(person)))
  }
}

function toResult(delivery: Delivery): ActResult {
  if (isSuccess(delivery)) return { ok: true }
  return { ok: false, trouble: 'This app did not answer. What you see may be old.' }
}
