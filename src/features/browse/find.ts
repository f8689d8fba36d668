// From what somebody typed or pressed to the incident that is meant.

import { toAbsenceText } from '../../domain/absence.js'
import { toAddressKey } from '../../domain/address.js'
import { toEntityKey, toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { listSenderAddresses } from '../../domain/ownership.js'
import { type Pasted, readPasted, toUnderstood } from '../../domain/pasted/index.js'
import { say, tellCommand, type Words } from '../../domain/said.js'
import { toListText } from '../../domain/words.js'
import { RefusedError } from '../../errors.js'
import { findSimilar } from '../entrance/similar.js'
import type { Parts } from '../feature.js'
import { readSight } from '../watch/sight.js'

/** Closed ones that are compared one by one, where what was typed is not exactly how Exchange lists it. */
const mostCompared = 500

/** The live incident of this entity, else its latest closed one. @throws RefusedError with what to do instead. */
export async function getIncidentByText(parts: Parts, text: string): Promise<Incident> {
  const pasted = readPasted(text)
  if (pasted.words === '')
    throw new RefusedError('bad-input', 'Say which sender or connector, for example: show laura@contoso.com')
  const live = await listNameable(parts)
  const found = await findMeant(parts, { text, pasted, live })
  const [first, ...others] = found
  if (first === undefined) throw await toNotFound(parts, pasted, live)
  if (others.length === 0) return first
  throw new RefusedError('bad-input', toSeveralText(pasted, found))
}

async function listNameable(parts: Parts): Promise<readonly Incident[]> {
  const others = parts.features.map(async ({ listNamed }) => (await listNamed?.(parts)) ?? [])
  return [...(await parts.store.listLive({})), ...(await Promise.all(others)).flat()]
}

/** Every incident of the entity that is meant and is over, newest first; of all for an empty text. */
export async function listClosedByText(
  parts: Parts,
  text: string,
  limit: number,
): Promise<{ readonly pasted: Pasted; readonly closed: readonly Incident[] }> {
  const pasted = readPasted(text)
  const { store } = parts
  if (pasted.words === '') return { pasted, closed: await store.listClosed({ limit }) }
  const wish = { text, pasted, live: await store.listLive({}) }
  const keys = new Set([
    ...toKeys(wish),
    ...(await findMeant(parts, wish)).map(({ entity }) => toEntityKey(entity)),
  ])
  const lists = await Promise.all([...keys].map((entityKey) => store.listClosed({ entityKey, limit })))
  const closed = lists.flat()
  if (closed.length === 0) requireUnderstood(pasted)
  return { pasted, closed }
}

interface Wish {
  readonly text: string
  readonly pasted: Pasted
  readonly live: readonly Incident[]
}

/** Exactly as Exchange lists it comes first; what only reaches the same mailbox, or is a part of its name, last. */
async function findMeant(parts: Parts, wish: Wish): Promise<readonly Incident[]> {
  const { pasted, live } = wish
  const keys = toKeys(wish)
  const exact = live.filter(
    ({ id, entity }) => id.toLowerCase() === pasted.words.toLowerCase() || keys.includes(toEntityKey(entity)),
  )
  if (exact.length > 0) return exact
  const closed =
    (await findClosed(parts, keys)) ?? (await parts.store.findIncident(pasted.words.toLowerCase()))
  if (closed !== undefined) return [closed]
  const near = findNear(live, pasted)
  if (near.length > 0) return near
  return toLatest(findNear(await parts.store.listClosed({ limit: mostCompared }), pasted))
}

async function findClosed(parts: Parts, keys: readonly string[]): Promise<Incident | undefined> {
  for (const entityKey of keys) {
    const [latest] = await parts.store.listClosed({ entityKey, limit: 1 })
    if (latest !== undefined) return latest
  }
  return undefined
}

/** The keys a typed text may stand for: as it is, and as it was read. */
function toKeys({ text, pasted }: Pick<Wish, 'text' | 'pasted'>): readonly string[] {
  const { addresses, words } = pasted
  const said = [text.trim(), words, ...(addresses.length === 1 ? addresses : [])].filter((one) => one !== '')
  return [...new Set(said)].flatMap((one) => [
    toEntityKey({ kind: 'sender', address: one }),
    toEntityKey({ kind: 'connector', connectorId: one, name: '' }),
  ])
}

type Way = (incident: Incident, pasted: Pasted) => boolean

const ways: readonly Way[] = [
  ({ entity }, { words }) => entity.kind === 'connector' && toPlain(entity.name) === toPlain(words),
  (incident, { addresses }) => {
    const keys = addresses.map(toAddressKey)
    return listSenderAddresses(incident).some((one) => keys.includes(one))
  },
  (incident, { addresses, words }) =>
    addresses.length === 0 &&
    listSenderAddresses(incident).some((one) => one.slice(0, one.lastIndexOf('@')) === toPlain(words)),
  ({ evidence }, { addresses, words }) =>
    addresses.length === 0 &&
    evidence?.kind === 'sender' &&
    evidence.account.known &&
    toPlain(evidence.account.value.displayName) === toPlain(words),
]

function findNear(incidents: readonly Incident[], pasted: Pasted): readonly Incident[] {
  for (const isMeant of ways) {
    const found = incidents.filter((incident) => isMeant(incident, pasted))
    if (found.length > 0) return found
  }
  return []
}

/** Of each entity the one that ended last: they come newest first. */
function toLatest(closed: readonly Incident[]): readonly Incident[] {
  const byEntity = new Map<string, Incident>()
  for (const incident of closed) {
    const key = `${incident.tenantId} ${toEntityKey(incident.entity)}`
    if (!byEntity.has(key)) byEntity.set(key, incident)
  }
  return [...byEntity.values()]
}

function toPlain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}

function toSeveralText({ words }: Pasted, found: readonly Incident[]): Words {
  const names = [...new Set(found.map(({ entity }) => toEntityName(entity)))]
  const [name = ''] = names
  return names.length === 1
    ? say`${name} is restricted in ${found.length} tenants. Type ${tellCommand(`list ${name}`)} and choose.`
    : `"${words.slice(0, 60)}" fits several: ${toListText(names)}. Say one of them in full.`
}

/** @throws RefusedError when it may mean anybody: of that nothing can be denied. */
function requireUnderstood({ addresses, words }: Pasted): void {
  if (addresses.length > 1)
    throw new RefusedError(
      'bad-input',
      `There are several addresses in it: ${toListText(addresses)}. Say one.`,
    )
  if (addresses.length === 0 && /\s/.test(words))
    throw new RefusedError(
      'not-found',
      `"${words.slice(0, 60)}" is no address, and no name that Reprieve knows. Paste the whole address, such as laura@contoso.com, or the name or id of a connector.`,
    )
}

async function toNotFound(parts: Parts, pasted: Pasted, live: readonly Incident[]): Promise<RefusedError> {
  requireUnderstood(pasted)
  const name = pasted.addresses[0] ?? pasted.words
  const similar = findSimilar(
    name.toLowerCase(),
    live.map(({ entity }) => toEntityName(entity).toLowerCase()),
  )
  const hint =
    similar === undefined
      ? say`Type ${tellCommand('list')} to see what is restricted now.`
      : `Did you mean ${similar}?`
  const text = toAbsenceText({ of: 'entity', name: toUnderstood(name) }, await readSight(parts))
  return new RefusedError('not-found', say`${text} ${hint}`)
}
