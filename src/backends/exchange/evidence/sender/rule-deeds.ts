// What the audit log tells of a rule: that it was made, changed, turned off or removed, and what it did, as Exchange would
// list it. Cmdlets tell it in their parameters, Outlook on a desktop in properties of its own.
import { z } from 'zod'
import type { CmdletRecord } from '../../cmdlets.js'
import type { AuditRecord } from '../audit.js'
import { toTarget } from '../trail.js'

export interface RuleDeed {
  readonly what: 'made' | 'changed' | 'off' | 'removed'
  readonly audit: AuditRecord
  readonly isSweep: boolean
  /** Empty when the log does not say. */
  readonly name: string
  readonly id: string
  /** The mailbox it is in, as the log names it; empty for the own one of who did it. */
  readonly mailbox: string
  /** As Get-InboxRule would list it. */
  readonly rule: CmdletRecord
}

const deeds: Readonly<Record<string, RuleDeed['what']>> = {
  new: 'made',
  add: 'made',
  set: 'changed',
  enable: 'changed',
  modify: 'changed',
  update: 'changed',
  disable: 'off',
  remove: 'removed',
  delete: 'removed',
}

/** Undefined for what is about no rule. */
export function toRuleDeed(audit: AuditRecord): RuleDeed | undefined {
  const { operation, values } = audit
  const isOutlook = /^updateinboxrules$/i.test(operation)
  const kind = /^(\w+)-(inbox|sweep)rule$/i.exec(operation)
  if (!isOutlook && kind === null) return undefined
  const verb = isOutlook
    ? (/^[a-z]+?(?=[A-Z]|$)/i.exec(values.get('ruleoperation') ?? '')?.[0] ?? '')
    : (kind?.[1] ?? '')
  const what = deeds[toVerb(verb)] ?? 'changed'
  const identity = values.get('identity') ?? (isOutlook ? '' : audit.object)
  return {
    what,
    audit,
    isSweep: kind?.[2]?.toLowerCase() === 'sweep',
    name: values.get('name') || values.get('rulename') || toLastPart(identity),
    id: values.get('ruleid') || toLastPart(identity),
    mailbox: toTarget(audit),
    rule: isOutlook ? toOutlookRule(audit) : toCmdletRule(audit),
  }
}

/** `AddMailboxRule` begins with Add. */
function toVerb(verb: string): string {
  return Object.keys(deeds).find((one) => verb.toLowerCase().startsWith(one)) ?? ''
}

function toLastPart(path: string): string {
  return path.split('\\').at(-1) ?? path
}

const listed =
  /^(?:ForwardTo|ForwardAsAttachmentTo|RedirectTo|SendTextMessageNotificationTo|From|SentTo|.*ContainsWords)$/i
/** Parameters of the cmdlet that say nothing about the rule. */
const aside = /^(?:mailbox|identity|force|confirm|alwaysdeleteoutlookrulesblob|sweeprules)$/

function toCmdletRule({ values }: AuditRecord): CmdletRecord {
  return Object.fromEntries(
    [...values]
      .filter(([name]) => !aside.test(name))
      .map(([name, value]) => [name, listed.test(name) ? toList(value) : value]),
  )
}

function toList(value: string): readonly string[] {
  const inside = value.replace(/^\[(.*)\]$/s, '$1')
  return inside
    .split(/[;,]/)
    .map((one) => one.replaceAll(/^[\s"]+|[\s"]+$/g, ''))
    .filter((one) => one !== '')
}

/** Names of actions in Outlook's own words, as far as public records show them. */
const outlookActions: readonly (readonly [RegExp, string])[] = [
  [/^forwardasattachment/i, 'ForwardAsAttachmentTo'],
  [/^forward/i, 'ForwardTo'],
  [/^redirect/i, 'RedirectTo'],
  [/sms|textmessage/i, 'SendTextMessageNotificationTo'],
  [/permanentdelete|harddelete/i, 'PermanentDelete'],
  [/delete/i, 'DeleteMessage'],
  [/^move/i, 'MoveToFolder'],
  [/^copy/i, 'CopyToFolder'],
  [/markasread/i, 'MarkAsRead'],
  [/stopprocessing/i, 'StopProcessingRules'],
]

const actionSchema = z.array(z.record(z.string(), z.unknown()))

function toOutlookRule({ values }: AuditRecord): CmdletRecord {
  const condition = values.get('rulecondition') ?? ''
  const words = [...condition.matchAll(/contains\s+"?([^")]+)"?/gi)].map(([, word = '']) => word.trim())
  return {
    Name: values.get('rulename') ?? '',
    ...(words.length === 0 ? {} : { SubjectOrBodyContainsWords: words }),
    ...Object.fromEntries(readActions(values.get('ruleactions') ?? '').map(toAction)),
  }
}

function readActions(given: string): readonly CmdletRecord[] {
  try {
    const actions = actionSchema.safeParse(JSON.parse(given))
    if (actions.success) return actions.data
  } catch {
    // Not in the form that public records have: then its own words have to do.
  }
  return given === '' ? [] : [{ ActionType: given }]
}

function toAction(action: CmdletRecord): readonly [string, unknown] {
  const type = typeof action.ActionType === 'string' ? action.ActionType : ''
  const name = outlookActions.find(([pattern]) => pattern.test(type))?.[1]
  if (name === undefined) return [type === '' ? 'an action' : type, true]
  const recipients = Array.isArray(action.Recipients) ? action.Recipients.map(String) : []
  if (/To$/.test(name) && recipients.length > 0) return [name, recipients]
  const folder = [action.FolderName, action.Folder, action.FolderId].find((one) => typeof one === 'string')
  return [name, /Folder$/.test(name) ? (folder ?? 'a folder') : /To$/.test(name) ? ['somebody'] : true]
}
