// Snooze: an incident that waits for a moment. Nobody is reminded of it until then, and it comes back by itself; before
// that, when it looks worse, when somebody takes it on, and with everything that happens to it.
import { type ActorRef, toActorRef } from './actor.js'
import { isClaimable } from './claim.js'
import type { Incident } from './incident.js'
import { hourMilliseconds, type Instant } from './instant.js'
import { findVerdict } from './outlook.js'
import type { Snoozed } from './snoozed.js'
import { findNextClock, toInstant, toZonedText } from './time-zone.js'
import { isWorse } from './verdict/index.js'

export const mostSnoozeHours = 72
const morning = { hour: 9, minute: 0 }
const offeredHours = [1, 4]
const mostMornings = 3

export interface SnoozeChoice {
  /** What the form carries: "4h", or the day on whose morning it ends. */
  readonly choiceId: string
  readonly title: string
}

export function listSnoozeChoices(now: Instant, zone: string): readonly SnoozeChoice[] {
  const toText = (until: Instant) => toZonedText(until, now, zone)
  const hours = offeredHours.map((count) => ({
    choiceId: `${count}h`,
    title: `${count} ${count === 1 ? 'hour' : 'hours'} (${toText(now + count * hourMilliseconds)})`,
  }))
  const mornings = listMornings(now, zone).map((until) => ({
    choiceId: toDayId(until, zone),
    title: toText(until),
  }))
  return [...hours, ...mornings]
}

function listMornings(now: Instant, zone: string): readonly Instant[] {
  const mornings: Instant[] = []
  for (let after = now; mornings.length < mostMornings; ) {
    after = findNextClock(after, morning, zone)
    if (after - now > mostSnoozeHours * hourMilliseconds) break
    mornings.push(after)
  }
  return mornings
}

function toDayId(instant: Instant, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).formatToParts(instant)
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  return `${read('year')}-${read('month')}-${read('day')}`
}

/** From a choice, or as somebody typed it: "4h", "09:00", "2026-11-23". Undefined when it is none, over, or too far away. */
export function parseSnooze(text: string, now: Instant, zone: string): Instant | undefined {
  const until = parseUntil(text.trim().toLowerCase(), now, zone)
  if (until === undefined || until <= now) return undefined
  return until - now > mostSnoozeHours * hourMilliseconds ? undefined : until
}

function parseUntil(text: string, now: Instant, zone: string): Instant | undefined {
  const [, hours] = /^(\d{1,2}) ?h(?:ours?)?$/.exec(text) ?? []
  if (hours !== undefined) return now + Number(hours) * hourMilliseconds
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  if (hour !== undefined) return findNextClock(now, { hour: Number(hour), minute: Number(minute) }, zone)
  return parseDay(text, zone)
}

/** Nine in the morning of a day that there is. */
export function parseDay(text: string, zone: string): Instant | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const given = { year: Number(year), month: Number(month), day: Number(day), ...morning }
  const there = new Date(Date.UTC(given.year, given.month - 1, given.day))
  const isDay = year !== '' && there.getUTCMonth() === given.month - 1 && there.getUTCDate() === given.day
  return isDay ? toInstant(given, zone) : undefined
}

interface Snooze {
  readonly by: ActorRef
  readonly until: Instant
  readonly zone: string
  readonly reason: string
  readonly now: Instant
}

/** Nobody is on what sleeps. */
export function snooze(incident: Incident, { by, until, zone, reason, now }: Snooze): Incident {
  const { taken: _, ...free } = incident
  const kind = findVerdict(incident)?.verdict
  const verdict = kind === undefined ? {} : { verdict: kind }
  const snoozed: Snoozed = { by: toActorRef(by), at: now, until, zone, reason, ...verdict }
  return { ...free, snoozed, changedAt: now }
}

export function wake(incident: Incident, now: Instant): Incident {
  const { snoozed, ...awake } = incident
  return snoozed === undefined ? incident : { ...awake, changedAt: now }
}

export type WakeReason = 'worse' | 'taken' | 'moved' | 'muted'

/** Why it does not sleep any more although nobody woke it; undefined while it may. */
export function findWakeReason(before: Incident, next: Incident): WakeReason | undefined {
  const { snoozed } = next
  if (snoozed === undefined || before.snoozed === undefined) return undefined
  if (before.state.status !== next.state.status || !isClaimable(next)) return 'moved'
  if (next.taken !== undefined) return 'taken'
  if (next.muted !== undefined && before.muted === undefined) return 'muted'
  const kind = findVerdict(next)?.verdict
  return kind !== undefined && isWorse(kind, snoozed.verdict) ? 'worse' : undefined
}

/** "09:00 CET", with the day when it is not the one on which it was snoozed. */
export function toSnoozeEnd({ until, at, zone }: Snoozed): string {
  return toZonedText(until, at, zone)
}
