// A look-up of a person that failed says nothing about that person. They get nothing, and are told that it is this.
import type { LookupFailure, LookupFailureCode } from './actor.js'

const reasons: Readonly<Record<LookupFailureCode, string>> = {
  unavailable: 'it did not answer',
  throttled: 'it asks Reprieve to slow down',
  forbidden: 'it does not let Reprieve ask (an administrator sees why with "reprieve doctor")',
  'channel-not-found': 'Reprieve is not in this conversation any more',
  'message-gone': 'it declined the question',
  rejected: 'it declined the question',
  malformed: 'its answer could not be understood',
}

/** "Entra could not be asked who you are just now: it did not answer. ..." */
export function toLookupText({ about, code, asked }: LookupFailure): string {
  const question = about === 'person' ? 'who you are' : 'which groups you are in'
  const end =
    about === 'person'
      ? 'This says nothing about you.'
      : 'The role that this takes may come from one of them, so this says nothing about you.'
  return `${asked} could not be asked ${question} just now: ${reasons[code]}. ${end} Nothing was done; try again in a moment.`
}
