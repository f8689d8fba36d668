// What a feature is: the record that each folder exports, and what everything in it is handed.

import type { z } from 'zod'
import { late, withDeadline, within } from '../concurrency/within.js'
import type { Actor, PlatformName } from '../domain/actor.js'
import { toOrganisationId } from '../domain/apart.js'
import type { Approval } from '../domain/approval.js'
import type { CellWrite } from '../domain/cell.js'
import type { Check } from '../domain/check.js'
import { isDrillTenantId, isPaging } from '../domain/drill.js'
import type { EventRow, EventTable } from '../domain/event-words.js'
import type { Access } from '../domain/grants.js'
import type { Incident, MessageRef } from '../domain/incident.js'
import type { Instant } from '../domain/instant.js'
import type { Ladder } from '../domain/ladder.js'
import type { Press } from '../domain/press.js'
import type { Read } from '../domain/reads.js'
import type { Refusal } from '../domain/refusals.js'
import type { AlertRoute } from '../domain/route.js'
import type { Words } from '../domain/said.js'
import type { SettingsStanding } from '../domain/settings-standing.js'
import type { Task } from '../domain/task.js'
import type { Tenant } from '../domain/tenant.js'
import type { PlaceWords, VerdictKind } from '../domain/verdict/index.js'
import { BackendError, PlatformError, RefusedError } from '../errors.js'
import type { Change } from '../outbox/change.js'
import type { ClockStep, OutboxParts, Standing, Trouble } from '../outbox/parts.js'
import type { TaskRow, TaskTable } from '../outbox/task-row.js'
import type {
  Answer,
  Bound,
  CardTraits,
  CreateId,
  Heartbeat,
  Pager,
  PagerNews,
  Platform,
  PressTraits,
  RestrictionBackend,
} from '../ports.js'
import type { ForYouRow, HomeView } from './browse/views.js'
import type { Card } from './cards.js'
import type { Counter } from './entrance/counter.js'
import type { PermissionName } from './permissions.js'
import type { Replicas } from './replicas/beat.js'
import type { Delays } from './status/delays.js'
import type { CardButton, MentionRow, TextRow } from './words/views.js'
import type { StatusWords } from './words/words.js'

export interface Parts extends OutboxParts {
  readonly createId: CreateId
  readonly access: Access
  /** When one signature is not enough, and what is protected. */
  readonly approval: Approval
  /** Who listens for signs of life; nobody when undefined. */
  readonly heartbeat?: Heartbeat
  /** Every live incident, as whoever answers a press or a command found it; none where nobody asks for anything. */
  readonly live: readonly Incident[]
  /** The only tenants that whoever is answered may know of; undefined: all there are. */
  readonly scope?: ReadonlySet<string>
  /** How those in use stand to what is written; undefined where they come from no file. */
  readonly readSettings: () => SettingsStanding | undefined
  /** What is allowed in the settings but probably not meant. */
  readonly warnings: readonly string[]
  readonly nodeVersion?: string
  /** Those that whoever is answered may know of. */
  readonly tenants: ReadonlyMap<string, Tenant>
  /** Also those that they may not; for what they have before them already. */
  readonly allTenants: ReadonlyMap<string, Tenant>
  readonly backends: ReadonlyMap<string, RestrictionBackend>
  readonly platforms: ReadonlyMap<PlatformName, Platform>
  /** By what the settings call them. */
  readonly pagers: ReadonlyMap<string, Pager>
  readonly refusals: Counter<Refusal>
  readonly reads: Counter<Read>
  /** For how long evidence, notes and the like are kept. */
  readonly retentionDays: number
  /** How a place is said on what everybody in a channel sees. */
  readonly places: PlaceWords
  /** How long people waited in the last day, for `status`. */
  readonly delays: Delays
  /** The tasks that keep failing, for `status`. */
  readonly readTroubles: () => Promise<readonly Trouble[]>
  /** That of one task. */
  readonly findTrouble: (key: string) => Promise<Trouble | undefined>
  /** The last time the wall clock was set, for `status`. */
  readonly readClockStep: () => ClockStep | undefined
  /** What the worker has stood at for long, for `status`. */
  readonly readStanding: () => Standing
  /** Who works on the store beside this process. */
  readonly replicas: Replicas
  /** Incidents whose evidence is on its way, by the claim that asked for it. */
  readonly gathering: Map<string, string>
  /** What can be asked for, in the order of the help. */
  readonly features: readonly Feature[]
}

