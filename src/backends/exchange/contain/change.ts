// One change in Graph. When Graph forbids it, the words say what the app lacks, and no more than it lacks: Graph's own are
// the same for a missing permission, a missing role and an admin's account. Source: learn.microsoft.com, "Working with
// users", "Who can perform sensitive actions": to act on an account with an admin role, the app itself needs a higher
// directory role.
import { toListText } from '../../../domain/words.js'
import { BackendError } from '../../../errors.js'
import { toRolesPath } from '../evidence/sender/roles.js'
import type { Graph, GraphRecord } from '../graph.js'
import { type GraphFeature, listMissing, mayChangePasswords } from '../permissions.js'
import { readText } from '../properties.js'

const elsewhere = 'Somebody who may do so can do it in Entra'
const passwordRole = 'the Entra role User Administrator'

interface Change {
  readonly graph: Graph
  readonly feature: GraphFeature
  /** Whose account is changed. */
  readonly userId: string
  readonly send: Parameters<Graph['send']>[0]
  readonly signal: AbortSignal
}

export async function sendChange(change: Change): Promise<GraphRecord> {
  const { graph, send, signal } = change
  try {
    return await graph.send(send, signal)
  } catch (error) {
    if (!(error instanceof BackendError) || error.code !== 'forbidden') throw error
    throw new BackendError(`Microsoft Graph refused: ${await explain(change)}.`, {
      code: 'forbidden',
      outcome: error.outcome,
      cause: error,
    })
  }
}

async function explain({ graph, feature, userId, signal }: Change): Promise<string> {
  const [permissions, appRoles, accountRoles] = await Promise.all([
    orUnknown(graph.listPermissions(signal)),
    orUnknown(graph.listDirectoryRoles(signal)),
    orUnknown(listRoles(graph, userId, signal)),
  ])
  const missing = permissions === undefined ? [] : listMissing(feature, permissions)
  const lacksRole = feature === 'requirePasswordChange' && !mayChangePasswords(appRoles ?? [])
  if (missing.length > 0)
    return `the app lacks the permission ${missing.join(' and ')}${lacksRole ? ` and ${passwordRole}` : ''}`
  const why = accountRoles?.length ? toAdminText(accountRoles) : toOtherText(lacksRole, accountRoles)
  return permissions === undefined ? `the app lacks a permission, or ${why}` : why
}

function toAdminText(roles: readonly string[]): string {
  return `the account holds an admin role (${toListText(roles)}), and then the app itself needs a higher directory role, such as Privileged Authentication Administrator. Better leave it without. ${elsewhere}`
}

function toOtherText(lacksRole: boolean, accountRoles: readonly string[] | undefined): string {
  if (lacksRole) return `the app lacks ${passwordRole}, which this needs beside the permission. ${elsewhere}`
  return accountRoles === undefined
    ? `the account may hold an admin role, and then the app itself needs a higher directory role. ${elsewhere}`
    : `it does not say why. ${elsewhere}`
}

async function listRoles(graph: Graph, userId: string, signal: AbortSignal): Promise<readonly string[]> {
  const roles = await graph.list(toRolesPath(userId), signal)
  return roles.map((role) => readText(role, 'displayName') || 'a role without a name')
}

/** It is only for the words of an error. */
async function orUnknown<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}
