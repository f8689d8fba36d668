// The guards, one at a time, as if somebody had forgotten it. A simulation that does not miss one is not looking. Where
// two guards stand behind each other both are taken away: each alone is not missed, and that is what they are for.
import type { Patch } from '../program/load.js'
import type { Run } from '../simulate.js'

export interface Mutant {
  readonly name: string
  readonly patches: readonly Patch[]
  /** The invariants of which one has to see it. */
  readonly noticedBy: readonly string[]
  /** Where it can be seen, when that is no full day of one process. */
  readonly world?: Pick<Run, 'bots' | 'isSparse' | 'isLossy' | 'isPractice' | 'isWanted'>
  /** For so long; six when undefined. */
  readonly hours?: number
  /** Such a day that shows it; undefined where none has been found yet. */
  readonly caughtAt?: number
  /** One that showed it in the world as it was, and has to be tried anew: other days come first since. */
  readonly wasCaughtAt?: number
}

export const mutants: readonly Mutant[] = [
  {
    name: 'Exchange is asked to unblock before it is saved that it will be',
    caughtAt: 1,
    noticedBy: ['unblock-not-saved-before', 'more-unblocks-than-yes'],
    patches: [
      {
        file: 'src/features/unblock/run.ts',
        find: 'const barred = await begin(parts, claim, incidentId)',
        replace:
          'const barred: string | undefined = begin.length < 0 ? await begin(parts, claim, incidentId) : undefined',
      },
    ],
  },
  {
    name: 'a step on an account is done before it is saved that it will be',
    caughtAt: 1,
    noticedBy: ['contain-not-saved-before', 'more-contains-than-yes'],
    patches: [
      {
        file: 'src/features/containment/run.ts',
        find: 'const barred = await attempt(parts, duty)',
        replace:
          'const barred: string | undefined = attempt.length < 0 ? await attempt(parts, duty) : undefined',
      },
    ],
  },
  {
    name: 'a confirmation can be used twice',
    caughtAt: 5,
    noticedBy: ['more-unblocks-than-yes'],
    patches: [
      {
        file: 'src/domain/transitions.ts',
        find: "...move(dropSignatures(endReading(keepAttempt(incident))), { status: 'unblocking', unblock }, now),\n    confirmations: [],",
        replace:
          "...move(dropSignatures(endReading(keepAttempt(incident))), { status: 'unblocking', unblock }, now),",
      },
      {
        file: 'src/features/unblock/permissions.ts',
        find: 'statuses: reviewableStatuses,',
        replace: "statuses: [...reviewableStatuses, 'unblocking', 'uncertain', 'watching'],",
      },
      {
        file: 'src/domain/transitions.ts',
        find: 'if (!transitions[incident.state.status].includes(state.status))',
        replace:
          "if (state.status !== 'unblocking' && !transitions[incident.state.status].includes(state.status))",
      },
    ],
  },
  {
    name: 'one person is enough for what takes two',
    caughtAt: 88,
    noticedBy: ['unblocked-by-one-person'],
    patches: [
      {
        file: 'src/domain/two-people.ts',
        find: 'if (reasons.length === 0 || other !== undefined)',
        replace: 'if (reasons.length >= 0 || other !== undefined)',
      },
    ],
  },
  {
    name: 'a Yes counts for whatever is known by then',
    caughtAt: 1,
    noticedBy: ['yes-on-other-findings'],
    patches: [
      {
        file: 'src/domain/confirmation.ts',
        find: 'revision === incident.revision && isAsApproved &&',
        replace: '(isAsApproved || revision === incident.revision) ||',
      },
    ],
  },
  {
    name: 'every role may do everything',
    caughtAt: 1,
    noticedBy: ['unblock-by-somebody-who-may-not', 'contain-by-somebody-who-may-not'],
    patches: [
      {
        file: 'src/domain/grants.ts',
        find: 'return given !== undefined && roles.indexOf(given) >= roles.indexOf(needed)',
        replace: 'return true',
      },
    ],
  },
  {
    name: 'strangers and guests are at home',
    wasCaughtAt: 2,
    noticedBy: ['unblock-by-somebody-who-may-not', 'contain-by-somebody-who-may-not'],
    patches: [
      {
        file: 'src/domain/access.ts',
        find: 'if (!actor.isMember || !access.homes.has(`${actor.platform}:${actor.home}`))',
        replace: 'if (false as boolean)',
      },
    ],
  },
  {
    name: 'nobody is told from the owner of a mailbox',
    caughtAt: 2,
    noticedBy: ['unblock-by-somebody-who-may-not', 'contain-by-somebody-who-may-not'],
    patches: [
      {
        file: 'src/domain/ownership.ts',
        find: "addressKeys.some((key) => mailbox.addresses.includes(key))) return { is: 'own' }",
        replace: "addressKeys.some((key) => mailbox.addresses.includes(key))) return { is: 'other' }",
      },
    ],
  },
  {
    name: 'an unblock waits behind polls',
    caughtAt: 64,
    noticedBy: ['yes-waits'],
    patches: [{ file: 'src/features/unblock/index.ts', find: "pool: 'people'", replace: "pool: 'watch'" }],
  },
  {
    name: 'a poll that failed is an empty list',
    caughtAt: 3,
    noticedBy: ['more-incidents-than-restrictions', 'ended-though-listed'],
    patches: [
      {
        file: 'src/features/watch/watch.ts',
        find: 'else if (await finds(() => isGone(parts, incident))) await',
        replace: 'else await',
      },
      {
        file: 'src/features/watch/watch.ts',
        find: 'call: (backend, signal) => backend.list(signal),',
        replace:
          'call: (backend, signal) => backend.list(signal).catch(() => ({ restrictions: [], unreadable: [], notices: [] })),',
      },
    ],
  },
  {
    name: 'people are answered before it is on the disk',
    wasCaughtAt: 11,
    noticedBy: ['accepted-yes-lost', 'more-unblocks-than-yes', 'two-cards-without-reason'],
    patches: [
      {
        file: 'src/stores/file/group.ts',
        find: 'if (draft.isDirty) await parts.write(draft)',
        replace: 'if (draft.isDirty) void parts.write(draft).catch(() => {})',
      },
    ],
  },
  {
    name: 'nobody looks after an unblock',
    wasCaughtAt: 1,
    noticedBy: ['not-looked-after', 'stays-watching'],
    patches: [
      {
        file: 'src/features/unblock/tasks.ts',
        find: 'return verifyMinutes.map((minutes) =>',
        replace: 'return verifyMinutes.slice(9).map((minutes) =>',
      },
    ],
  },
  {
    name: 'a card that was on its way when its incident moved stays as it is',
    world: { isSparse: true },
    hours: 120,
    caughtAt: 3,
    noticedBy: ['edit-late', 'card-untrue'],
    patches: [
      {
        file: 'src/features/incident/publish.ts',
        find: 'const late = isLate ? [toLateUpdate(current, ref, now)] : []',
        replace: 'const late = isLate ? [toLateUpdate(current, ref, now)].slice(1) : []',
      },
      {
        file: 'src/features/incident/tasks.ts',
        find: 'lane: toCardLane(incident.id, platform),',
        replace: 'lane: `update:${incident.id}:${platform}`,',
      },
    ],
  },
  {
    name: 'a card whose place could not be saved is posted again',
    caughtAt: 15,
    noticedBy: ['two-cards-without-reason'],
    patches: [
      {
        file: 'src/features/incident/publish.ts',
        find: 'const unsaved = parts.posted.get(key)',
        replace: 'const unsaved = undefined',
      },
    ],
  },
  {
    name: 'what waits is not moved when the clock is set back',
    caughtAt: 21,
    noticedBy: ['polls-stopped'],
    patches: [
      {
        file: 'src/outbox/clock-steps.ts',
        find: 'if (milliseconds < 0) owed += milliseconds',
        replace: 'if (milliseconds < 0) owed += 0',
      },
    ],
  },
  {
    name: 'a tenant that nobody can see is no reason to be unready',
    wasCaughtAt: 62,
    noticedBy: ['ready-though-blind'],
    patches: [
      {
        file: 'src/features/watch/polls.ts',
        find: 'return isAhead(since, now) || now - since >= 2 * tenant.pollSeconds * 1_000',
        replace: 'return isAhead(since, now) && now - since >= 2 * tenant.pollSeconds * 1_000',
      },
    ],
  },
  {
    name: 'what belongs to a platform that was taken out goes on for ever',
    caughtAt: 52,
    noticedBy: ['fails-though-well', 'unready-though-well'],
    patches: [
      {
        file: 'src/features/watch/departed.ts',
        find: 'if (await endOnLostPlatform(parts, claim, told)) return true',
        replace: 'if (told.size < 0 && (await endOnLostPlatform(parts, claim, told))) return true',
      },
    ],
  },
  {
    name: 'incidents of a tenant that was taken out stay',
    caughtAt: 42,
    noticedBy: ['live-without-tenant'],
    patches: [
      {
        file: 'src/features/watch/departed.ts',
        find: 'if (!tenantIds.has(tenantId)) await closeUnwatched(parts, id)',
        replace: 'if (tenantId === id) await closeUnwatched(parts, id)',
      },
    ],
  },
  {
    name: 'the last write wins',
    world: { bots: 3 },
    wasCaughtAt: 10,
    noticedBy: [
      'one-yes-counted-twice',
      'card-untrue',
      'no-card',
      'accepted-yes-lost',
      'two-cards-without-reason',
      'more-unblocks-than-yes',
    ],
    patches: [
      {
        file: 'src/stores/file/apply.ts',
        find: 'if (version !== expectedVersion)',
        replace: 'if (version < 0)',
      },
      {
        file: 'src/outbox/change.ts',
        find: 'return parts.writes.run(target.incidentId, () => decideAndSave(parts, target, decide))',
        replace: 'return decideAndSave(parts, target, decide)',
      },
      {
        file: 'src/features/entrance/press.ts',
        find: "return incidentId === '' ? step() : lanes.run(incidentId, step)",
        replace: "return incidentId === '' || step.length === 0 ? step() : lanes.run(incidentId, step)",
      },
    ],
  },
  {
    name: 'whoever lost a task goes on as if it were theirs, and is given it again while it runs',
    caughtAt: 38,
    noticedBy: ['more-unblocks-than-yes', 'more-contains-than-yes', 'two-cards-without-reason'],
    patches: [
      {
        file: 'src/stores/file/tasks.ts',
        find: 'if (!draft.running.has(token)) throw',
        replace: 'if (draft.running.size < 0) throw',
      },
      {
        file: 'src/outbox/worker.ts',
        find: 'await renew()\n',
        replace: 'if (running.size < 0) await renew()\n',
      },
      {
        file: 'src/outbox/worker.ts',
        find: 'if (isUnderWay(one)) await',
        replace: 'if (running.size < 0 && isUnderWay(one)) await',
      },
      {
        file: 'src/features/unblock/run.ts',
        find: 'const barred = await begin(parts, claim, incidentId)',
        replace:
          'const barred: string | undefined = begin.length < 0 ? await begin(parts, claim, incidentId) : undefined',
      },
    ],
  },
  {
    name: 'people have no places of their own: whatever is under way takes them',
    caughtAt: 3,
    noticedBy: ['yes-waits'],
    patches: [
      {
        file: 'src/outbox/worker.ts',
        find: 'if (one.pool === pool) count += 1',
        replace: "if (one.pool === pool || pool === 'people') count += 1",
      },
      { file: 'src/outbox/places.ts', find: 'people: { most: 128,', replace: 'people: { most: 1,' },
    ],
  },
  {
    name: 'a card is given up and nobody is told',
    caughtAt: 46,
    noticedBy: ['given-up-untold'],
    patches: [
      {
        file: 'src/outbox/failures.ts',
        find: 'const event = isNews ?',
        replace: 'const event = isNews && attempts < 0 ?',
      },
    ],
  },
  {
    name: 'what waits for a platform that is down waits ever longer',
    wasCaughtAt: 10,
    noticedBy: ['first-card-late', 'no-card', 'edit-late'],
    patches: [
      {
        file: 'src/outbox/breakers.ts',
        find: 'const failuresToOpen = 2',
        replace: 'const failuresToOpen = 1e9',
      },
      {
        file: 'src/outbox/held.ts',
        find: 'if (owed.length > 0) await',
        replace: 'if (owed.length < 0) await',
      },
    ],
  },
  {
    name: 'a post whose answer was lost is posted again at once',
    wasCaughtAt: 2,
    noticedBy: ['posted-again-at-once'],
    patches: [
      {
        file: 'src/outbox/post-once.ts',
        find: 'requireWaited(parts, mark, found.isKnown)',
        replace: 'if (mark.doubts < 0) requireWaited(parts, mark, found.isKnown)',
      },
    ],
  },
  {
    name: 'a post whose answer was lost is looked for by our clock',
    wasCaughtAt: 3,
    world: { isLossy: true },
    hours: 4,
    noticedBy: ['three-cards', 'posted-again-at-once'],
    patches: [
      {
        file: 'src/platforms/slack/look-up.ts',
        find: 'isNamed(wanted) ? undefined : since',
        replace: 'isNamed(wanted) ? since : since',
      },
    ],
  },
  {
    name: 'the card in place of a deleted one is posted without a thought of the one before it',
    caughtAt: 2,
    world: { isLossy: true },
    hours: 4,
    noticedBy: ['posted-again-at-once', 'three-cards'],
    patches: [
      {
        file: 'src/outbox/publish.ts',
        find: 'return postOnce(parts, { platform, place, ...wish }, card)',
        replace: 'return { ref: await platform.post(place, card), mayBeTwice: false }',
      },
    ],
  },
  {
    name: 'a role for one customer is a role for all',
    caughtAt: 88,
    noticedBy: [
      'told-of-another-customer',
      'unblock-by-somebody-who-may-not',
      'contain-by-somebody-who-may-not',
    ],
    patches: [
      {
        file: 'src/domain/grants.ts',
        find: '.filter(({ tenants }) => tenants === undefined || covers(tenants, about))',
        replace: '.filter(({ tenants }) => tenants === undefined || covers(tenants, about) || true)',
      },
      {
        file: 'src/domain/grants.ts',
        find: 'if (grants.length === 0 || grants.some',
        replace: 'if (grants.length >= 0 || grants.some',
      },
    ],
  },
  {
    name: 'the glass is broken and nobody is told',
    wasCaughtAt: 10,
    noticedBy: ['glass-broken-quietly'],
    patches: [
      {
        file: 'src/features/break-glass/run.ts',
        find: '...toBreakGlassTasks(parts, next, { breakGlass: glass, dueAt: now }),',
        replace: '...toBreakGlassTasks(parts, next, { breakGlass: glass, dueAt: now }).slice(99),',
      },
    ],
  },
  {
    name: 'a digest does not grow with its storm',
    caughtAt: 8,
    noticedBy: ['no-card', 'first-card-late'],
    patches: [
      {
        file: 'src/features/watch/storms.ts',
        find: 'incidentIds: [...(before?.incidentIds ?? []), ...incidentIds],',
        replace: 'incidentIds: before?.incidentIds ?? incidentIds,',
      },
    ],
  },
  {
    name: 'two polls of a list that flaps end an incident',
    caughtAt: 51,
    noticedBy: ['ended-though-listed', 'more-incidents-of-a-list-that-flaps'],
    patches: [
      {
        file: 'src/features/watch/watch.ts',
        find: 'else if (await finds(() => isGone(parts, incident))) await',
        replace: 'else await',
      },
    ],
  },
  {
    name: 'a platform that was put back shows nothing of what it missed',
    caughtAt: 52,
    noticedBy: ['no-card-on-added-platform', 'card-untrue-on-added-platform'],
    patches: [
      {
        file: 'src/features/incident/returned.ts',
        find: 'const tasks = added.length === 0 ? [] : await listMissed(parts, added)',
        replace: 'const tasks = added.length < 0 ? await listMissed(parts, added) : []',
      },
    ],
  },
  {
    name: 'a channel that the settings moved shows nothing of what is going on',
    caughtAt: 72,
    noticedBy: ['no-card', 'first-card-late'],
    patches: [
      {
        file: 'src/features/incident/moved.ts',
        find: 'const tasks = isSameAsBefore || before === undefined ? []',
        replace: 'const tasks = isSameAsBefore || before !== undefined ? []',
      },
    ],
  },
  {
    name: 'a card that was left behind in a channel goes on there',
    caughtAt: 72,
    noticedBy: ['left-card-goes-on'],
    patches: [
      {
        file: 'src/features/incident/left.ts',
        find: 'if (!standsIn(left, card)) return undefined',
        replace: 'if (left.length >= 0) return undefined',
      },
    ],
  },
  {
    name: 'a mute makes the card that was left behind a card again',
    world: { isSparse: true },
    hours: 27,
    wasCaughtAt: 58,
    noticedBy: ['left-card-goes-on'],
    patches: [
      {
        file: 'src/features/incident/left.ts',
        find: 'const hearing = listReached(toTenant(parts, incident.tenantId).routes, incident)',
        replace:
          'const { routes } = toTenant(parts, incident.tenantId)\n  const hearing = incident.muted === undefined ? listReached(routes, incident) : []',
      },
    ],
  },
  {
    name: 'two processes begin to post the same card',
    caughtAt: 2,
    world: { bots: 3, isLossy: true },
    hours: 2,
    noticedBy: ['begun-though-shown'],
    patches: [
      {
        file: 'src/outbox/post-once.ts',
        find: 'await saveMark(parts, key, next, { expectedVersion: version, holds: claim })',
        replace: 'await saveMark(parts, key, next)',
      },
    ],
  },
  {
    name: 'whoever takes it on is called all the same',
    world: { isSparse: true },
    hours: 60,
    caughtAt: 2,
    noticedBy: ['called-for-nothing'],
    patches: [
      {
        file: 'src/features/escalation/waiting.ts',
        find: 'return canBeReviewed(incident) && findTaken(incident) === undefined && !isResting(incident)',
        replace: 'return canBeReviewed(incident)',
      },
    ],
  },
  {
    name: 'nobody waits for the end of a snooze',
    world: { isSparse: true },
    hours: 120,
    caughtAt: 1,
    noticedBy: ['sleeps-too-long'],
    patches: [
      {
        file: 'src/features/snooze/ask.ts',
        find: '...toSnoozeEndTasks(next),',
        replace: '...toSnoozeEndTasks(next).slice(9),',
      },
    ],
  },
  {
    name: 'a shift ends by the clock of another season',
    world: { isSparse: true },
    hours: 72,
    caughtAt: 24,
    noticedBy: ['handover-left-out', 'sleeps-to-odd-hour'],
    patches: [
      {
        file: 'src/domain/time-zone.ts',
        find: 'return toUtc(toLocal(minutes, zone)) - minutes',
        replace: 'return toUtc(toLocal(Date.UTC(2026, 9, 24), zone)) - Date.UTC(2026, 9, 24)',
      },
    ],
  },
  {
    name: 'what one pager was told counts as told to the other one',
    world: { isSparse: true },
    hours: 120,
    caughtAt: 11,
    noticedBy: ['page-late', 'rings-for-nothing'],
    patches: [
      {
        file: 'src/domain/paging.ts',
        find: 'one.pager === pager && one.key === key',
        replace: 'one.key === key',
      },
    ],
  },
  {
    name: 'what is muted has its card',
    wasCaughtAt: 1,
    world: { isWanted: true },
    hours: 4,
    noticedBy: ['card-though-muted'],
    patches: [
      {
        file: 'src/domain/hearing.ts',
        find: 'return incident.muted === undefined ? listReached(routes, incident) : []',
        replace: 'return listReached(routes, incident)',
      },
    ],
  },
  {
    name: 'blindness goes on being told when it has healed',
    world: { isSparse: true },
    hours: 48,
    caughtAt: 1,
    noticedBy: ['blind-card-left'],
    patches: [
      {
        file: 'src/features/blindness/look.ts',
        find: '...changed.flatMap(({ next }) => toBlindCardTasks(next, now)),',
        replace:
          '...changed.flatMap(({ next }) => (next.endedAt === undefined ? toBlindCardTasks(next, now) : [])),',
      },
    ],
  },
]
