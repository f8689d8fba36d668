// When a rule was made or changed: the rule has no date, the audit log may. Without the log there is no date, which is
// not worth losing the rules for.
import { dayMilliseconds, type Instant } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import { type AuditRecord, searchAudit } from '../audit.js'
import type { SenderQuestion } from '../question.js'

/** The last comes from Outlook on a desktop and says everything in properties of its own. */
const operations = ['New-InboxRule', 'Set-InboxRule', 'UpdateInboxRules']
const searchedDays = 10

interface RuleName {
  readonly name: string
  readonly id: string
}

export type FindRuleChange = (rule: RuleName) => Instant | undefined

export async function createFindRuleChange(
  { asking, now }: SenderQuestion,
  userId: string,
): Promise<FindRuleChange> {
  const records = await findRecords()
  return (rule) => {
    const dates = records.filter((record) => isAbout(record, rule)).map(({ at }) => at)
    return dates.length === 0 ? undefined : Math.max(...dates)
  }

  async function findRecords(): Promise<readonly AuditRecord[]> {
    try {
      return await searchAudit(asking, {
        from: now - searchedDays * dayMilliseconds,
        to: now,
        operations,
        userId,
      })
    } catch (error) {
      if (error instanceof BackendError) return []
      throw error
    }
  }
}

function isAbout({ object, values }: AuditRecord, { name, id }: RuleName): boolean {
  const given = [
    values.get('name'),
    values.get('identity'),
    values.get('rulename'),
    values.get('ruleid'),
    object,
  ]
  const wanted = [name, id, toLastPart(id)].filter((one) => one !== '').map((one) => one.toLowerCase())
  return given.some(
    (one) =>
      one !== undefined &&
      (wanted.includes(one.toLowerCase()) || wanted.includes(toLastPart(one).toLowerCase())),
  )
}

/** `contoso.com\laura\123456` */
function toLastPart(path: string): string {
  return path.split('\\').at(-1) ?? path
}
