// What is counted when it happens. Every series is there from the start: the first failure has to be an increase.
import { Counter, Histogram, type Registry } from 'prom-client'
import type { DrillEnd } from '../domain/drill.js'
import type { EarlyEnd } from '../domain/early.js'
import type { StepTaken } from '../domain/escalation.js'
import type { Incident, Outcome } from '../domain/incident.js'
import { ownerAnswers } from '../domain/owner-word.js'
import { verdictOrder } from '../domain/verdict/index.js'
import type { PlatformErrorCode } from '../errors.js'
import type { Meter } from '../ports.js'

// Slack gives a press 3 seconds, Teams 5.
const pressBuckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5]
/** Within a poll interval, and a few seconds, is as it should be. */
const toldBuckets = [1, 2.5, 5, 10, 20, 30, 45, 60, 75, 90, 120, 300, 600, 1_800, 3_600]
/** A poll is given up after 45 seconds. */
const pollBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45]

/** Message trace is minutes behind, and Microsoft needs up to an hour, or a day. */
const mailBuckets = [60, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400]

type UnblockOutcome = 'unblocked' | 'already-gone' | 'failed' | 'uncertain'

const unblockOutcomes: Readonly<Record<UnblockOutcome, true>> = {
  unblocked: true,
  'already-gone': true,
  failed: true,
  uncertain: true,
}
const closings: Readonly<Record<Outcome, true>> = {
  unblocked: true,
  'cleared-elsewhere': true,
  expired: true,
  'restricted-again': true,
  'no-longer-watched': true,
}
const drillEnds: Readonly<Record<DrillEnd, true>> = { finished: true, 'called-off': true, 'timed-out': true }
const earlyChanges: Readonly<Record<EarlyEnd | 'begun', true>> = {
  begun: true,
  quiet: true,
  restricted: true,
  muted: true,
  off: true,
}
const platformCodes: Readonly<Record<PlatformErrorCode, true>> = {
  unavailable: true,
  throttled: true,
  forbidden: true,
  'channel-not-found': true,
  'message-gone': true,
  rejected: true,
}
/** All there are: what fails there is counted from nought. */
export interface CountsParts {
  readonly taskKinds: readonly string[]
  readonly platforms: readonly string[]
}

export function createCounts(registry: Registry, { taskKinds, platforms }: CountsParts): Meter {
  const incidents = createIncidentCounts(registry)
  const registers = [registry]
  const presses = new Histogram({
    name: 'reprieve_press_duration_seconds',
    help: 'Press latency: from a press or a typed command to its answer',
    labelNames: ['platform', 'action', 'outcome'],
    buckets: pressBuckets,
    registers,
  })
  const told = new Histogram({
    name: 'reprieve_restriction_to_card_seconds',
    help: 'From when a restriction could have been seen to its first card, or its row on a digest, in a channel',
    labelNames: ['platform'],
    buckets: toldBuckets,
    registers,
  })
  const polls = new Histogram({
    name: 'reprieve_poll_duration_seconds',
    help: "One poll of a tenant's Restricted entities list; ok is true or false",
    labelNames: ['ok'],
    buckets: pollBuckets,
    registers,
  })
  const platformErrors = new Counter({
    name: 'reprieve_platform_errors_total',
    help: 'Cards that Slack or Teams did not take; every one is tried again',
    labelNames: ['platform', 'code'],
    registers,
  })
  const taskFailures = new Counter({
    name: 'reprieve_task_failures_total',
    help: 'Tries of tasks that failed; every one is tried again',
    labelNames: ['kind'],
    registers,
  })
  const doubted = new Counter({
    name: 'reprieve_doubted_posts_total',
    help: 'Cards whose answer was lost: found where they belong, or posted again, so that there may be two',
    labelNames: ['platform', 'end'],
    registers,
  })
  for (const platform of platforms)
    for (const end of ['found', 'posted-again']) doubted.inc({ platform, end }, 0)
  const orphans = new Counter({
    name: 'reprieve_orphan_presses_total',
    help: 'Presses on a card that was posted twice and is not kept up to date; it then points to the other one',
    labelNames: ['platform'],
    registers,
  })
  const drills = new Counter({
    name: 'reprieve_drills_total',
    help: 'Drills that are over, by how they ended; no drill is counted among incidents',
    labelNames: ['end'],
    registers,
  })
  for (const end of Object.keys(drillEnds)) drills.inc({ end }, 0)
  const early = new Counter({
    name: 'reprieve_early_cards_total',
    help: 'Cards about senders who were not restricted yet: begun, and over by why; none of them is counted among incidents',
    labelNames: ['what'],
    registers,
  })
  for (const what of Object.keys(earlyChanges)) early.inc({ what }, 0)
  for (const platform of platforms) orphans.inc({ platform }, 0)
  for (const platform of platforms) told.zero({ platform })
  for (const ok of ['true', 'false']) polls.zero({ ok })
  for (const kind of taskKinds) taskFailures.inc({ kind }, 0)
  for (const platform of platforms)
    for (const code of Object.keys(platformCodes)) platformErrors.inc({ platform, code }, 0)
  return {
    incidentChanged: incidents,
    pressAnswered: ({ milliseconds, ...labels }) => presses.observe(labels, toSeconds(milliseconds)),
    restrictionTold: ({ platform, milliseconds }) => told.observe({ platform }, toSeconds(milliseconds)),
    pollEnded: ({ ok, milliseconds }) => polls.observe({ ok: String(ok) }, toSeconds(milliseconds)),
    platformFailed: (platform, code) => platformErrors.inc({ platform, code }),
    orphanPressed: (platform) => orphans.inc({ platform }),
    postDoubted: (platform, end) => doubted.inc({ platform, end }),
    earlyChanged: (what) => early.inc({ what }),
    drillEnded: (end) => drills.inc({ end }),
    taskFailed: (kind) => taskFailures.inc({ kind }),
  }
}

