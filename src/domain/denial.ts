// What somebody is told who may not. Every refusal says why, what to do, and that the portal works meanwhile: nobody may
// be locked out of the organisation's own mail by this program.

import type { LookupFailure } from './actor.js'
import { toLookupText } from './lookup.js'
import { say, tellCommand, type Words } from './said.js'
import type { Signature } from './signature.js'
import { toClockText } from './words.js'

export type Denial =
  | { readonly reason: 'lookup-failed'; readonly failure: LookupFailure }
  | { readonly reason: 'not-home' | 'own-mailbox' | 'own-restricted' | 'delegate' | 'connector-changer' }
  /** `isPartial`: they have it for some tenants, and it takes all. */
  | { readonly reason: 'no-role'; readonly role: string; readonly words: string; readonly isPartial: boolean }
  | { readonly reason: 'wrong-status'; readonly overText: string }
  /** Where it takes two: `isSame` of whoever signed first, else of one who cannot be told from them. */
  | {
      readonly reason: 'needs-second'
      readonly isSame: boolean
      readonly first: Pick<Signature, 'by' | 'at' | 'until'>
    }
  /** The settings leave it to the portal: of one that is protected, or of all of an organisation. */
  | { readonly reason: 'portal-only' | 'watch-only' }
  | { readonly reason: 'identity-unknown'; readonly lacks: 'evidence' | 'account' | 'identity' }
  /** Of a tenant that is none of their business: as if it were not there. */
  | { readonly reason: 'not-found' }

/** The one function that makes a refusal of the access policy. @param url the portal's page; empty when it is not known. */
export function toDenialText(denial: Denial, url: string): Words {
  const portal = url === '' ? 'the Microsoft Defender portal' : `the Microsoft Defender portal (${url})`
  return toText(denial, portal)
}

export const overText =
  'This is no longer waiting for a review. The card in the channel shows where it stands.'

/** Also what is said of an incident that has never been. */
export const noRecordText = say`Reprieve has no record of this restriction. Type ${tellCommand('list')} to see what is there.`

function toText(denial: Denial, portal: string): Words {
  const anyway = `Whoever may in ${portal} can do it there meanwhile.`
  switch (denial.reason) {
    case 'lookup-failed':
      return `${toLookupText(denial.failure)} ${anyway}`
    case 'not-home':
      return `Only members of this organisation may use Reprieve. Guests and people of other workspaces may not. ${anyway}`
    case 'no-role':
      return `${toRoleText(denial)} ${anyway}`
    case 'wrong-status':
      return `${denial.overText} The list itself is in ${portal}.`
    case 'needs-second':
      return `${toSecondText(denial)} If nobody here can, an administrator can unblock it in ${portal}.`
    case 'portal-only':
      return `This is protected: the settings leave its unblock to ${portal}.`
    case 'watch-only':
      return `This organisation is only watched (mode: watch in the settings): Reprieve changes nothing there. Review it, take the account back and unblock it in ${portal}; the card follows.`
    case 'not-found':
      return noRecordText
    case 'identity-unknown':
      return unknownTexts[denial.lacks](portal)
    default:
      return texts[denial.reason](portal)
  }
}

function toSecondText({ isSame, first }: Extract<Denial, { readonly reason: 'needs-second' }>): string {
  const until = toClockText(first.until)
  return isSame
    ? `You have signed this already, at ${toClockText(first.at)}. It takes a second person, by ${until}.`
    : `${first.by.name} has signed this, and nothing proves that you are somebody else: it takes two people. Ask an administrator of Reprieve to write both of your ids into one entry each of the access list. The signature waits until ${until}.`
}

function toRoleText({ role, words, isPartial }: Extract<Denial, { readonly reason: 'no-role' }>): string {
  return isPartial
    ? `To ${words} takes the role "${role}" for all tenants, and yours is for some. An administrator of Reprieve can change that.`
    : `You are not on the list of people who may ${words}. It takes the role "${role}"; an administrator of Reprieve can give it to you.`
}

type Texts<Key extends string> = Readonly<Record<Key, (portal: string) => string>>

const texts: Texts<'own-mailbox' | 'own-restricted' | 'delegate' | 'connector-changer'> = {
  'own-mailbox': (portal) =>
    `This is your own mailbox. Somebody else has to review, take back and unblock it; if nobody here can, an administrator can in ${portal}.`,
  'own-restricted': (portal) =>
    `Your own mailbox is restricted, and until it is off the list you can only read here: a restricted account may be in somebody else's hands. Ask another approver to review your mailbox and to do this. If there is none, an administrator can do it in ${portal}.`,
  delegate: (portal) =>
    `You can send from this mailbox or read it (the evidence lists you among its delegates, yourself or as a member of a group), so you have no say on it: what was sent may have been sent with your account. Somebody else has to review, take back and unblock it; if nobody here can, an administrator can in ${portal}.`,
  'connector-changer': (portal) =>
    `You were the last to change this connector, by the audit log, so you have no say on it. Somebody else has to review and unblock it; if nobody here can, an administrator can in ${portal}.`,
}

const unknownTexts: Texts<Extract<Denial, { readonly lacks: unknown }>['lacks']> = {
  evidence: (portal) =>
    `Reprieve does not know yet whose mailbox this is, and nobody may act on their own: the evidence is on its way. Try again in a moment. If it stays like this, the doctor says what cannot be read; meanwhile ${portal} works.`,
  account: (portal) =>
    `Reprieve could not read whose mailbox this is, and nobody may act on their own. Refresh the evidence once; if it stays like this, ask an administrator of Reprieve to let it read accounts, or to write your Entra object id and all your addresses next to your id in the access list. Meanwhile ${portal} works.`,
  identity: (portal) =>
    `Reprieve cannot tell which mailbox is yours, and nobody may act on their own. Ask an administrator of Reprieve to write your Entra object id or your addresses next to your id in the access list. Meanwhile ${portal} works.`,
}
