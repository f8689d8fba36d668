// One alert as Graph tells it. Which evidence Microsoft attaches to these alerts is not documented: whatever names an account
// or a mailbox in it counts.
import { z } from 'zod'
import type { AlertSubject, DefenderAlert } from '../../../domain/defender-alert.js'
import type { GraphRecord } from '../graph.js'

const text = z.string().nullish().catch(undefined)
const alertSchema = z.object({
  id: z.string().min(1),
  title: text,
  description: text,
  status: text,
  assignedTo: text,
  lastUpdateDateTime: text,
  resolvedDateTime: text,
  comments: z.array(z.object({ comment: text })).catch([]),
  evidence: z.array(z.record(z.string(), z.unknown())).catch([]),
})
type Read = z.infer<typeof alertSchema>

/** Undefined for what is no alert that could be read. */
export function parseAlert(record: GraphRecord): Read | undefined {
  return alertSchema.safeParse(record).data
}

// Titles differ in case, and one that is part of a larger attack has more behind it. The alert of the restriction itself
// comes first.
const titles: Readonly<Record<'sender' | 'connector', readonly string[]>> = {
  sender: [
    'user restricted from sending email',
    'email sending limit exceeded',
    'suspicious email sending patterns detected',
  ],
  connector: ['suspicious connector activity'],
}

/** How near its title is to the alert of the restriction; undefined for an alert of another kind. */
export function findRank(about: AlertSubject, { title }: Read): number | undefined {
  const name = title?.toLowerCase() ?? ''
  const rank = titles[about.entity.kind].findIndex((one) => name.startsWith(one))
  return rank < 0 ? undefined : rank
}

/** Whether it names this sender or connector. */
export function isAbout({ entity, addresses }: AlertSubject, { evidence, description }: Read): boolean {
  if (entity.kind === 'sender')
    return listNamed(evidence).some((named) => named.some((one) => addresses.includes(one)))
  const all = `${description ?? ''} ${JSON.stringify(evidence)}`.toLowerCase()
  return [entity.connectorId, entity.name].some((one) => one !== '' && all.includes(one.toLowerCase()))
}

export function toAlert({ entity, addresses }: AlertSubject, read: Read): DefenderAlert {
  const { id, title, status, assignedTo, comments, evidence } = read
  const isOther = (named: readonly string[]) => !named.some((one) => addresses.includes(one))
  return {
    id,
    title: title ?? '',
    isResolved: status === 'resolved',
    changedAt: toInstant(read),
    assignedTo: assignedTo ?? undefined,
    comments: comments.flatMap(({ comment }) => comment ?? []),
    isShared: entity.kind === 'sender' && listNamed(evidence).some(isOther),
  }
}

function toInstant({ resolvedDateTime, lastUpdateDateTime }: Read): number {
  const at = Date.parse(resolvedDateTime ?? lastUpdateDateTime ?? '')
  return Number.isNaN(at) ? 0 : at
}

const namedSchema = z.object({
  userPrincipalName: text,
  upn: text,
  primaryAddress: text,
  emailAddress: text,
  userAccount: z.object({ userPrincipalName: text }).nullish().catch(undefined),
})

/** The names of each account or mailbox in it, lower-cased. */
function listNamed(evidence: Read['evidence']): readonly (readonly string[])[] {
  return evidence.flatMap((one) => {
    const { userAccount, ...names } = namedSchema.parse(one)
    const all = [...Object.values(names), userAccount?.userPrincipalName].flatMap((name) =>
      typeof name === 'string' && name.includes('@') ? [name.toLowerCase()] : [],
    )
    return all.length === 0 ? [] : [all]
  })
}
