import type { Actor } from '../../domain/actor.js'
import { toAboutText, toMuteEnd } from '../../domain/mute.js'
import type { Mute } from '../../domain/muted.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Answer } from '../../ports.js'
import { isAllowed } from '../entrance/gate.js'
import type { Parts, Typed } from '../feature.js'
import { listMutes } from './record.js'
import type { MuteRow } from './views.js'

interface SeenMute {
  readonly mute: Mute
  readonly tenant: Tenant
  /** Whether this reader may end it. */
  readonly canEnd: boolean
}

/** What is muted now, of every tenant that the reader may know of. */
export async function listSeenMutes(parts: Parts, actor: Actor): Promise<readonly SeenMute[]> {
  const lists = await Promise.all(
    [...parts.tenants.values()].map(async (tenant) => {
      const canEnd = isAllowed(parts, { actor, permission: 'unmute', tenantId: tenant.id })
      return (await listMutes(parts, tenant.id)).map((mute) => ({ mute, tenant, canEnd }))
    }),
  )
  return lists.flat()
}

export async function showMutes(parts: Parts, { actor }: Typed): Promise<Answer> {
  const seen = await listSeenMutes(parts, actor)
  return {
    name: 'mutes',
    view: {
      rows: seen.map(({ mute, tenant, canEnd }) => ({
        muteId: mute.id,
        ...toTitle(toAboutText(mute.about)),
        text: `${mute.by.name} until ${toMuteEnd(mute)} · ${tenant.name}`,
        reason: mute.reason,
        canEnd,
      })),
      emptyText: 'Nothing is muted. Mute… is on the card of what is known.',
    },
  }
}

function toTitle(text: string): Pick<MuteRow, 'title' | 'domainPart'> {
  const at = text.lastIndexOf('@')
  if (at > 0) return { title: text.slice(0, at), domainPart: text.slice(at) }
  return { title: text.startsWith('every ') ? `E${text.slice(1)}` : text, domainPart: '' }
}
