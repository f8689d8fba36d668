// blocks.validate: what Slack would say of a layout, without showing it to anybody.
import { z } from 'zod'
import { parseJson } from '../http.js'
import { homeView, messageAttachments, messageBlocks, modalView } from './content.js'
import { type Answer, type Arguments, failed, type Method } from './methods-chat.js'

const message = z.object({ blocks: messageBlocks.optional(), attachments: messageAttachments.optional() })

/** Exactly one of them is asked about. */
const kinds = ['blocks', 'message', 'view'] as const

export const blockMethods: Readonly<Record<string, Method>> = {
  'blocks.validate': (given: Arguments): Answer => {
    const [kind, ...others] = kinds.filter((key) => given[key] !== undefined)
    if (kind === undefined || others.length > 0) return failed('invalid_arguments')
    const value = toValue(given[kind])
    const { error } = toSchema(kind, value).safeParse(value)
    if (error === undefined) return { ok: true }
    const errors = error.issues.map(({ path, code, message: said }) => ({
      pointer: `/${path.join('/')}`,
      code,
      message: said,
    }))
    return { ok: false, error: `invalid_${kind}`, errors }
  },
}

/** A form has words only. */
function toValue(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const read = parseJson(value)
  return read.ok ? read.value : undefined
}

function toSchema(kind: (typeof kinds)[number], value: unknown): z.ZodType {
  if (kind !== 'view') return kind === 'blocks' ? messageBlocks : message
  const isHome = typeof value === 'object' && value !== null && 'type' in value && value.type === 'home'
  return isHome ? homeView : modalView
}
