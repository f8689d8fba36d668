// The words of each step that takes an account back: before, while and after.

import { type Containment, type ContainmentStep, containmentSteps } from '../../domain/containment.js'
import { toEntityName } from '../../domain/entity.js'
import { canBeReviewed, type Incident, isClosed } from '../../domain/incident.js'
import type { JournalEvent } from '../../domain/journal.js'
import { hasStanding, listKept, listOutstanding, listStanding, listUnsure } from '../../domain/offers.js'
import { toOutlook } from '../../domain/outlook.js'
import { joinWords, say, tellClock, toPlainWords, type Words } from '../../domain/said.js'
import type { ToLine } from '../feature.js'
import type { CardButton, TextRow } from '../words/views.js'

interface StepWords {
  /** As the portals name it. Also its button. */
  readonly title: string
  readonly effect: string
  /** Its line in the list to tick: what it is about by name, where it is about something. */
  toChoice(name: string): string
  /** What it does, in so few words that a phone has room for them. */
  readonly short: string
  /** Where a person does it when Reprieve could not. */
  readonly byHand: string
  /** Follows "Yes, " and names the account. */
  toYes(name: string): string
  /** On a shared card: no names of rules and apps. */
  readonly done: string
  /** Undefined when there is no way back. */
  readonly undo: UndoWords | undefined
}

/** `what` is what is brought back, by name: an address, apps, rules; empty when nothing was named. */
interface UndoWords {
  /** Also its button. */
  toTitle(what: string): string
  /** In the record, where the button has been pressed: never the same words as the button. */
  toRecord(what: string): string
  toEffect(what: string): string
  toYes(name: string, what: string): string
}

