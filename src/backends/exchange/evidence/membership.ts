// Which of some groups, as Exchange names them, an account is in. Graph does not know Exchange's dynamic groups: of a
// group that it does not know, membership cannot be told.
import { z } from 'zod'
import { BackendError } from '../../../errors.js'
import type { Asking } from './asking.js'
import { createLimitedError } from './failures.js'
import type { SenderQuestion } from './question.js'
import { listSmtpAddresses } from './user.js'
import { parseAnswer, text, texts } from './values.js'

const need = { what: 'Group memberships', permission: 'GroupMember.Read.All' }
const groupSchema = z.object({ id: text, displayName: text, mail: text, proxyAddresses: texts })
type Group = z.infer<typeof groupSchema>

export interface Membership {
  /** Undefined when it cannot be told. */
  isMember(group: string): boolean | undefined
  /** Why something cannot be told, in a sentence; undefined when it is not that Graph could not be asked. */
  readonly why: string | undefined
}

export async function readMembership(
  question: SenderQuestion,
  groups: readonly string[],
): Promise<Membership> {
  if (groups.length === 0) return { isMember: () => false, why: undefined }
  try {
    const id = encodeURIComponent(await question.getUserId())
    const path = `/v1.0/users/${id}/transitiveMemberOf/microsoft.graph.group`
    const memberOf = await listGroups(
      question.asking,
      `${path}?$count=true&$select=id,displayName,mail,proxyAddresses`,
    )
    const answers = new Map(
      await Promise.all(
        groups.map(
          async (name) =>
            [
              name,
              memberOf.some((group) => isNamed(group, name)) || (await isOther(question, name)),
            ] as const,
        ),
      ),
    )
    return { isMember: (group) => answers.get(group), why: undefined }
  } catch (error) {
    if (error instanceof BackendError) return { isMember: () => undefined, why: error.message }
    throw error
  }
}

/** False: a group that the account is not in. Undefined: Graph knows no such group. */
async function isOther({ asking }: SenderQuestion, name: string): Promise<false | undefined> {
  const quoted = name.replaceAll("'", "''")
  const filter = encodeURIComponent(`mail eq '${quoted}' or displayName eq '${quoted}'`)
  const groups = await listGroups(
    asking,
    `/v1.0/groups?$filter=${filter}&$select=id,displayName,mail,proxyAddresses`,
  )
  return groups.some((group) => isNamed(group, name)) ? false : undefined
}

async function listGroups(asking: Asking, path: string): Promise<readonly Group[]> {
  const records = await asking.list(path, need)
  return records.map((record) => {
    if (record.displayName === null) throw createLimitedError(need)
    return parseAnswer(groupSchema, record, need.what)
  })
}

function isNamed(group: Group, name: string): boolean {
  const names = [group.mail, group.displayName, group.id, ...listSmtpAddresses(group.proxyAddresses)]
  return names.some((one) => one.toLowerCase() === name.toLowerCase())
}
