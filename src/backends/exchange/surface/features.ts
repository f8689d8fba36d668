// What cmdlets are for: what is lost without them, and which role brings them. The doctor checks by this list, and a table of
// docs/connect-exchange.md is written from it.
import type { Check } from '../../../domain/check.js'

export interface CmdletFeatureWords {
  /** Line of the doctor. */
  readonly name: string
  /** What the doctor makes of a cmdlet that is missing. */
  readonly lost: Check['result']
  /** A role that usually brings them; which ones do can differ from tenant to tenant. */
  readonly role: string
}

const unblockRole = 'a role made from Transport Hygiene, or Exchange Administrator'

export const cmdletFeatures = {
  listSenders: { name: 'List restricted senders', lost: 'problem', role: unblockRole },
  unblockSenders: { name: 'Unblock senders', lost: 'problem', role: unblockRole },
  listConnectors: { name: 'List restricted connectors', lost: 'problem', role: unblockRole },
  unblockConnectors: { name: 'Unblock connectors', lost: 'problem', role: unblockRole },
  mailboxes: { name: 'Look at mailboxes', lost: 'warning', role: 'View-Only Recipients' },
  mailboxSettings: {
    name: 'Look at what mailboxes are set to',
    lost: 'warning',
    role: 'View-Only Recipients',
  },
  sentMail: {
    name: 'Count sent mail',
    lost: 'warning',
    role: 'Message Tracking',
  },
  mailFlow: { name: 'See that mail flows after an unblock', lost: 'warning', role: 'Message Tracking' },
  configuration: {
    name: 'Read outbound policies, limits, connectors and the audit switch',
    lost: 'warning',
    role: 'View-Only Configuration',
  },
  mailRules: {
    name: "Read transport rules, journal rules and the organisation's domains",
    lost: 'warning',
    role: 'View-Only Configuration',
  },
  audit: { name: 'Search the audit log', lost: 'warning', role: 'View-Only Audit Logs' },
  alerts: { name: 'Read alert policies', lost: 'warning', role: 'the directory role Security Reader' },
  stopMail: {
    name: 'Stop forwarding and disable inbox rules',
    lost: 'warning',
    role: 'Mail Recipients',
  },
  changeDelegates: {
    name: 'Remove delegates and give them back',
    lost: 'warning',
    role: 'Mail Recipients',
  },
} as const satisfies Readonly<Record<string, CmdletFeatureWords>>
export type CmdletFeature = keyof typeof cmdletFeatures
