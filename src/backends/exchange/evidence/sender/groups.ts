// Which of the groups that the settings protect the account is in, also through other groups. Source:
// learn.microsoft.com/graph/api/user-list-transitivememberof, v1.0.
import { z } from 'zod'
import type { SenderQuestion } from '../question.js'
import { parseAnswer } from '../values.js'

const need = { what: 'Group memberships', permission: 'GroupMember.Read.All' }
const groupSchema = z.object({ id: z.string().min(1) })

/** Object ids, in lower case; of no other group than those that are asked about. */
export async function readGroups({
  asking,
  getUserId,
  protectedGroups,
}: SenderQuestion): Promise<readonly string[]> {
  const path = `/v1.0/users/${encodeURIComponent(await getUserId())}/transitiveMemberOf/microsoft.graph.group`
  const records = await asking.list(`${path}?$count=true&$select=id`, need)
  const ids = new Set(records.map((one) => parseAnswer(groupSchema, one, need.what).id.toLowerCase()))
  return protectedGroups.filter((group) => ids.has(group.toLowerCase()))
}