function createIncidentCounts(registry: Registry): Meter['incidentChanged'] {
  const registers = [registry]
  const opened = new Counter({
    name: 'reprieve_incidents_opened_total',
    help: 'Restrictions that became incidents',
    registers,
  })
  const closed = new Counter({
    name: 'reprieve_incidents_closed_total',
    help: 'Incidents that are over, by how they ended',
    labelNames: ['outcome'],
    registers,
  })
  const unblocks = new Counter({
    name: 'reprieve_unblocks_total',
    help: 'Unblock outcomes; one that was not taken for sure is counted once more when the list has decided it',
    labelNames: ['outcome'],
    registers,
  })
  const together = new Counter({
    name: 'reprieve_storm_unblocks_total',
    help: 'Of the unblocks, those of storms that were reviewed together, by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const verdicts = new Counter({
    name: 'reprieve_verdicts_total',
    help: 'What the evidence of a restriction said; one that changes is counted anew',
    labelNames: ['verdict'],
    registers,
  })
  const mail = new Histogram({
    name: 'reprieve_unblock_to_mail_seconds',
    help: 'From an unblock to the first message that was seen delivered outside after it',
    buckets: mailBuckets,
    registers,
  })
  const escalations = new Counter({
    name: 'reprieve_escalation_steps_total',
    help: 'Steps of ladders that were done because nobody was on a restriction',
    labelNames: ['kind'],
    registers,
  })
  const pages = new Counter({
    name: 'reprieve_rings_total',
    help: 'Times that a pager began to ring, and times that somebody answered there',
    labelNames: ['state'],
    registers,
  })
  const owners = new Counter({
    name: 'reprieve_owner_answers_total',
    help: 'Answers of owners to whether the mail is theirs, in a chat or noted by whoever spoke with them',
    labelNames: ['source', 'answer'],
    registers,
  })
  const alerts = new Counter({
    name: 'reprieve_defender_alerts_total',
    help: 'Alerts of Defender that were found and resolved from here, closed there, or not kept in step',
    labelNames: ['move'],
    registers,
  })
  for (const move of alertMoves) alerts.inc({ move }, 0)
  for (const source of ['chat', 'phone']) for (const answer of ownerAnswers) owners.inc({ source, answer }, 0)
  for (const kind of stepKinds) escalations.inc({ kind }, 0)
  for (const move of ['ringing', 'answered']) pages.inc({ state: move }, 0)
  mail.zero({})
  for (const verdict of verdictOrder) verdicts.inc({ verdict }, 0)
  for (const outcome of Object.keys(closings)) closed.inc({ outcome }, 0)
  for (const outcome of Object.keys(unblockOutcomes)) {
    unblocks.inc({ outcome }, 0)
    together.inc({ outcome }, 0)
  }
  return (before, after) => {
    const { state, verdict } = after
    if (before === undefined) return opened.inc()
    for (const { kind } of listNewSteps(before, after)) escalations.inc({ kind })
    for (const answered of listOwnerAnswers(before, after)) owners.inc(answered)
    for (const move of listAlertMoves(before, after)) alerts.inc({ move })
    for (const move of listPageMoves(before, after)) pages.inc({ state: move })
    if (verdict !== undefined && verdict.verdict !== before.verdict?.verdict)
      verdicts.inc({ verdict: verdict.verdict })
    const flowed = toFlowMilliseconds(before, state)
    if (flowed !== undefined) mail.observe(toSeconds(flowed))
    if (before.state.status === state.status) return
    if (state.status === 'closed') closed.inc({ outcome: state.outcome })
    const outcome = toUnblockOutcome(before, state)
    if (outcome === undefined) return
    unblocks.inc({ outcome })
    if (isOfStorm(state)) together.inc({ outcome })
  }
}

