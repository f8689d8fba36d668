// views.*: modals. Names, arguments and errors are those of Slack's Web API.
import { type ModalView, modalView, toSlackMessages } from './content.js'
import { type Answer, type Arguments, failed, type Method, text } from './methods-chat.js'
import type { WorkspaceParts } from './parts.js'
import { type OpenView, toWireView } from './views.js'

/** Slack: `view_too_large` above 250 kB. */
const VIEW_LIMIT_CHARACTERS = 250_000

export function viewMethods({ views, tickets }: WorkspaceParts): Readonly<Record<string, Method>> {
  const shown = (view: OpenView): Answer => ({ ok: true, view: toWireView(view) })
  return {
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
  const read = modalView.safeParse(given.view)
  if (!read.success) return failed('invalid_arguments', toSlackMessages(read.error, 'view'))
  return JSON.stringify(read.data).length > VIEW_LIMIT_CHARACTERS ? failed('view_too_large') : read.data
}
