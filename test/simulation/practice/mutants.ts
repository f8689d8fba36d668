// The guards of what people practise, and of reviews of many, one at a time, as if somebody had forgotten it.
import type { Mutant } from '../mutants/mutants.js'

const world = { isPractice: true } as const

export const practiceMutants: readonly Mutant[] = [
  {
    name: 'one person signs for many twice',
    world,
    caughtAt: 1,
    noticedBy: ['storm-without-two-people'],
    patches: [
      {
        file: 'src/features/storm-review/approve.ts',
        find: "if (other === 'other') return",
        replace: 'if (other.length > 0) return',
      },
      {
        file: 'src/domain/two-people.ts',
        find: "isProvenOther(one.by, actor, bindings) === 'other'",
        replace: "isProvenOther(one.by, actor, bindings) !== 'unknown'",
      },
    ],
  },
  {
    name: 'a review of many goes on after Exchange has said no',
    world,
    noticedBy: ['storm-goes-on-when-over'],
    patches: [
      {
        file: 'src/features/storm-review/step.ts',
        find: 'if (row === undefined || known.stopped !== undefined) return end(parts, known, claim)',
        replace: 'if (row === undefined) return end(parts, known, claim)',
      },
      {
        file: 'src/features/storm-review/step.ts',
        find: "case 'over':\n      return free(parts, review, claim)",
        replace:
          "case 'over':\n      return review.endedAt === undefined ? goOn(parts, review, claim) : free(parts, review, claim)",
      },
    ],
  },
  {
    name: 'one of many that Exchange refused is asked for again',
    world,
    noticedBy: ['storm-unblocks-twice'],
    patches: [
      {
        file: 'src/features/storm-review/step.ts',
        find: 'next = endRow(next, incidentId, rowEnd)',
        replace: "next = rowEnd.kind === 'refused' ? next : endRow(next, incidentId, rowEnd)",
      },
      {
        file: 'src/features/storm-review/step.ts',
        find: 'if (stop !== undefined) next = stopStorm(next, stop)',
        replace: "if (stop !== undefined && rowEnd.kind !== 'refused') next = stopStorm(next, stop)",
      },
      {
        file: 'src/domain/storm-review.ts',
        find: "if (state.status === 'failed' || state.status === 'uncertain') return 'refused-before'",
        replace: "if (state.status === 'uncertain') return 'refused-before'",
      },
      {
        file: 'src/domain/storm-review.ts',
        find: "if (state.status !== 'open' && state.status !== 'reviewing') return 'not-open'",
        replace:
          "if (state.status !== 'open' && state.status !== 'reviewing' && state.status !== 'failed') return 'not-open'",
      },
    ],
  },
  {
    name: 'Exchange is asked about a sender who was invented',
    world,
    caughtAt: 1,
    noticedBy: ['exchange-asked-about-invented'],
    patches: [
      {
        file: 'src/bot/tenants.ts',
        find: '...createDrillBackends(store, clock, id),',
        replace:
          '...createDrillBackends(store, clock, id).map(([one]): [string, RestrictionBackend] => [one, backend]),',
      },
    ],
  },
  {
    name: 'a drill goes on until somebody ends it',
    world,
    noticedBy: ['drill-does-not-end'],
    patches: [
      {
        file: 'src/features/drill/end.ts',
        find: 'const isOver = isDone(incident) || now >= drill.endsAt',
        replace: 'const isOver = isDone(incident)',
      },
    ],
  },
  {
    name: 'one of two channels is not told how a drill went',
    world,
    caughtAt: 1,
    noticedBy: ['drill-untold'],
    patches: [
      {
        file: 'src/features/drill/marks.ts',
        find: 'const channels = listHearing(toTenant(parts, next.tenantId).routes, next)',
        replace: 'const channels = listHearing(toTenant(parts, next.tenantId).routes, next).slice(1)',
      },
    ],
  },
  {
    name: 'whoever is muted has a card before the block',
    world,
    noticedBy: ['early-card-though-muted'],
    patches: [
      {
        file: 'src/features/early/muted.ts',
        find: 'return mutes.some(',
        replace: 'return mutes.length < 0 && mutes.some(',
      },
    ],
  },
  {
    name: 'an owner is asked while a question waits',
    world,
    noticedBy: ['owner-asked-twice'],
    patches: [
      {
        file: 'src/domain/ask-owner.ts',
        find: 'return question === undefined || question.unsent !== undefined',
        replace: "return question === undefined || question.id !== ''",
      },
    ],
  },
  {
    name: 'the Yes of an owner takes a takeover away',
    world,
    noticedBy: ['yes-clears-compromised'],
    patches: [
      {
        file: 'src/domain/verdict/judge.ts',
        find: "if (!isOwners(context.owner) || verdict.verdict === 'compromised') return verdict",
        replace:
          "if (isOwners(context.owner) && verdict.verdict === 'compromised') return { ...verdict, verdict: 'bulk' }\n  if (!isOwners(context.owner)) return verdict",
      },
    ],
  },
  {
    name: 'Defender is told again what it was told',
    world,
    caughtAt: 1,
    noticedBy: ['defender-told-twice'],
    patches: [
      {
        file: 'src/backends/exchange/alerts/index.ts',
        find: 'if (!found.comments.some(({ comment }) => comment?.includes(change.comment.mark)))',
        replace: "if (found.id !== '')",
      },
    ],
  },
  {
    name: 'whoever closes an alert in Defender unblocks',
    world,
    noticedBy: ['more-unblocks-than-yes'],
    patches: [
      {
        file: 'src/features/defender/run.ts',
        find: 'async function hear(parts: Parts, incidentId: string, alert: DefenderAlert): Promise<void> {',
        replace: `async function hear(parts: Parts, incidentId: string, alert: DefenderAlert): Promise<void> {
  const { entity, tenantId } = await getIncident(parts, incidentId)
  if (alert.isResolved)
    await askBackend(parts, { tenantId, milliseconds: 30_000, call: (backend, signal) => backend.unblock(entity, signal) })`,
      },
    ],
  },
]