function isOfStorm(state: Incident['state']): boolean {
  return 'unblock' in state && state.unblock?.stormReviewId !== undefined
}

const stepKinds: readonly StepTaken['kind'][] = ['mention', 'channel', 'pager']

/** Those of a new round are new as well. */
function listNewSteps(before: Incident, { escalation }: Incident): readonly StepTaken[] {
  const { steps = [], since } = escalation ?? {}
  return since === before.escalation?.since ? steps.slice(before.escalation?.steps.length) : steps
}

const alertMoves = ['found', 'resolved', 'closed-there', 'trouble'] as const

function listAlertMoves(before: Incident, after: Incident): readonly string[] {
  const toMoves = ({ defenderAlert }: Incident): Readonly<Record<(typeof alertMoves)[number], boolean>> => ({
    found: defenderAlert?.id !== undefined,
    resolved: defenderAlert?.done.includes('closed') === true,
    'closed-there': defenderAlert?.heard?.closed !== undefined,
    trouble: defenderAlert?.trouble !== undefined,
  })
  const [former, now] = [toMoves(before), toMoves(after)]
  return alertMoves.filter((move) => now[move] && !former[move])
}

function listOwnerAnswers(before: Incident, { ownerWord }: Incident): readonly Record<string, string>[] {
  const { question, told = [] } = ownerWord ?? {}
  const isNew = question?.answer !== undefined && before.ownerWord?.question?.answer === undefined
  return [
    ...(isNew ? [{ source: 'chat', answer: question.answer.says }] : []),
    ...told.slice(before.ownerWord?.told?.length ?? 0).map(({ says }) => ({ source: 'phone', answer: says })),
  ]
}

function listPageMoves(before: Incident, { pages = [] }: Incident): readonly string[] {
  return pages.flatMap(({ key, by }) => {
    const former = before.pages?.find((one) => one.key === key)
    return [
      ...(former === undefined ? ['ringing'] : []),
      ...(by !== undefined && former?.by === undefined ? ['answered'] : []),
    ]
  })
}

/** Undefined unless it was seen just now that mail flows. */
function toFlowMilliseconds(before: Incident, after: Incident['state']): number | undefined {
  if (before.state.status !== 'watching' && before.state.status !== 'stuck') return undefined
  const { unblockedAt, unblock } = before.state
  const deliveredAt = 'unblock' in after ? after.unblock?.mail?.deliveredAt : undefined
  return deliveredAt === undefined || unblock.mail?.deliveredAt !== undefined
    ? undefined
    : deliveredAt - unblockedAt
}

function toUnblockOutcome(before: Incident, after: Incident['state']): UnblockOutcome | undefined {
  const { status } = before.state
  // Back from being stuck it is the same unblock.
  if (after.status === 'watching' && status === 'stuck') return undefined
  if (after.status === 'watching') return after.alreadyGone ? 'already-gone' : 'unblocked'
  if (status !== 'unblocking' && status !== 'uncertain') return undefined
  return after.status === 'failed' || after.status === 'uncertain' ? after.status : undefined
}

/** A clock that was set back must not make a wait negative. */
function toSeconds(milliseconds: number): number {
  return Math.max(0, milliseconds) / 1_000
}
