// Whoever asked for a read is shown what it found where they asked.
import type { Tenant } from '../../domain/tenant.js'
import { followAnswer, showAnswer } from '../entrance/follow-answer.js'
import type { Parts } from '../feature.js'
import { readTenantRecord } from './judge.js'

/** Of several tenants. */
export const allCommand = 'policies'

export function toTenantCommand({ id }: Pick<Tenant, 'id'>): string {
  return `policies tenant ${id}`
}

/** From now on until the reads of all of them have ended. */
export function followReads(parts: Parts, tenants: readonly Tenant[], command: string): void {
  followAnswer(parts, command, () => areRead(parts, tenants))
}

/** A read has ended: the answers about this tenant, and those about several once the last of them is read. */
export async function showRead(parts: Parts, tenant: Tenant): Promise<void> {
  showAnswer(parts, toTenantCommand(tenant))
  try {
    if (await areRead(parts, [...parts.tenants.values()])) showAnswer(parts, allCommand)
  } catch (error) {
    parts.log.debug({ err: error }, 'policies.answer-not-shown')
  }
}

async function areRead(parts: Parts, tenants: readonly Tenant[]): Promise<boolean> {
  for (const tenant of tenants) if ((await readTenantRecord(parts, tenant)).isBeingRead) return false
  return true
}
