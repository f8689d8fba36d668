// The words of each step that takes an account back: before, while and after.
import { type Containment, type ContainmentStep, containmentSteps } from '../../domain/containment.js'
import type { Incident } from '../../domain/incident.js'
import type { JournalEvent } from '../../domain/journal.js'
import { listStanding } from '../../domain/offers.js'

interface StepWords {
  /** As the portals name it. Also its button. */
  readonly title: string
  readonly effect: string
  /** Follows "Yes, " and names the account. */
  toYes(name: string): string
  /** On a shared card: no names of rules and apps. */
  readonly done: string
  /** Undefined when there is no way back. */
  readonly undo: { readonly title: string; readonly effect: string; toYes(name: string): string } | undefined
}

export const stepWords: Readonly<Record<ContainmentStep, StepWords>> = {
  'block-sign-in': {
    title: 'Block sign-in',
    effect:
      'Nobody can sign in until it is allowed again. Who is signed in already stays in: revoke sessions too.',
    toYes: (name) => `block sign-in of ${name}`,
    done: 'sign-in blocked',
    undo: {
      title: 'Allow sign-in again',
      effect: 'Whoever knows the password can sign in again. Change the password first.',
      toYes: (name) => `allow sign-in of ${name}`,
    },
  },
  'revoke-sessions': {
    title: 'Revoke sessions',
    effect: 'Everybody who uses the account has to sign in again, on every device. It may take some minutes.',
    toYes: (name) => `revoke sessions of ${name}`,
    done: 'sessions revoked',
    undo: undefined,
  },
  'require-password-change': {
    title: 'Require a password change',
    effect:
      'This is no password reset: the current password stays valid until the next sign-in, and nobody is locked out. Whoever signs in first chooses the new one: block sign-in until the owner is there. The app needs the Entra role User Administrator for it.',
    toYes: (name) => `require a password change of ${name}`,
    done: 'password change required at the next sign-in',
    undo: {
      title: 'Require it no longer',
      effect: 'The password may stay as it is.',
      toYes: (name) => `no password change of ${name}`,
    },
  },
  'remove-grant': {
    title: 'Remove access of an app',
    effect: 'The app loses what the user allowed it to do. The user can allow it again.',
    toYes: (name) => `remove the app from ${name}`,
    done: 'app access removed',
    undo: {
      title: 'Allow the app again',
      effect: 'The app may do again what the user had allowed it.',
      toYes: (name) => `allow the app for ${name}`,
    },
  },
  'stop-forwarding': {
    title: 'Turn off forwarding',
    effect: 'Mail is no longer forwarded from the mailbox. Inbox rules can forward too.',
    toYes: (name) => `turn off forwarding of ${name}`,
    done: 'forwarding turned off',
    undo: {
      title: 'Forward again',
      effect: 'Mail is forwarded again, to the same address as before.',
      toYes: (name) => `forward mail of ${name} again`,
    },
  },
  'disable-inbox-rules': {
    title: 'Turn off inbox rules',
    effect: 'The rules stay in the mailbox and do nothing any more.',
    toYes: (name) => `turn off inbox rules of ${name}`,
    done: 'inbox rules turned off',
    undo: {
      title: 'Turn the rules on again',
      effect: 'The rules work again as they did before.',
      toYes: (name) => `turn on inbox rules of ${name}`,
    },
  },
}

/** What was confirmed, on one line. The way back has words of its own. */
export function toContainmentTitle({ step, undoes }: Pick<Containment, 'step' | 'undoes'>): string {
  const { title, undo } = stepWords[step]
  return undoes === undefined || undo === undefined ? title : undo.title
}

/** The same of an event of the journal; empty for events of another kind. */
export function toEventTitle({ data }: JournalEvent): string {
  const step = containmentSteps.find((one) => one === data.step)
  if (step === undefined) return ''
  return toContainmentTitle({ step, ...(typeof data.undoes === 'string' ? { undoes: data.undoes } : {}) })
}

/** "Contained: sign-in blocked, sessions revoked"; empty when nothing stands. Fit for a shared card. */
export function toStandingText(incident: Incident): string {
  const done = new Set(listStanding(incident).map(({ step }) => stepWords[step].done))
  return done.size === 0 ? '' : `Contained: ${[...done].join(', ')}`
}