export const stepWords: Readonly<Record<ContainmentStep, StepWords>> = {
  'block-sign-in': {
    title: 'Block sign-in',
    effect:
      'Nobody can sign in until it is allowed again. Who is signed in already stays in: revoke sessions too.',
    toChoice: () => 'Block sign-in',
    short: 'Nobody can sign in. Can be allowed again',
    byHand: 'By hand: Entra admin center, Users, the account, Account status.',
    toYes: (name) => `block sign-in of ${name}`,
    done: 'sign-in blocked',
    undo: {
      toTitle: () => 'Allow sign-in again',
      toRecord: () => 'Give back sign-in',
      toEffect: () => 'Whoever knows the password can sign in again. Change the password first.',
      toYes: (name) => `allow sign-in of ${name}`,
    },
  },
  'revoke-sessions': {
    title: 'Revoke sessions',
    effect: 'Everybody who uses the account has to sign in again, on every device. It may take some minutes.',
    toChoice: () => 'Revoke sessions',
    short: 'Signed out everywhere, in some minutes',
    byHand: 'By hand: Entra admin center, Users, the account, Revoke sessions.',
    toYes: (name) => `revoke sessions of ${name}`,
    done: 'sessions revoked',
    undo: undefined,
  },
  'require-password-change': {
    title: 'Require a password change',
    effect:
      'This is no password reset: the current password stays valid until the next sign-in, and nobody is locked out. Whoever signs in first chooses the new one: block sign-in until the owner is there. The app needs the Entra role User Administrator for it.',
    toChoice: () => 'Require a new password',
    short: 'At the next sign-in; until then the old one stays valid',
    byHand: 'By hand: Entra admin center, Users, the account, Reset password.',
    toYes: (name) => `require a password change of ${name}`,
    done: 'password change required at the next sign-in',
    undo: {
      toTitle: () => 'Require no password change',
      toRecord: () => 'Give back the password as it is',
      toEffect: () => 'The password may stay as it is.',
      toYes: (name) => `no password change of ${name}`,
    },
  },
  'remove-method': {
    title: 'Remove a sign-in method',
    effect: 'It can no longer be used to sign in. The owner registers it anew; nobody can give it back.',
    toChoice: (name) => `Remove ${name}`,
    short: 'The owner registers it anew',
    byHand: 'By hand: Entra admin center, Users, the account, Authentication methods.',
    toYes: (name) => `remove the method from ${name}`,
    done: 'sign-in method removed',
    undo: undefined,
  },
  'remove-grant': {
    title: 'Remove access of an app',
    effect: 'The app loses what the user allowed it to do. The user can allow it again.',
    toChoice: (name) => `Remove app ${name}`,
    short: 'The user can allow it again',
    byHand: 'By hand: Entra admin center, Users, the account, Applications.',
    toYes: (name) => `remove the app from ${name}`,
    done: 'app access removed',
    undo: {
      toTitle: (what) => `Allow ${what || 'the app'} again`,
      toRecord: (what) => `Give back access of ${what || 'the app'}`,
      toEffect: (what) => `${what || 'The app'} may do again what the user had allowed it.`,
      toYes: (name, what) => `allow ${what || 'the app'} for ${name}`,
    },
  },
  'remove-delegate': {
    title: 'Remove a delegate',
    effect: 'Somebody else loses the right to open this mailbox, or to send as it.',
    toChoice: (name) => `Remove delegate ${name}`,
    short: 'Can be given back',
    byHand: 'By hand: Exchange admin center, Mailboxes, the mailbox, Delegation.',
    toYes: (name) => `remove the delegate from ${name}`,
    done: 'delegate removed',
    undo: {
      toTitle: (what) => `Let ${what || 'the delegate'} in again`,
      toRecord: (what) => `Give back the rights of ${what || 'the delegate'}`,
      toEffect: (what) => `${what || 'The delegate'} may do again what was allowed before.`,
      toYes: (name, what) => `let ${what || 'the delegate'} use ${name} again`,
    },
  },
  'stop-forwarding': {
    title: 'Turn off forwarding',
    effect: 'Mail is no longer forwarded from the mailbox. Inbox rules can forward too.',
    toChoice: () => 'Turn off forwarding',
    short: 'Can be set again',
    byHand: 'By hand: Exchange admin center, Mailboxes, the mailbox, Email forwarding.',
    toYes: (name) => `turn off forwarding of ${name}`,
    done: 'forwarding turned off',
    undo: {
      toTitle: (what) => (what === '' ? 'Forward again' : `Forward to ${what} again`),
      toRecord: (what) => `Give back forwarding${what === '' ? '' : ` to ${what}`}`,
      toEffect: (what) =>
        what === ''
          ? 'Mail is forwarded again, to the same address as before.'
          : `Everything that comes in goes to ${what} again.`,
      toYes: (name, what) => `forward mail of ${name}${what === '' ? ' again' : ` to ${what}`}`,
    },
  },
  'disable-inbox-rules': {
    title: 'Turn off inbox rules',
    effect: 'The rules stay in the mailbox and do nothing any more.',
    toChoice: (name) => `Turn off rule "${name}"`,
    short: 'Can be turned on again',
    byHand: 'By hand: Exchange Online PowerShell, Disable-InboxRule.',
    toYes: (name) => `turn off inbox rules of ${name}`,
    done: 'inbox rules turned off',
    undo: {
      toTitle: (what) => `Turn ${what || 'the rules'} on again`,
      toRecord: (what) => `Give back inbox rules${what === '' ? '' : ` ${what}`}`,
      toEffect: () => 'The rules work again as they did before.',
      toYes: (name) => `turn on inbox rules of ${name}`,
    },
  },
}

/** "03:17 UTC + 2 s", which no line breaks: several steps are done within a minute. Slack would read the middle of 03:17:02 as the name of an emoji. */
export function toSecondText(at: number): Words {
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? tellClock(at)
    : say`${tellClock(at)}\u00A0+\u00A0${date.getUTCSeconds()}\u00A0s`
}

/** What was confirmed, on one line. The way back has words of its own. */
export function toContainmentTitle(
  { step, undoes }: Pick<Containment, 'step' | 'undoes'>,
  what = '',
): string {
  const { title, undo } = stepWords[step]
  return undoes === undefined || undo === undefined ? title : undo.toRecord(what)
}

/** The same of an event of the journal; empty for events of another kind. */
export function toEventTitle({ data }: JournalEvent): string {
  const step = containmentSteps.find((one) => one === data.step)
  if (step === undefined) return ''
  return toContainmentTitle({ step, ...(typeof data.undoes === 'string' ? { undoes: data.undoes } : {}) })
}

