// What is true at the moment somebody asks.
import { Gauge, type Registry } from 'prom-client'
import { blindCauses } from '../domain/blindness.js'
import type { Status } from '../domain/incident.js'
import type { Measures } from '../ports.js'

const liveStatuses: Readonly<Record<Exclude<Status, 'closed'>, true>> = {
  open: true,
  reviewing: true,
  unblocking: true,
  uncertain: true,
  watching: true,
  stuck: true,
  failed: true,
}

export interface States {
  /** Undefined: not known, so that nothing old is told as if it were true. */
  set(now: Measures | undefined): void
}

export function createStates(registry: Registry, version: string): States {
  const registers = [registry]
  const gauges = createGauges(registry)
  const build = new Gauge({
    name: 'reprieve_build_info',
    help: 'Always 1; the version of Reprieve is its label',
    labelNames: ['version'],
    registers,
  })
  build.set({ version }, 1)
  return {
    set(now) {
      for (const gauge of Object.values(gauges)) gauge.reset()
      gauges.ready.set(Number(now?.isReady ?? false))
      if (now !== undefined) return setAll(gauges, now)
      // A gauge without labels is reset to 0, which would be a statement.
      const bare = [gauges.settings, gauges.due, gauges.late, gauges.failing, gauges.behind, gauges.replicas]
      for (const gauge of bare) gauge.remove()
    },
  }
}

type Gauges = ReturnType<typeof createGauges>

/** Read from the store: added up over replicas it would be told too often. */
const ofAll = '; of all replicas: take the largest, not the sum'

function createGauges(registry: Registry) {
  const create = <Label extends string>(name: string, help: string, ...labelNames: readonly Label[]) =>
    new Gauge({ name: `reprieve_${name}`, help, labelNames, registers: [registry] })
  return {
    ready: create('ready', '1 when /readyz says so'),
    settings: create(
      'settings_refused',
      '1 while what is written in the settings has a mistake, and those before are in use',
    ),
    incidents: create('incidents', `Live incidents by status${ofAll}`, 'status'),
    resting: create('incidents_resting', `Live incidents that may wait: snoozed, or muted${ofAll}`, 'by'),
    lastGoodPoll: create(
      'last_good_poll_timestamp_seconds',
      `When the last complete poll of the list of a tenant began; 0 before the first${ofAll}`,
      'tenant',
    ),
    pollInterval: create('poll_interval_seconds', 'Time from one poll to the next, as it was set', 'tenant'),
    listDoubts: create(
      'list_doubts',
      `Of the last good poll of a tenant: entries that could not be read, and empty lists with a warning${ofAll}`,
      'tenant',
    ),
    due: create('tasks_due', `Backlog: tasks whose time has come and that nobody has taken up${ofAll}`),
    late: create('oldest_due_task_age_seconds', `How long the oldest of the due tasks has been due${ofAll}`),
    failing: create('tasks_failing', `Tasks whose last try failed${ofAll}`),
    behind: create('journal_behind', '1 while the files of the journal lack what has been saved, else 0'),
    replicas: create('replicas', 'Processes that work on one store, as this one counts them'),
    blind: create(
      'blind',
      'What goes unseen and has been told in chat: tenants not watched, platforms not reached, the journal, the clock',
      'cause',
    ),
    platformOk: create('platform_ok', '1 when the platform is well, else 0', 'platform'),
  }
}

function setAll(gauges: Gauges, now: Measures): void {
  const { incidents, resting, polls, platforms, work, isJournalWritten, replicas, blind } = now
  gauges.replicas.set(replicas)
  gauges.behind.set(Number(!isJournalWritten))
  gauges.settings.set(Number(now.isSettingsRefused))
  for (const cause of blindCauses) gauges.blind.set({ cause }, blind.get(cause) ?? 0)
  for (const status of Object.keys(liveStatuses) as (keyof typeof liveStatuses)[])
    gauges.incidents.set({ status }, incidents.get(status) ?? 0)
  gauges.resting.set({ by: 'snooze' }, resting.snoozed)
  gauges.resting.set({ by: 'mute' }, resting.muted)
  for (const { tenantId, lastGoodAt = 0, pollSeconds, doubts } of polls) {
    gauges.lastGoodPoll.set({ tenant: tenantId }, lastGoodAt / 1_000)
    gauges.pollInterval.set({ tenant: tenantId }, pollSeconds)
    gauges.listDoubts.set({ tenant: tenantId }, doubts)
  }
  for (const { name, ok } of platforms) gauges.platformOk.set({ platform: name }, Number(ok))
  gauges.due.set(work.due)
  gauges.late.set(work.lateMilliseconds / 1_000)
  gauges.failing.set(work.failing)
}
