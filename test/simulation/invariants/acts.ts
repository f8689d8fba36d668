// Nothing is done in Exchange twice, and nothing that nobody who may said Yes to.
import { toOrganisationId } from '../../../src/domain/apart.js'
import { toEntityKey } from '../../../src/domain/entity.js'
import type { Incident } from '../../../src/domain/incident.js'
import type { Store } from '../../../src/ports.js'
import { findView } from '../world/cards.js'
import type { ChangingCall } from '../world/exchange.js'
import type { Page } from '../world/pages.js'
import { guardedDomain, isBarred, owner, type Person } from '../world/people.js'
import type { Onlookers, Pressed, World } from '../world/world.js'
import { type Book, type Glance, minutes, quietSince, toWords } from './watch.js'

interface Yes {
  /** Of the incident, when Yes was pressed. */
  readonly revision: number
  readonly person: Person
  readonly entityKey: string
  readonly tenantId: string
  /** When it was pressed. */
  readonly at: number
}

export interface ActsWatch extends Pick<Onlookers, 'onBreak' | 'onBroken'> {
  /** Once a minute. */
  look(glance: Glance): void
  onPress(pressed: Pressed): void
  onAnswer(pressed: Pressed, answer: Page | undefined): void
  onChange(call: ChangingCall): void
  check(): Promise<void>
  counts(): { readonly unblocks: number; readonly yes: number; readonly steps: number }
}

/** Between the accepted Yes and the first word to Exchange about it, on a machine that works. */
const startMilliseconds = 2_000

