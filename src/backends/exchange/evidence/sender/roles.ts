// Directory roles, also those that come with a group.
import { z } from 'zod'
import { createLimitedError } from '../failures.js'
import type { SenderQuestion } from '../question.js'
import { parseAnswer } from '../values.js'
import type { SenderValue } from './value.js'

const need = { what: 'Directory roles', permission: 'Directory.Read.All' }
const roleSchema = z.object({ displayName: z.string().nullable() })

export async function readRoles({ asking, getUserId }: SenderQuestion): Promise<SenderValue<'roles'>> {
  const roles = await asking.list(toRolesPath(await getUserId()), need)
  return roles.map((role) => {
    const { displayName } = parseAnswer(roleSchema, role, need.what)
    if (displayName === null || displayName === '') throw createLimitedError(need)
    return displayName
  })
}

/** The template id of the role that may do everything, the same in every tenant. */
export const globalAdministratorRole = '62e90394-69f5-4237-9190-012177145e10'

export function toRolesPath(userId: string): string {
  return `/v1.0/users/${encodeURIComponent(userId)}/transitiveMemberOf/microsoft.graph.directoryRole?$count=true&$select=displayName,roleTemplateId`
}
