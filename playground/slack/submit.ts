// Submitting and closing a modal, and what the bot may answer: nothing, update, push, clear or errors.
import { z } from 'zod'
import { isSuccess } from '../delivery.js'
import { parseJson } from '../http.js'
import { getPerson, type PersonKey } from '../people.js'
import type { ActResult, SlackEntry } from '../sight.js'
import { findIncomplete } from './inputs.js'
import { readView } from './methods-views.js'
import { type Outgoing, toActorFields } from './outgoing.js'
import type { WorkspaceParts } from './parts.js'
import { type OpenView, toWireView } from './views.js'

export interface SlackSubmit {
  readonly person: PersonKey
  readonly viewId: string
  readonly entered?: readonly SlackEntry[]
}

const answerSchema = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
])

const trouble: ActResult = { ok: false, trouble: 'We had some trouble connecting. Try again?' }
const done: ActResult = { ok: true }

export function createSubmit(
  parts: WorkspaceParts,
  outgoing: Outgoing,
): {
  submit(submit: SlackSubmit): Promise<ActResult>
  close(close: SlackSubmit): Promise<ActResult>
} {
  const { views, tickets } = parts

  /** Slack shows its own error for an answer it cannot use, and leaves the modal open. */
  const follow = (open: OpenView, text: string): ActResult => {
    if (text.trim() === '') {
      views.close(open)
      return done
    }
    const json = parseJson(text)
    const answer = json.ok ? answerSchema.safeParse(json.value) : undefined
    if (!answer?.success) return trouble
    switch (answer.data.response_action) {
      case 'clear':
        views.clear(open.owner)
        return done
      case 'errors':
        return toErrors(open, answer.data.errors)
      case 'update':
      case 'push':
        return show(open, answer.data)
    }
  }
  const show = (
    open: OpenView,
    answer: { response_action: 'update' | 'push'; view?: unknown },
  ): ActResult => {
    const view = readView({ view: answer.view })
    if ('ok' in view) return trouble
    const shown =
      answer.response_action === 'update' ? views.update(open, view) : views.push(open.owner, view)
    return shown ? done : trouble
  }

  return {
    async submit({ person, viewId, entered = [] }) {
      const found = views.find(viewId)
      if (found?.owner !== person || !found.content.submit) return trouble
      const open = views.enter(found, entered)
      const errors = findIncomplete(open.content.blocks, open.entered)
      if (Object.keys(errors).length > 0) return { ok: false, trouble: 'Something is missing.', errors }
      const delivery = await outgoing.sendPayload({
        type: 'view_submission',
        ...toActorFields(getPerson(person)),
        trigger_id: tickets.issueTrigger(person),
        view: toWireView(open),
        response_urls: [],
      })
      return isSuccess(delivery) ? follow(open, delivery.text) : trouble
    },
    async close({ person, viewId }) {
      const open = views.find(viewId)
      if (open?.owner !== person) return done
      if (open.content.clear_on_close) views.clear(person)
      else views.close(open)
      if (!open.content.notify_on_close) return done
      await outgoing.sendPayload({
        type: 'view_closed',
        ...toActorFields(getPerson(person)),
        view: toWireView(open),
        is_cleared: open.content.clear_on_close ?? false,
      })
      return done
    },
  }
}

/** Slack accepts errors for input blocks of this view only. */
function toErrors(open: OpenView, errors: Readonly<Record<string, string>>): ActResult {
  const inputs = open.content.blocks.filter((block) => block.type === 'input').map((block) => block.block_id)
  const isKnown = Object.keys(errors).every((blockId) => inputs.includes(blockId))
  return isKnown ? { ok: false, trouble: 'Please check what you entered.', errors } : trouble
}