export function watchActs(world: World, book: Book): ActsWatch {
  const { time, machine } = world
  /** Every confirmation that was ever pressed Yes on, by whom. */
  const yes = new Map<string, Yes>()
  const steps = new Map<string, Yes>()
  const accepted = new Map<string, number>()
  /** By incident. */
  const confirmed = new Map<string, Set<string>>()
  const calls = new Map<string, number>()
  const looked = new Map<string, number>()
  /** When Exchange was asked whether it is still listed. */
  const soughtAt = new Map<string, number>()
  const lastUnblock = new Map<string, number>()
  /** Incidents of which somebody was told that what was changed stays. */
  const kept = new Map<string, number>()
  let unblocks = 0
  let contained = 0

  function count(kind: string, tenantId: string, entityKey: string, given: ReadonlyMap<string, Yes>): void {
    const key = `${kind} ${tenantId} ${entityKey}`
    const made = (calls.get(key) ?? 0) + 1
    calls.set(key, made)
    const all = [...given.values()].filter((one) => one.tenantId === tenantId && one.entityKey === entityKey)
    const mailbox = { tenantId, address: toAddress(entityKey) }
    const rightful = all.filter(({ person }) => !isBarred(person, mailbox))
    if (made > all.length) book.report(`more-${kind}s-than-yes`, moreWords(kind, entityKey, made, all.length))
    else if (made > rightful.length)
      book.report(
        `${kind}-by-somebody-who-may-not`,
        `Exchange was asked to ${kind} ${entityKey} for the ${made}th time, and only ${rightful.length} of those who pressed Yes may: ${all.map(({ person }) => person.actor.name).join(', ')}`,
      )
  }

  function noteConfirmed({
    incidentId,
    confirmationId,
  }: Pick<Pressed, 'incidentId' | 'confirmationId'>): void {
    confirmed.set(incidentId, (confirmed.get(incidentId) ?? new Set()).add(confirmationId))
  }

  async function noteYes(pressed: Pressed): Promise<void> {
    const { person, confirmationId, incidentId } = pressed
    const incident = await machine.running()?.store.findIncident(incidentId)
    if (incident === undefined) return
    const { revision } = incident
    const { at } = pressed
    const one = {
      revision,
      person,
      entityKey: toEntityKey(incident.entity),
      tenantId: toOrganisationId(incident.tenantId),
      at,
    }
    if (pressed.action === 'unblock') yes.set(confirmationId, one)
    else if (pressed.action === 'contain-now') steps.set(confirmationId, one)
    // One Yes to several: each tick is leave for one call.
    else for (let tick = 0; tick < pressed.ticked; tick += 1) steps.set(`${confirmationId} ${tick}`, one)
  }

  /** Where the settings ask for two people, one alone has never unblocked anything. */
  function expectTwo(tenantId: string, entityKey: string): void {
    const key = `${tenantId} ${entityKey}`
    const since = lastUnblock.get(key) ?? 0
    lastUnblock.set(key, time.passed())
    if (!entityKey.endsWith(`@${guardedDomain}`)) return
    const given = [...yes.values()].filter((one) => one.tenantId === tenantId && one.entityKey === entityKey)
    const people = new Set(given.filter(({ at }) => at >= since).map(({ person }) => person.actor.name))
    if (people.size < 2 && !people.has(owner.actor.name))
      book.report(
        'unblocked-by-one-person',
        `Exchange was asked to unblock ${entityKey}, which takes two people, and only ${[...people].join(', ')} had said Yes`,
      )
  }

  /** What became of an unblock is asked for after a minute, and after five. */
  function expectLook(incident: Incident): void {
    const { state, tenantId, entity } = incident
    const isServed = machine.settings().tenants.some(({ id }) => id === tenantId)
    if (state.status !== 'watching' || !isServed) return
    const age = time.now() - state.unblockedAt
    const key = `${tenantId} ${toEntityKey(entity)}`
    // By its own clock, which may have been set back since, it was unblocked later than it was asked to be.
    const since = Math.min(time.passed() - age, lastUnblock.get(key) ?? Number.POSITIVE_INFINITY)
    if (Math.min(age, time.passed() - quietSince(world)) < minutes(8) || machine.disturbedAt() > since) return
    if ((soughtAt.get(key) ?? -1) < since)
      book.report(
        'not-looked-after',
        `${toWords(incident)} was unblocked ${Math.round(age / 60_000)} min ago, and nobody has asked since whether it is listed`,
      )
  }

  /** Whatever kills the process now, the next one knows that Exchange has been asked. */
  async function expectSaved({ kind, tenantId, entity, step }: ChangingCall): Promise<void> {
    const entityKey = toEntityKey(entity)
    const live = await machine.running()?.store.listLive({ tenantId, entityKey })
    const [incident] = live ?? []
    // What is given back after the end may belong to none of them.
    if (incident === undefined || (kind === 'contain' && step.startsWith('undo'))) return
    const { state, containments = [] } = incident
    const isSaved =
      kind === 'unblock'
        ? state.status === 'unblocking' && state.unblock.attemptedAt !== undefined
        : containments.some(({ attemptedAt, ended }) => attemptedAt !== undefined && ended === undefined)
    if (!isSaved)
      book.report(
        `${kind}-not-saved-before`,
        `Exchange was asked to ${kind} ${toWords(incident)}, and after a crash nobody would know`,
      )
  }

  /** A Yes that was accepted is begun at once: nobody's polls and nobody's evidence come before it. */
  function expectStart(pressed: Pick<Pressed, 'person' | 'confirmationId' | 'at'>): void {
    const incident = yes.get(pressed.confirmationId)
    if (incident === undefined) return
    const key = `${incident.tenantId} ${incident.entityKey}`
    time.after(startMilliseconds, () => {
      if (machine.worksSince() > pressed.at || (looked.get(key) ?? -1) >= pressed.at) return
      book.report(
        'yes-waits',
        `${pressed.person.actor.name} was told that ${key} is being unblocked, and ${startMilliseconds / 1_000} s later Exchange had not been asked anything about it`,
      )
    })
  }

  /** Nothing is unblocked over what was not on the screen. */
  function expectSeen({ person, on, confirmationId }: Pressed): void {
    const pressed = yes.get(confirmationId)
    const view = findView(on?.card, 'confirm')
    if (pressed === undefined || view === undefined) return
    const shown = Number(view.revision)
    if (shown !== pressed.revision)
      book.report(
        'yes-on-other-findings',
        `${person.actor.name} said Yes to ${pressed.entityKey} as it was at revision ${shown}, and it counted although it was at ${pressed.revision} by then`,
      )
  }

  return {
    onBreak({ id, incident, at }) {
      const { revision, tenantId, entity } = incident
      yes.set(id, { revision, person: owner, entityKey: toEntityKey(entity), tenantId, at })
      noteConfirmed({ incidentId: incident.id, confirmationId: id })
    },
    onBroken({ id, incident, at }, isDone) {
      if (!isDone) {
        yes.delete(id)
        confirmed.get(incident.id)?.delete(id)
        return
      }
      accepted.set(incident.id, (accepted.get(incident.id) ?? 0) + 1)
      expectStart({ person: owner, confirmationId: id, at })
    },
    onPress(pressed) {
      if (pressed.action === 'unblock') noteConfirmed(pressed)
      if (pressed.confirmationId !== '' && ['unblock', 'contain-now', 'contain-set'].includes(pressed.action))
        void noteYes(pressed)
    },
    onAnswer(pressed, answer) {
      if (pressed.action === 'keep-now' && isKept(answer)) kept.set(pressed.incidentId, time.passed())
      const view = findView(answer?.card, 'accepted')
      // The first of two signatures asks nobody for anything.
      if (pressed.action !== 'unblock' || view === undefined || view.waitsFor !== '') return
      accepted.set(pressed.incidentId, (accepted.get(pressed.incidentId) ?? 0) + 1)
      expectStart(pressed)
      expectSeen(pressed)
    },
    onChange(call) {
      const { kind, tenantId, entity } = call
      const entityKey = toEntityKey(entity)
      looked.set(`${tenantId} ${entityKey}`, time.passed())
      if (kind === 'look') return void soughtAt.set(`${tenantId} ${entityKey}`, time.passed())
      void expectSaved(call)
      if (kind === 'unblock') {
        unblocks += 1
        count('unblock', tenantId, entityKey, yes)
        expectTwo(tenantId, entityKey)
      } else {
        contained += 1
        count('contain', tenantId, entityKey, steps)
      }
    },
    look({ live }) {
      for (const incident of live) expectLook(incident)
    },
    async check() {
      const { store } = machine.running() ?? {}
      if (store === undefined) return
      await journalIsWhole(world, book, store)
      await keptIsKnown(book, store, [...kept.keys()])
      for (const [incidentId, told] of accepted) {
        const entries = await store.readJournal({ incidentId, limit: 10_000 })
        const kept = entries.filter(({ event }) => event.type === 'unblock.requested').length
        if (kept < told)
          book.report(
            'accepted-yes-lost',
            `People were told ${told} times that ${incidentId} is being unblocked; the journal knows of ${kept}`,
          )
        const given = confirmed.get(incidentId)?.size ?? 0
        if (kept > given)
          book.report(
            'one-yes-counted-twice',
            `${given} confirmations of ${incidentId} were ever pressed Yes on; the journal knows of ${kept} that count`,
          )
      }
    },
    counts: () => ({ unblocks, yes: yes.size, steps: contained }),
  }
}

