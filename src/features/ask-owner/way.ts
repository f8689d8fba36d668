// Through which chat the owner can be asked. One that people sign in to otherwise than to the mailbox comes first: whoever is
// in the mailbox need not be in that one.
import { type PlatformName, toActorKey } from '../../domain/actor.js'
import type { Incident } from '../../domain/incident.js'
import { findMailboxOwner } from '../../domain/ownership.js'
import { PlatformError } from '../../errors.js'
import type { MailboxOwner, Platform } from '../../ports.js'
import type { Parts } from '../feature.js'

export interface Way {
  readonly platform: PlatformName
  readonly personId: string
  /** Whoever is in the mailbox is signed in there with the same account. */
  readonly isSameAccount: boolean
}

/** Undefined where no chat leads to them: then they are asked by phone. */
export async function findWay(parts: Parts, incident: Incident): Promise<Way | undefined> {
  const owner = findMailboxOwner(incident, parts.access.directories?.get(incident.tenantId))
  if (owner === undefined) return undefined
  const refused = incident.ownerWord?.question?.platform
  for (const platform of listPlatforms(parts).filter(({ name }) => name !== refused)) {
    const isSameAccount = parts.access.entraPlatforms?.has(platform.name) === true
    // Nobody can sign in there at the moment, the owner neither.
    if (isSameAccount && isSignInBlocked(incident)) continue
    const personId = findBound(parts, platform, owner) ?? (await lookUp(parts, platform, owner))
    if (personId !== undefined) return { platform: platform.name, personId, isSameAccount }
  }
  return undefined
}

function listPlatforms({ platforms, access }: Parts): readonly Platform[] {
  const isSame = ({ name }: Platform) => Number(access.entraPlatforms?.has(name) === true)
  return [...platforms.values()].toSorted((one, other) => isSame(one) - isSame(other))
}

/** Whom an administrator wrote down with the account of the mailbox. */
function findBound({ access }: Parts, { name }: Platform, { entraId }: MailboxOwner): string | undefined {
  if (entraId === undefined) return undefined
  const prefix = toActorKey({ platform: name, id: '' })
  const bound = [...(access.accounts ?? [])].find(
    ([key, { objectId, directoryId }]) =>
      key.startsWith(prefix) &&
      objectId.toLowerCase() === entraId.objectId &&
      (directoryId === undefined || directoryId.toLowerCase() === entraId.directoryId?.toLowerCase()),
  )
  return bound?.[0].slice(prefix.length)
}

/** That it cannot be found out is as if there were nobody: another way may do. */
async function lookUp({ log }: Parts, platform: Platform, owner: MailboxOwner): Promise<string | undefined> {
  try {
    return await platform.findPerson(owner)
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    log.info({ platform: platform.name, code: error.code }, 'owner.not-looked-up')
    return undefined
  }
}

function isSignInBlocked({ evidence }: Incident): boolean {
  return evidence?.kind === 'sender' && evidence.account.known && !evidence.account.value.signInAllowed
}