/** One button: what it takes to press it, asked before anything is looked up, and what it does. */
export interface PressRow extends PressTraits {
  readonly permission: PermissionName
  /** What takes longer than others can wait: before the turn of this press among those about the same incident. */
  prepare?(parts: Parts, press: Press): Promise<void>
  run(parts: Parts, press: Press): Promise<Answer>
}

/** A command on its way to the one that runs it. */
export interface Typed {
  readonly actor: Actor
  /** What stands after the verb. */
  readonly rest: string
  /** The same with its lines as they were pasted, where a person typed it. */
  readonly pasted?: string
}

export interface CommandRow {
  readonly permission: PermissionName
  readonly usage: string
  /** What it is for, as the help says it. */
  readonly text: string
  /** In the lists that Slack and Teams keep, where there is less room: instead of the verb alone, and of the text. */
  readonly hint?: { readonly usage?: string; readonly text?: string }
  run(parts: Parts, typed: Typed): Promise<Answer>
  /** The same for programs, all pages at once; none where people alone ask for it. */
  readonly data?: {
    readonly schema: z.ZodType
    tell(parts: Parts, typed: Typed): Promise<object>
  }
}

/** Slack draws facts as the fields of one section: ten at most. */
export const factRows = 10

/** Traits of every card of a feature; lists that are not named are cut at 20. */
export type CardTable<Cards> = {
  readonly [Name in keyof Cards]: CardTraits & {
    readonly bounds?: { readonly [List in keyof Cards[Name]]?: Bound }
  }
}

/** One thing that has to be well, or is not. */
export interface HealthPart {
  readonly ok: boolean
  readonly name: string
  readonly detail: string
  /** Of a part that is not ok: what is the matter, for machines, in words that name nobody. */
  readonly reason: string
  /** Whom it concerns alone. */
  readonly tenantIds?: readonly string[]
  /** It is about this process: another replica may be well. */
  readonly isOwn?: true
  /** Of one tenant: what many have alike, which is then told once. */
  readonly group?: {
    /** "Polls" */
    readonly what: string
    /** Its name. */
    readonly tenant: string
    /** "the certificate has expired", without what is of this tenant alone. */
    readonly text: string
    readonly at?: Instant
  }
}

export interface Next {
  readonly at: Instant
  /** "pages night shift at 03:24 CET" */
  readonly text: Words
}

export interface About {
  readonly tenant: Tenant
  /** Whoever may approve, as the platform calls them. */
  readonly mentions: readonly MentionRow[]
  /** The name of whom it is about, where the line was asked for with one; else empty. Outside text. */
  readonly who: string
}

/** What stands in the thread of a card. */
export type ToLine = (incident: Incident, about: About) => Card

/** Of an incident that must not be taken for a real one. */
export interface Mark {
  /** The first sign of every line about it that leaves the channel. */
  readonly icon: string
  /** "Drill" */
  readonly word: string
  /** What it is, in one line of its card. */
  readonly note: string
  /** Who is behind it and until when, in one small line. */
  readonly small: Words
}

export function findMark({ features }: Pick<Parts, 'features'>, incident: Incident): Mark | undefined {
  return features.map(({ toMark }) => toMark?.(incident)).find((mark) => mark !== undefined)
}

/** Those of a digest that look alike and wait for a review, worst first. */
export interface DigestGroup {
  readonly digestId: string
  readonly tenant: Tenant
  readonly verdict: VerdictKind
  readonly incidents: readonly Incident[]
}

export interface GroupButton {
  /** The press it makes. */
  readonly pressId: string
  /** What the press is about, where others have an incident. */
  readonly id: string
  readonly title: string
  /** The same with what it is about, for those who hear it. */
  readonly label: string
}

