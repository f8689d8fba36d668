// A press on a message, in a modal or on the Home tab, sent to the bot as `block_actions`.
import { type Delivery, isSuccess } from '../delivery.js'
import { getPerson, type PersonKey } from '../people.js'
import type { ActResult, SlackEntry } from '../sight.js'
import { findChannel, WORKSPACE } from './channels.js'
import { toWireHome } from './homes.js'
import { entryKey, toReported, toStateValues } from './inputs.js'
import { type FoundElement, findElement, toWireMessage } from './messages.js'
import { type Outgoing, toActorFields } from './outgoing.js'
import type { WorkspaceParts } from './parts.js'
import type { Responder } from './respond.js'
import type { StoredHome, StoredMessage } from './saved-workspace.js'
import { type OpenView, toWireView } from './views.js'

export interface SlackPress {
  readonly person: PersonKey
  readonly on: { readonly messageTs: string } | { readonly viewId: string }
  readonly blockId: string
  readonly actionId: string
  /** The chosen option or options, for anything but a button. */
  readonly value?: SlackEntry['value']
  /** What was entered into the modal or message so far. */
  readonly entered?: readonly SlackEntry[]
}

export function createPress(
  parts: WorkspaceParts,
  links: { readonly outgoing: Outgoing; readonly responder: Responder },
): (press: SlackPress) => Promise<ActResult> {
  const { messages, views, homes, tickets, clock } = parts
  const toAction = (press: SlackPress, found: FoundElement) => ({
    ...toDescribed(found, press.value ?? null),
    action_id: press.actionId,
    block_id: press.blockId,
    action_ts: `${Math.floor(clock.now() / 1000)}.${String(clock.now() % 1000).padStart(6, '0')}`,
  })
  const send = async (press: SlackPress, found: FoundElement, where: object): Promise<ActResult> => {
    const delivery = await links.outgoing.sendPayload({
      type: 'block_actions',
      ...toActorFields(getPerson(press.person)),
      trigger_id: tickets.issueTrigger(press.person),
      ...where,
      actions: [toAction(press, found)],
    })
    return toPressResult(delivery)
  }

  const onMessage = (press: SlackPress, message: StoredMessage) => {
    const found = findElement(message, press)
    if (!found) return gone
    const { channelId, ts, threadTs, onlyFor } = message
    const target = { person: press.person, channelId, threadTs, messageTs: ts }
    return send(press, found, {
      container: toContainer(message, found),
      channel: { id: channelId, name: findChannel(channelId)?.name ?? '' },
      // Slack leaves ephemeral messages out: they are not kept on its side.
      ...(onlyFor === undefined ? { message: toWireMessage(message, WORKSPACE) } : {}),
      state: { values: toStateValues(allBlocks(message), toEntered(press)) },
      response_url: links.responder.urlFor(target),
    })
  }
  const onView = (press: SlackPress, open: OpenView) => {
    const now = views.enter(open, press.entered ?? [])
    const found = findElement({ blocks: now.content.blocks, attachments: [] }, press)
    if (!found) return gone
    return send(press, found, { container: { type: 'view', view_id: now.id }, view: toWireView(now) })
  }

  const onHome = (press: SlackPress, home: StoredHome) => {
    const found = findElement({ blocks: home.blocks, attachments: [] }, press)
    if (!found) return gone
    const view = toWireHome(home, toEntered(press))
    return send(press, found, { container: { type: 'view', view_id: home.id }, view })
  }

  return async (press) => {
    if ('viewId' in press.on) {
      const home = homes.findById(press.on.viewId)
      if (home) return home.owner === press.person ? onHome(press, home) : gone
      const open = views.find(press.on.viewId)
      return open?.owner === press.person ? onView(press, open) : gone
    }
    const message = messages.find(press.on.messageTs)
    const hidden = message?.onlyFor !== undefined && message.onlyFor !== getPerson(press.person).slack.userId
    return message && !hidden ? onMessage(press, message) : gone
  }
}

const gone: ActResult = { ok: false, trouble: 'This message has changed since you looked at it.' }

function toDescribed({ element }: FoundElement, value: SlackEntry['value']): object {
  if (element.type !== 'button') return toReported(element, value)
  const { type, text, style, value: carried, url } = element
  return {
    type,
    text,
    ...(style && { style }),
    ...(carried !== undefined && { value: carried }),
    ...(url && { url }),
  }
}

function toContainer(message: StoredMessage, found: FoundElement): object {
  const where = {
    message_ts: message.ts,
    channel_id: message.channelId,
    is_ephemeral: message.onlyFor !== undefined,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  }
  if (found.attachmentId === undefined) return { type: 'message', ...where }
  return { type: 'message_attachment', attachment_id: found.attachmentId, is_app_unfurl: false, ...where }
}

const allBlocks = (message: StoredMessage) => [
  ...message.blocks,
  ...message.attachments.flatMap((attachment) => attachment.blocks ?? []),
]

const toEntered = (press: SlackPress) =>
  new Map((press.entered ?? []).map((entry) => [entryKey(entry.blockId, entry.actionId), entry]))

function toPressResult(delivery: Delivery): ActResult {
  if (isSuccess(delivery)) return { ok: true }
  const why =
    delivery.kind === 'answered' ? `This app responded with Status Code ${delivery.status}.` : undefined
  return { ok: false, trouble: why ?? 'This app did not respond in time. Please try again.' }
}
