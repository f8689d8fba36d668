// The one reader of what people type or paste to say whom they mean. What it cannot read is said to be unreadable: nothing is
// denied of a text that was not understood.

import { RefusedError } from '../../errors.js'
import { say, tellCommand } from '../said.js'
import { findAddresses } from './addresses.js'
import { toVisible } from './visible.js'

export { findAddresses } from './addresses.js'
export { toVisible } from './visible.js'

/** No entity and no tenant is longer, quotes and links included. */
export const longestPasted = 4_000

declare const understood: unique symbol

/** Text that was understood: only of it may anything be denied. */
export type Understood = string & { readonly [understood]: true }

export interface Pasted {
  /** Every address in it, in lower case; mostly one. */
  readonly addresses: readonly string[]
  /** All of it without quotes, brackets and invisible marks; may be the name or id of a connector or an incident. */
  readonly words: string
}

/** @throws RefusedError when it has something in it that cannot be read as what it is meant to be. */
export function readPasted(text: string): Pasted {
  if (text.length > longestPasted)
    throw new RefusedError(
      'bad-input',
      say`That is too long to be an address or a name: ${text.length} characters. Paste the address alone, or type ${tellCommand('explain')} and paste a whole bounce.`,
    )
  const words = toWords(text)
  const addresses = findAddresses(text)
  const problem = addresses.length > 0 ? undefined : findProblem(text, words)
  if (problem !== undefined) throw new RefusedError('bad-input', problem)
  return { addresses, words }
}

/** What was read is understood; to be said back as it was read. */
export function toUnderstood(read: string): Understood {
  return read as Understood
}

/** Quotes of all kinds, brackets, marks of code and of emphasis around it are no part of it. */
export function toWords(text: string): string {
  return toVisible(text)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^(?:mailto|smtp):(?=\S)/i, '')
    .replace(/^["'“”„‚«»‹›`*{(<[\s]+|["'“”„‚«»‹›`*})>\]\s,.;:!?]+$/g, '')
}

const paste = 'Paste the whole address, such as laura@contoso.com'

function findProblem(text: string, words: string): string | undefined {
  const echo = words.slice(0, 60)
  if (/<[@#!][A-Z0-9^]{2,60}(?:\|[^<>]*)?>/.test(text))
    return `A mention of somebody is no address. ${paste}.`
  if (/@/.test(words)) return `"${echo}" holds no whole address. ${paste}.`
  if (/^\/?o=|\/cn=|^x500:|^imceaex-/i.test(words))
    return `"${echo}" is how Exchange names a mailbox for itself, and is not read here. ${paste}.`
  if (/^https?:\/\//i.test(words)) return `"${echo}" is a link with no address in it. ${paste}.`
  return undefined
}
