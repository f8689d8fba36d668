// response_url: the bot answers an interaction without a token. Also what a command's HTTP answer may hold.
import { z } from 'zod'
import type { Route } from '../../src/ports.js'
import { addressOf, readJson } from '../http.js'
import { overhear } from '../overhear.js'
import { getPerson } from '../people.js'
import { WORKSPACE } from './channels.js'
import { type Answer, failed, readContent } from './methods-chat.js'
import type { WorkspaceParts } from './parts.js'
import type { ResponseTarget } from './tickets.js'

const RESPOND_PATH = '/playground/slack/respond/'

const instructions = z.looseObject({
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
})

export interface Responder {
  readonly route: Route
  urlFor(target: ResponseTarget): string
  respond(target: ResponseTarget, answer: unknown): Promise<Answer>
}

export function createResponder(parts: WorkspaceParts): Responder {
  const { messages, tickets } = parts

  const respond = async (target: ResponseTarget, answer: unknown): Promise<Answer> => {
    const read = instructions.safeParse(answer)
    if (!read.success) return failed('invalid_payload')
    const originalTs = target.messageTs ?? target.answerTs
    const original = originalTs === undefined ? undefined : messages.find(originalTs)
    if (read.data.delete_original && original) {
      await messages.remove(original)
      return { ok: true }
    }
    const content = readContent(read.data)
    if ('ok' in content) return content
    // The original is replaced as a whole: what is left out of the answer goes away.
    const { text = '', blocks = [], attachments = [] } = content
    if (read.data.replace_original && original) {
      await messages.change(original, { text, blocks, attachments })
      return { ok: true }
    }
    const isPublic = read.data.response_type === 'in_channel'
    const posted = await messages.post({
      channelId: target.channelId,
      userId: WORKSPACE.botUserId,
      threadTs: content.thread_ts ?? target.threadTs,
      onlyFor: isPublic ? undefined : getPerson(target.person).slack.userId,
      text,
      blocks,
      attachments,
    })
    if (target.messageTs === undefined) target.answerTs = posted.ts
    return { ok: true }
  }

  return {
    respond,
    urlFor: (target) => `${parts.baseUrl()}${RESPOND_PATH}${tickets.issueResponse(target)}`,
    route: {
      path: RESPOND_PATH,
      async handle(request, response) {
        const call = overhear(request, { wire: parts.wire, side: 'slack', name: 'response_url' })
        const body = await readJson(request, call.hear)
        if (!body.ok) return call.send(response, body.status, { body: failed('invalid_payload') })
        const target = tickets.redeemResponse(addressOf(request).pathname.slice(RESPOND_PATH.length))
        if (!target) return call.send(response, 404, { body: failed('used_url') })
        const answer = await respond(target, body.value)
        call.send(response, answer.ok ? 200 : 400, { body: answer })
      },
    },
  }
}
