// What a right is, who holds it and since when, in the forms in which Exchange and the audit log tell it.
import type { AuditRecord } from '../audit.js'
import { readValue } from './traces/trace.js'
import type { SenderValue } from './value.js'

type Delegate = SenderValue<'delegates'>[number]

/** PowerShell may give several as one text. */
export function toRights(rights: readonly string[]): readonly string[] {
  return rights.flatMap((right) => right.split(',').map((one) => one.trim()))
}

export function toSince({ at, who, from }: AuditRecord): Pick<Delegate, 'since' | 'by' | 'from'> {
  return { since: at, by: who, ...(from === '' ? {} : { from }) }
}

interface Given {
  readonly who: string
  readonly right: string
}

/** Of a cmdlet's parameters, or of a folder that Outlook shared. */
export function toGiven(record: AuditRecord): Given {
  const { who, right, path } = toFolderGiven(record)
  if (who !== '') return { who, right: `${right || 'rights'} on ${path || 'a folder'}` }
  const identity = readValue(record, 'identity')
  const folder = /Folder/i.test(record.operation) ? (identity.split(/:(?=[\\/])/)[1] ?? '') : ''
  const rights = readValue(record, 'accessrights') || (/Recipient/i.test(record.operation) ? 'SendAs' : '')
  return {
    who: readValue(record, 'user', 'trustee'),
    right: folder === '' ? rights : `${rights} on ${folder}`,
  }
}

export function toFolderGiven({ data }: AuditRecord): Given & { readonly path: string } {
  const folder = toObject(toObject(data.Item).ParentFolder)
  return {
    who: toText(folder.MemberUpn) || toText(folder.MemberSid),
    right: toText(folder.MemberRights),
    path: toText(folder.Path),
  }
}

function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