/** A thing that people or time can ask for. Every part is optional. */
export interface Feature {
  readonly presses?: Readonly<Record<string, PressRow>>
  readonly commands?: Readonly<Record<string, CommandRow>>
  readonly tasks?: Readonly<Record<string, TaskRow<Parts>>>
  readonly cards?: Readonly<Record<string, CardTraits>>
  /** What it writes into the journal, and how that is told. */
  readonly events?: EventTable
  /** Its lines on the card of an incident, oldest first; those of all features stand in the order of the list. */
  toProgress?(incident: Incident, tenant: Tenant): readonly TextRow[]
  /** Who is at it or what it waits for, in one line of its card; that of the first feature that has one stands there. */
  toWho?(incident: Incident, tenant: Tenant): Words | undefined
  /** What its card is headed with, whatever it looks like: that of the first feature that has one. The verdict stands below. */
  toHead?(incident: Incident): StatusWords | undefined
  /** What sets it apart from what is real, wherever it is told; that of the first feature that has one. */
  toMark?(incident: Incident): Mark | undefined
  /** The same as `toWho` in the few words that a row has room for, with its sign; of the first feature that has some. */
  toRowText?(incident: Incident): Words | undefined
  /** What happens next while nobody is on it; of the first feature that has some. */
  toNext?(incident: Incident, tenant: Tenant): Next | undefined
  /** Whether nobody is to be reminded of it, although nobody is on it: it waits for something else. */
  isQuiet?(incident: Incident): boolean
  /** Its buttons on the card of an incident, beside *Unblock…*; those of all features stand in the order of the list. */
  listButtons?(incident: Incident): readonly CardButton[]
  /** Its button beside the heading of a group on a digest; that of the first feature that has one stands there. */
  toGroupButton?(group: DigestGroup): GroupButton | undefined
  /** What waits for one person and nobody else and is about no single incident: their Home has it. */
  listForYou?(parts: Parts, actor: Actor): Promise<readonly ForYouRow[]>
  /** What goes on and is no restriction, as far as the reader may know of it: a Home has it apart. */
  listApart?(parts: Parts): Promise<Partial<Pick<HomeView, 'early' | 'drills'>>>
  /** What people must notice although an edit of the card tells nobody: lines in its thread, by name. */
  readonly lines?: Readonly<Record<string, ToLine>>
  /** What else becomes of an incident that changes so, whoever changes it: saved in the same write. */
  follow?(parts: Parts, before: Incident, change: Change): Promise<Change>
  /** What a new incident begins with, before anybody hears of it. */
  toOpened?(parts: Parts, incident: Incident): Promise<Incident>
  /** Whether a message that everybody sees is a card of its own, also when its buttons are about incidents. */
  hasPosted?(parts: Parts, on: MessageRef): Promise<boolean>
  /** How the keys of the tasks begin that post what has this button: should no answer have said where, it is there. */
  findPosting?(press: Press): string | undefined
  /** What is due of a new one, in the same write. */
  followOpening?(parts: Parts, change: Change): Change
  /** What a pager says of a page of its own, by the key that it rang with. Twice is as good as once. */
  hearPager?(parts: Parts, pagerId: string, news: PagerNews): Promise<void>
  /** After each press about an incident that was answered. */
  afterPress?(parts: Parts, press: Press): Promise<void>
  /** What `status` shows and readiness is made of. */
  readHealth?(parts: Parts): Promise<readonly HealthPart[]>
  /** What the doctor finds beside tenants and platforms. Rejects never. */
  examine?(parts: Parts): Promise<readonly Check[]>
  /** The same of one tenant. Never rejects. */
  examineTenant?(parts: Parts, tenant: Tenant): Promise<readonly Check[]>
  /** What is on no list and can be named in a command all the same. */
  listNamed?(parts: Parts): Promise<readonly Incident[]>
  /** What is to be done from a start on, in the write of the start. */
  listStartTasks?(parts: Parts): readonly Task[] | Promise<readonly Task[]>
  /** Cells that nobody needs any more, with an end or forgotten at once. Asked for once a day. */
  listOver?(parts: Parts): Promise<readonly CellWrite[]>
}

/** Each feature adds to what the one before it has made of the change. */
export async function followChange(parts: Parts, before: Incident, change: Change): Promise<Change> {
  let followed = change
  for (const feature of parts.features)
    followed = (await feature.follow?.(parts, before, followed)) ?? followed
  return followed
}

/** The same of a new incident. */
export async function openWith(parts: Parts, incident: Incident): Promise<Incident> {
  let opened = incident
  for (const feature of parts.features) opened = (await feature.toOpened?.(parts, opened)) ?? opened
  return opened
}

