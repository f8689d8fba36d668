// What the control desk can do to the sandbox tenant, and the words for it.

import type { DeskChoice, DeskTenant } from '../../playground/desk/port.js'
import type { SandboxFault } from '../backends/sandbox/faults.js'
import type { Sandbox } from '../backends/sandbox/index.js'
import { reasons } from '../backends/sandbox/reasons.js'
import type { RestrictionBackend } from '../ports.js'

interface FaultChoice extends DeskChoice {
  readonly fault: SandboxFault
  /** What becomes of mail after an unblock; as it should be when undefined. */
  readonly mail?: 'refused' | 'none'
}

const faults: readonly FaultChoice[] = [
  {
    key: 'none',
    label: 'Works',
    about: 'Looks succeed every few seconds, unblocks are taken.',
    fault: { kind: 'none' },
  },
  {
    key: 'down',
    label: 'Down',
    about: 'Every look fails. Nothing opens or closes; the status says since when it is blind.',
    fault: { kind: 'down' },
  },
  {
    key: 'slow',
    label: 'Slow',
    about: 'Answers take 15 seconds. Cards come late, and the evidence says it is still gathered.',
    fault: { kind: 'slow', milliseconds: 15_000 },
  },
  {
    key: 'throttled',
    label: 'Throttled',
    about: 'Exchange asks for a pause of a minute, and the bot keeps it.',
    fault: { kind: 'throttled', retryAfterSeconds: 60 },
  },
  {
    key: 'partial',
    label: 'Half an answer',
    about: 'Pages of the list are missing, so no look counts; evidence has holes and says which.',
    fault: { kind: 'partial' },
  },
  {
    key: 'unreadable',
    label: 'An entry that cannot be read',
    about:
      'All others open and stay; it gets a card of its own, and nothing is closed until the list is whole.',
    fault: { kind: 'unreadable' },
  },
  {
    key: 'warned',
    label: 'Empty list with a warning',
    about: 'Nobody is said to be off the list: the status shows what Exchange said beside it.',
    fault: { kind: 'warned' },
  },
  {
    key: 'lost-done',
    label: 'Answer lost, unblock done',
    about: 'The card says "Outcome unknown" until the next look finds the sender gone.',
    fault: { kind: 'answer-lost', done: true },
  },
  {
    key: 'lost-not-done',
    label: 'Answer lost, unblock not done',
    about:
      'The card says "Outcome unknown" and when it was last read as still listed; after two such reads an approver may try once more.',
    fault: { kind: 'answer-lost', done: false },
  },
  {
    key: 'no-effect',
    label: 'Unblock without effect',
    about:
      'Exchange takes the unblock, and the entry stays. An hour later the card says so; after 24 h there is a text for Microsoft Support.',
    fault: { kind: 'none' },
  },
  {
    key: 'mail-refused',
    label: 'Mail refused after the unblock',
    about:
      'The entry leaves the list, and message trace shows a 5.1.8 all the same: "Still blocked", and after 24 h a text for Microsoft Support.',
    fault: { kind: 'none' },
    mail: 'refused',
  },
  {
    key: 'no-mail',
    label: 'No mail after the unblock',
    about:
      'Nobody sends. The card has a text that asks the owner for a test, and after 24 h it closes as "no mail seen".',
    fault: { kind: 'none' },
    mail: 'none',
  },
  {
    key: 'forbidden',
    label: 'Permission missing',
    about: 'Exchange refuses the app. The status names the missing permission or role.',
    fault: { kind: 'forbidden' },
  },
]

interface ReasonChoice extends DeskChoice {
  readonly text: string | undefined
}

const reasonChoices: readonly ReasonChoice[] = [
  { key: 'usual', label: 'Its usual reason', about: 'What this one is known for.', text: undefined },
  {
    key: 'spam',
    label: 'Outbound spam',
    about: 'A burst of spam, with counters and a client address.',
    text: reasons.spamBurst,
  },
  {
    key: 'external',
    label: 'Too many outside recipients',
    about: 'A sending limit; ends by itself after a day.',
    text: reasons.externalLimit,
  },
  {
    key: 'internal',
    label: 'Too many inside recipients',
    about: 'A sending limit; ends by itself after a day.',
    text: reasons.internalLimit,
  },
  {
    key: 'rate',
    label: 'Daily rate exceeded',
    about: 'More recipients than a day allows.',
    text: reasons.dailyRate,
  },
  {
    key: 'unknown',
    label: 'Words nobody has seen before',
    about: 'A reason that cannot be understood is shown as it is.',
    text: reasons.unknown,
  },
  { key: 'empty', label: 'No reason at all', about: 'Exchange gives none.', text: reasons.empty },
]

export interface SandboxDesk {
  readonly tenant: DeskTenant
  /** The sandbox as the bot meets it, with what the desk has done to it. */
  readonly backend: RestrictionBackend
}

export function createSandboxDesk(sandbox: Sandbox): SandboxDesk {
  let broken = 'none'
  return {
    tenant: {
      directory: sandbox.directory,
      reasons: reasonChoices.map(toChoice),
      faults: faults.map(toChoice),
      fault: () => broken,
      breakDown(key) {
        const found = faults.find((each) => each.key === key)
        if (found === undefined) return
        broken = found.key
        sandbox.faults.set(found.fault)
        sandbox.switchMail(found.mail ?? 'flows')
      },
      restrict(entity, key) {
        sandbox.restrict(entity, reasonChoices.find((each) => each.key === key)?.text)
      },
      clearElsewhere: (entity) => sandbox.clearElsewhere(entity),
      approach: (entity) => sandbox.approach(entity, true),
      expire: (entity) => sandbox.expire(entity),
      closeAlert: (entity) => sandbox.closeAlert(entity),
      isListed: (entity) => sandbox.isListed(entity),
      switchAlert: (on) => sandbox.switchAlert(on),
      isAlertOn: () => sandbox.isAlertOn(),
    },
    backend: {
      ...sandbox,
      async unblock(entity, signal) {
        if (broken !== 'no-effect') return sandbox.unblock(entity, signal)
        // Travels as any call does, and then nothing happens.
        await sandbox.find(entity, signal)
        return { alreadyGone: false }
      },
    },
  }
}

function toChoice({ key, label, about }: DeskChoice): DeskChoice {
  return { key, label, about }
}
