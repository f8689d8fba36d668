// A look-up of a person that failed says nothing about that person. They get nothing, and are told that it is this.
import type { Actor, LookupFailure, LookupFailureCode } from './actor.js'

const asked: Readonly<Record<Actor['platform'], Readonly<Record<LookupFailure['about'], string>>>> = {
  slack: { person: 'Slack', groups: 'Slack' },
  // Teams knows its members, and nothing of the groups they are in.
  teams: { person: 'Microsoft Teams', groups: 'Microsoft Graph' },
  console: { person: 'This machine', groups: 'This machine' },
}

const reasons: Readonly<Record<LookupFailureCode, string>> = {
  unavailable: 'it did not answer',
  throttled: 'it asks Reprieve to slow down',
  forbidden: 'it does not let Reprieve ask (an administrator sees why with "reprieve doctor")',
  'channel-not-found': 'Reprieve is not in this conversation any more',
  'message-gone': 'it declined the question',
  rejected: 'it declined the question',
  malformed: 'its answer could not be understood',
}

/** "Slack could not be asked who you are just now: it did not answer. ..." */
export function toLookupText(platform: Actor['platform'], { about, code }: LookupFailure): string {
  const question = about === 'person' ? 'who you are' : 'which groups you are in'
  const end =
    about === 'person'
      ? 'This says nothing about you.'
      : 'The role that this takes may come from one of them, so this says nothing about you.'
  return `${asked[platform][about]} could not be asked ${question} just now: ${reasons[code]}. ${end} Nothing was done; try again in a moment.`
}
