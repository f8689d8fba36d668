// Inbox rules as Exchange gives them. No property of a rule says that it is hidden: it is when it shows only with
// -IncludeHidden.
import { BackendError } from '../../../../errors.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { readText } from '../../properties.js'
import type { Asking } from '../asking.js'

export interface RuleRecords {
  /** With the hidden ones. */
  readonly all: readonly CmdletRecord[]
  isHidden(record: CmdletRecord): boolean
}

export async function readRuleRecords(asking: Asking, mailbox: string): Promise<RuleRecords> {
  const run = (parameters: Record<string, true>) =>
    asking.run({ cmdlet: 'Get-InboxRule', parameters: { Mailbox: mailbox, ...parameters }, mailbox })
  const [all, shown] = await Promise.all([run({ IncludeHidden: true }), run({})])
  const visible = new Set(shown.map(toKey))
  // One that is shown and not among all of them is there all the same.
  const listed = new Set(all.map(toKey))
  return {
    all: [...all, ...shown.filter((record) => !listed.has(toKey(record)))],
    isHidden: (record) => !visible.has(toKey(record)),
  }
}

/** @throws BackendError `malformed` for what has neither name nor id: that is no rule. */
export function readRuleNames(record: CmdletRecord): { readonly name: string; readonly id: string } {
  const name = readText(record, 'Name')
  const id = readText(record, 'Identity') || readText(record, 'RuleIdentity')
  if (name === '' && id === '')
    throw new BackendError('An inbox rule came in a form that Reprieve cannot read.', {
      code: 'malformed',
      outcome: 'unchanged',
    })
  return { name, id }
}

function toKey(record: CmdletRecord): string {
  const { name, id } = readRuleNames(record)
  return id || name
}