/** What its way back brings back, by name. Rules have names like "." that would be overlooked without quotes. */
export function toRestored({ step, restores, targets }: Containment): string {
  const names = restores ?? targets.map(({ name }) => name)
  return names.map((name) => (step === 'disable-inbox-rules' ? `"${name}"` : name)).join(', ')
}

/** "Done: sessions revoked": what was done and is nothing to give back; empty without any. Fit for a shared card. */
function toContainedText(incident: Incident): string {
  const outstanding = listOutstanding(incident)
  const others = listStanding(incident).filter((one) => !outstanding.includes(one))
  const done = new Set(others.map(({ step }) => stepWords[step].done))
  return done.size === 0 ? '' : `Done: ${[...done].join(', ')}`
}

/**
 * "Not given back: sign-in blocked by Maya 17:00 UTC"; empty when nothing of ours stands. It stays when all else is over.
 * Fit for a shared card.
 */
export function toStandingText(incident: Incident): Words {
  const outstanding = toStepTexts(listOutstanding(incident))
  const unsure = toStepTexts(listUnsure(incident))
  const given = outstanding.length === 0 ? '' : say`Not given back: ${joinWords(outstanding, ', ')}.`
  const lost =
    unsure.length === 0 ? '' : say`The answer was lost, look in the portal: ${joinWords(unsure, ', ')}.`
  return joinWords([given, lost], ' ')
}

/** One for each step, by who did it last; who and when is said once of those that were done together. */
function toStepTexts(containments: readonly Containment[]): readonly Words[] {
  const steps = [...new Map(containments.map((one) => [one.step, one])).values()]
  return steps.map((one, place) => {
    const next = steps[place + 1]
    const count = containments.filter(({ step }) => step === one.step).length
    const often = count === 1 ? '' : ` ${count} times`
    const by = next !== undefined && isByTheSame(next, one) ? '' : say` by ${toByText(one)}`
    return say`${stepWords[one.step].done}${often}${by}`
  })
}

function isByTheSame(one: Containment, other: Containment): boolean {
  return toPlainWords(toByText(one)) === toPlainWords(toByText(other))
}

function toByText({ by, ended, askedAt }: Containment): Words {
  return say`${by.name} ${tellClock(ended?.at ?? askedAt)}`
}

/** "Kept so by Maya 03:22 UTC: sign-in blocked. Laura has left"; empty when nothing was. Fit for a shared card. */
function toKeptText(incident: Incident): Words {
  const { kept } = incident
  const done = new Set(listKept(incident).map(({ step }) => stepWords[step].done))
  if (kept === undefined || done.size === 0) return ''
  return say`Kept so by ${kept.by.name} ${tellClock(kept.at)}: ${[...done].join(', ')}. ${kept.reason}`
}

/** Said in the thread once a day while something is left. */
export const toOutstandingLine: ToLine = (incident) => ({
  name: 'line',
  view: {
    icon: '⏰',
    text: `${toEntityName(incident.entity)}: ${toPlainWords(toStandingText(incident))} Still needed? Give it back, or press Keep it so.`,
    mentions: [],
  },
})

/** What nobody has to decide about any more has no button for it. */
export function listContainmentButtons(incident: Incident): readonly CardButton[] {
  if (isClosed(incident))
    return hasStanding(incident) ? [{ pressId: 'keep', title: 'Keep it so…', isMain: false }] : []
  return isToBeTakenBack(incident)
    ? [{ pressId: 'containment', title: 'Take the account back', isMain: true }]
    : []
}

/** Whoever is in the account goes on until something is done to it: that comes before any review. */
function isToBeTakenBack(incident: Incident): boolean {
  const { entity, containments = [] } = incident
  return (
    entity.kind === 'sender' &&
    canBeReviewed(incident) &&
    toOutlook(incident) === 'compromised' &&
    incident.evidence !== undefined &&
    containments.every(({ requestedAt }) => requestedAt === undefined)
  )
}

/** While it is not over: what has been done to the account, in one line; afterwards what was left so, and by whom. */
export function toContainedProgress(incident: Incident): readonly TextRow[] {
  const text = isClosed(incident) ? toKeptText(incident) : toContainedText(incident)
  return text === '' ? [] : [{ text }]
}
