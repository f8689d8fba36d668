// The last Global Administrator who can sign in is never locked out: nobody could undo that from inside. Source:
// learn.microsoft.com, "List members of a directory role", "Microsoft Entra built-in roles".
import { z } from 'zod'
import { BackendError } from '../../../errors.js'
import { globalAdministratorRole, toRolesPath } from '../evidence/sender/roles.js'
import type { Graph } from '../graph.js'
import { readText } from '../properties.js'
import { createRejection } from './step.js'

const memberSchema = z.object({ id: z.string().min(1), accountEnabled: z.boolean().nullish() })

/**
 * Those who hold the role through a group, or only when they ask for it, are not counted: then it is refused rather once too
 * often. @throws BackendError when nobody else would be left, or that cannot be told.
 */
export async function refuseLastAdmin(graph: Graph, userId: string, signal: AbortSignal): Promise<void> {
  if ((await isAdmin(graph, userId, signal)) === false) return
  const members = await listAdmins(graph, signal)
  if (members.some(({ id, accountEnabled }) => id !== userId && accountEnabled === true)) return
  throw createRejection(
    'This is the last Global Administrator who can sign in, and with it blocked nobody could undo anything in Entra. Let another administrator sign in first, or reset the password and revoke sessions instead.',
  )
}

/** Undefined when it cannot be told. */
async function isAdmin(graph: Graph, userId: string, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    const roles = await graph.list(toRolesPath(userId), signal)
    return roles.some((role) => {
      const template = readText(role, 'roleTemplateId').toLowerCase()
      return template === ''
        ? readText(role, 'displayName') === 'Global Administrator'
        : template === globalAdministratorRole
    })
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}

async function listAdmins(
  graph: Graph,
  signal: AbortSignal,
): Promise<readonly z.infer<typeof memberSchema>[]> {
  const path = `/v1.0/directoryRoles/roleTemplateId=${globalAdministratorRole}/members/microsoft.graph.user?$select=id,accountEnabled`
  try {
    return (await graph.list(path, signal)).map((member) => memberSchema.parse(member))
  } catch (error) {
    const isKnown = error instanceof BackendError || error instanceof z.ZodError
    if (!isKnown) throw error
    const isForbidden = error instanceof BackendError && error.code === 'forbidden'
    throw new BackendError(
      `It cannot be told whether this is the last Global Administrator, so sign-in was left as it is: ${isForbidden ? 'the app lacks the permission Directory.Read.All' : error instanceof BackendError ? error.message : 'Entra gave the members of the role in an unknown form'}.`,
      { code: error instanceof BackendError ? error.code : 'malformed', outcome: 'unchanged', cause: error },
    )
  }
}
