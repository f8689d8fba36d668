// views.*: modals and the Home tab. Names, arguments and errors are those of Slack's Web API.
import type { z } from 'zod'
import { getPerson, type Person } from '../people.js'
import { findPersonByUserId, isStranger } from './channels.js'
import { type HomeView, homeView, type ModalView, modalView, toSlackMessages } from './content.js'
import { toWireHome } from './homes.js'
import { type Answer, type Arguments, failed, type Method, text } from './methods-chat.js'
import type { WorkspaceParts } from './parts.js'
import type { StoredHome } from './saved-workspace.js'
import { type OpenView, toWireView } from './views.js'

/** Slack: `view_too_large` above 250 kB. */
const VIEW_LIMIT_CHARACTERS = 250_000

export function viewMethods({ views, homes, tickets }: WorkspaceParts): Readonly<Record<string, Method>> {
  const shown = (view: OpenView): Answer => ({ ok: true, view: toWireView(view) })
  const publish = async (
    given: Arguments,
    { owner, before }: { owner: Person | undefined; before: StoredHome | undefined },
  ) => {
    const read = readHome(given)
    if ('ok' in read) return read
    // A stranger of a shared channel has no Home tab of this app.
    if (!owner || isStranger(owner)) return failed('user_not_found')
    if (given.hash !== undefined && given.hash !== before?.hash) return failed('hash_conflict')
    return { ok: true as const, view: toWireHome(await homes.publish(owner, read)) }
  }
  return {
    'views.publish': (given) => {
      const owner = findPersonByUserId(text(given.user_id))
      return publish(given, { owner, before: owner && homes.find(owner.key) })
    },
    'views.open': (given) => {
      const read = readView(given)
      if ('ok' in read) return read
      const trigger = tickets.redeemTrigger(text(given.trigger_id))
      return 'error' in trigger ? failed(trigger.error) : shown(views.open(trigger.person, read))
    },
    'views.push': (given) => {
      const read = readView(given)
      if ('ok' in read) return read
      const trigger = tickets.redeemTrigger(text(given.trigger_id))
      if ('error' in trigger) return failed(trigger.error)
      if (views.stackOf(trigger.person).length === 0) return failed('not_found')
      const pushed = views.push(trigger.person, read)
      return pushed ? shown(pushed) : failed('push_limit_reached')
    },
    'views.update': (given) => {
      const home = homes.findById(text(given.view_id))
      if (home) return publish(given, { owner: getPerson(home.owner), before: home })
      const read = readView(given)
      if ('ok' in read) return read
      const open = views.find(text(given.view_id)) ?? views.findByExternalId(text(given.external_id))
      if (!open) return failed('not_found')
      const { hash } = given
      return hash !== undefined && hash !== open.hash
        ? failed('hash_conflict')
        : shown(views.update(open, read))
    },
  }
}

/** A checked modal, or what Slack says is wrong with it. */
export function readView(given: Arguments): ModalView | Answer {
  return checked(modalView.safeParse(given.view))
}

/** A checked Home tab, or what Slack says is wrong with it. */
export function readHome(given: Arguments): HomeView | Answer {
  return checked(homeView.safeParse(given.view))
}

function checked<T>(read: z.ZodSafeParseResult<T>): T | Answer {
  if (!read.success) return failed('invalid_arguments', toSlackMessages(read.error, 'view'))
  return JSON.stringify(read.data).length > VIEW_LIMIT_CHARACTERS ? failed('view_too_large') : read.data
}