/** Adds what is due of a new incident, in the same write. */
export function followOpening(parts: Parts, change: Change): Change {
  return parts.features.reduce((one, feature) => feature.followOpening?.(parts, one) ?? one, change)
}

/** The tenant of an incident. One that was taken out of the settings keeps its id as its name; its cloud is forgotten. */
export function toTenant({ allTenants }: Pick<Parts, 'allTenants'>, tenantId: string): Tenant {
  const known = allTenants.get(toOrganisationId(tenantId))
  if (known === undefined) return { id: tenantId, name: tenantId, routes: [], pollSeconds: 60, portals: {} }
  if (isDrillTenantId(tenantId)) return toDrillTenant(known, tenantId)
  return known.id === tenantId ? known : { ...known, id: tenantId }
}

/** The real channels and people, with nothing that a drill could reach but them: no portal, no alert of Defender, and a pager only when that was said. */
function toDrillTenant(known: Tenant, id: string): Tenant {
  const { routes, hasAlertsInStep: _, ...tenant } = known
  return {
    ...tenant,
    id,
    name: `Drill, ${tenant.name}`,
    portals: {},
    routes: isPaging(id) ? routes : routes.map(withoutPagers),
  }
}

function withoutPagers({ ladders, ...route }: AlertRoute): AlertRoute {
  if (ladders === undefined) return route
  const toPeople = (ladder: Ladder): Ladder => ({
    ...ladder,
    steps: ladder.steps.filter(({ target }) => target.kind !== 'pager'),
  })
  return { ...route, ladders: ladders.map(toPeople) }
}

/** @throws RefusedError when the tenant is no longer in the settings. */
export function getBackend(parts: Parts, tenantId: string): RestrictionBackend {
  const backend = parts.backends.get(tenantId)
  if (backend === undefined)
    throw new RefusedError('not-found', `The tenant ${tenantId} is not in the settings any more.`)
  return backend
}

/** After a call has been told to give up. */
const graceMilliseconds = 5_000

interface Ask<Value> {
  readonly tenantId: string
  readonly milliseconds: number
  /** Whether something may have been done when no answer comes. */
  readonly isDeed?: true
  call(backend: RestrictionBackend, signal: AbortSignal): Promise<Value>
}

/** One call that ends, whatever becomes of it: told to give up when its time is up, and left to itself when it does not. */
export async function askBackend<Value>(parts: Parts, ask: Ask<Value>): Promise<Value> {
  const { tenantId, milliseconds, isDeed = false } = ask
  const backend = getBackend(parts, tenantId)
  const asking = withDeadline(parts.clock, milliseconds, (signal) => ask.call(backend, signal))
  const answer = await within(parts.clock, milliseconds + graceMilliseconds, asking)
  if (answer !== late) return answer
  // Whatever it ends in now, nobody waits for it.
  asking.catch(() => {})
  parts.log.error({ tenantId, milliseconds }, 'backend.call-does-not-end')
  throw new BackendError('The call did not end when its time was up', {
    code: 'timeout',
    outcome: isDeed ? 'unknown' : 'unchanged',
  })
}

export function getPlatform(parts: Parts, name: PlatformName): Platform {
  const platform = parts.platforms.get(name)
  if (platform === undefined)
    throw new PlatformError(`${name} is not connected in the settings`, { code: 'unavailable' })
  return platform
}

/** @throws Error when two features give the same name to different things. */
export function collect<Row>(
  tables: readonly (Readonly<Record<string, Row>> | undefined)[],
): ReadonlyMap<string, Row> {
  const rows = tables.flatMap((table) => Object.entries(table ?? {}))
  const collected = new Map(rows)
  if (collected.size === rows.length) return collected
  const names = rows.map(([name]) => name)
  throw new Error(`Two features have: ${names.filter((name, at) => names.indexOf(name) !== at).join(', ')}`)
}

/** How each kind of task is done. */
export function toTaskTable(features: readonly Feature[]): TaskTable<Parts> {
  return collect(features.map(({ tasks }) => tasks))
}

/** How each type of event is told. A type that is not among them was written by a newer program. */
export function toEventRows(features: readonly Feature[]): ReadonlyMap<string, EventRow> {
  return collect(features.map(({ events }) => events))
}