function isKept(answer: Page | undefined): boolean {
  return findView(answer?.card, 'notice')?.title === 'It stays like this'
}

/** That what was changed stays as it is was decided by somebody, and is known for good. */
async function keptIsKnown(book: Book, store: Store, incidentIds: readonly string[]): Promise<void> {
  for (const incidentId of incidentIds) {
    const entries = await store.readJournal({ incidentId, limit: 10_000 })
    const incident = await store.findIncident(incidentId)
    if (incident?.kept === undefined || !entries.some(({ event }) => event.type === 'containment.kept'))
      book.report(
        'kept-lost',
        `Somebody was told that what was changed by ${incidentId} stays, and nobody knows of it`,
      )
  }
}

/** Every entry follows from the one before: nothing was taken out, put in or changed, whatever the process died of. */
async function journalIsWhole({ program }: World, book: Book, store: Store): Promise<void> {
  let head = program.chainStart
  for (const entry of await store.readJournal({ limit: 1_000_000 })) {
    const follows = entry.seq === head.seq + 1 && entry.previousHash === head.hash
    if (!follows || entry.hash !== program.toHash(entry))
      return book.report(
        'journal-broken',
        `The journal's entry ${entry.seq} does not follow from ${head.seq}`,
      )
    head = { seq: entry.seq, hash: entry.hash }
  }
}

function toAddress(entityKey: string): string | undefined {
  return entityKey.startsWith('sender:') ? entityKey.slice('sender:'.length) : undefined
}

function moreWords(kind: string, entityKey: string, made: number, yes: number): string {
  return `Exchange was asked to ${kind} ${entityKey} for the ${made}th time, and only ${yes} confirmations were ever pressed Yes on`
}
