// Switches chosen rules of one mailbox on or off. Every rule is looked up in the mailbox first: an id that is not there
// is never sent to Exchange, which would take it for a rule of whatever mailbox it names.
import type { Sender } from '../../../domain/entity.js'
import { BackendError } from '../../../errors.js'
import type { CmdletRecord, Cmdlets } from '../cmdlets.js'
import { readFlag, readText } from '../properties.js'
import { isDelegateRule } from './delegate-rule.js'
import { getMailbox } from './mailbox.js'
import { createRejection } from './step.js'

interface Rule {
  readonly id: string
  readonly name: string
  readonly enabled: boolean | undefined
  /** Exchange's own rule for a delegate, by what it does. */
  readonly isDelegates: boolean
}

interface FailedRule extends Rule {
  readonly why: string
  /** False after a lost answer. */
  readonly isKnown: boolean
}

export interface RuleChange {
  readonly changed: readonly Rule[]
  /** They were so already. */
  readonly unchanged: readonly Rule[]
  /** Exchange keeps them for delegates and declines to change them, which does no harm. */
  readonly spared: readonly Rule[]
  readonly failed: readonly FailedRule[]
  /** Ids that are no rule of this mailbox. */
  readonly missing: readonly string[]
}

interface ChangeOrder {
  readonly cmdlets: Cmdlets
  readonly sender: Sender
  readonly ids: readonly string[]
  readonly enable: boolean
  readonly signal: AbortSignal
}

/** @throws BackendError when no rule was changed and at least one should have been. */
export async function changeRules(order: ChangeOrder): Promise<RuleChange> {
  const { cmdlets, sender, ids, enable, signal } = order
  const { identity: mailbox } = await getMailbox(cmdlets, sender, signal)
  const rules = await listRules(cmdlets, mailbox, signal)
  const chosen = [...new Set(ids)].map((id) => rules.find((rule) => rule.id === id) ?? id)
  const found = chosen.filter((one) => typeof one !== 'string')
  if (found.length === 0) throw createRejection('None of these rules is in this mailbox.')
  const work = found.filter(({ enabled }) => enabled !== enable)
  const { changed, spared, failures } = await changeEach({ cmdlets, mailbox, enable, signal }, work)
  const worst = findWorst(failures)
  if (changed.length === 0 && worst !== undefined) throw worst
  return {
    changed,
    unchanged: found.filter(({ enabled }) => enabled === enable),
    spared,
    failed: failures.map(({ rule, error }) => ({
      ...rule,
      why: error.message,
      isKnown: error.outcome === 'unchanged',
    })),
    missing: chosen.filter((one) => typeof one === 'string'),
  }
}

async function listRules(cmdlets: Cmdlets, mailbox: string, signal: AbortSignal): Promise<readonly Rule[]> {
  const parameters = { Mailbox: mailbox, IncludeHidden: true }
  const { records } = await cmdlets.run({ cmdlet: 'Get-InboxRule', parameters, mailbox }, signal)
  return records.map((record) => ({
    id: readIdentity(record),
    name: readText(record, 'Name'),
    enabled: readFlag(record, 'Enabled'),
    isDelegates: isDelegateRule(record),
  }))
}

// Identity first: RuleIdentity is a 64-bit number, and one that came as a number has lost its last digits in JSON.
function readIdentity(record: CmdletRecord): string {
  return readText(record, 'Identity') || readText(record, 'RuleIdentity')
}

type Setting = Omit<ChangeOrder, 'ids' | 'sender'> & { readonly mailbox: string }

interface Failure {
  readonly rule: Rule
  readonly error: BackendError
}

async function changeEach(setting: Setting, rules: readonly Rule[]) {
  const changed: Rule[] = []
  const spared: Rule[] = []
  const failures: Failure[] = []
  for (const [index, rule] of rules.entries()) {
    const error = await changeOne(setting, rule)
    if (error === undefined) changed.push(rule)
    else if (isSpared(rule, error)) spared.push(rule)
    else failures.push({ rule, error })
    if (error === undefined || isAboutRule(error)) continue
    failures.push(
      ...rules.slice(index + 1).map((later) => ({ rule: later, error: createUntriedError(error) })),
    )
    break
  }
  return { changed, spared, failures }
}

// -Force: without it Exchange asks back when the mailbox has rules of Outlook, and nobody is there to answer.
async function changeOne(setting: Setting, rule: Rule): Promise<BackendError | undefined> {
  const { cmdlets, mailbox, enable, signal } = setting
  const parameters = { Identity: rule.id, Mailbox: mailbox, Confirm: false, Force: true }
  const cmdlet = enable ? 'Enable-InboxRule' : 'Disable-InboxRule'
  try {
    await cmdlets.run({ cmdlet, parameters, mailbox }, signal)
    return undefined
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return error
  }
}

function isSpared({ isDelegates }: Rule, error: BackendError): boolean {
  return isAboutRule(error) && isDelegates
}

/** Declined for what was asked; everything else would meet the next rule as well. */
function isAboutRule({ code, outcome }: BackendError): boolean {
  return outcome === 'unchanged' && (code === 'rejected' || code === 'not-found')
}

function createUntriedError({ code }: BackendError): BackendError {
  return new BackendError('It was not tried after that.', { code, outcome: 'unchanged' })
}

/** What is not known weighs more than what is. */
function findWorst(failures: readonly Failure[]): BackendError | undefined {
  return (failures.find(({ error }) => error.outcome === 'unknown') ?? failures[0])?.error
}
