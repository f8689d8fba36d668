// What another reading of the settings changes, and what of that can be done while the bot runs: its tenants alone.
import type { BotSettings } from '../schema.js'

/** The sections that differ and wait for a restart. */
export function listWaiting(running: BotSettings, next: BotSettings): readonly string[] {
  const sections = new Set([...Object.keys(running), ...Object.keys(next)])
  sections.delete('tenants')
  const toText = (settings: BotSettings, name: string) =>
    JSON.stringify(new Map<string, unknown>(Object.entries(settings)).get(name))
  return [...sections].filter((name) => toText(running, name) !== toText(next, name))
}

/** Fewer than these are never too many at once. */
const fewTenants = 10

/**
 * Why the tenants of `next` cannot take over from those of `running`, whose other sections stay in force.
 * @param isForced somebody who runs the host has said that it is meant.
 */
export function findTenantProblems(
  running: BotSettings,
  next: BotSettings,
  { isForced }: { readonly isForced: boolean },
): readonly string[] {
  const ids = new Set(next.tenants.map(({ id }) => id))
  const gone = running.tenants.filter(({ id }) => !ids.has(id)).length
  const isTooMany = !isForced && gone > fewTenants && gone * 2 > running.tenants.length
  return [
    ...findUnmet(running, next),
    ...(isTooMany
      ? [
          `tenants: ${gone} of ${running.tenants.length} would not be watched any more. If that is meant, send SIGHUP ("systemctl reload") or restart; else mend the file.`,
        ]
      : []),
  ]
}

/** What tenants name elsewhere has to be there already. */
function findUnmet({ slack, teams, pagers = [] }: BotSettings, { tenants }: BotSettings): readonly string[] {
  const routes = tenants.flatMap(({ channels }) => channels)
  const steps = routes.flatMap(({ escalate = [] }) => escalate.flatMap((ladder) => ladder.steps))
  const missing = [
    slack === undefined && routes.some((route) => route.slack !== undefined) ? 'slack' : undefined,
    teams === undefined && routes.some((route) => route.teams !== undefined) ? 'teams' : undefined,
    steps.some(({ pager }) => pager !== undefined && !pagers.some(({ id }) => id === pager))
      ? 'pagers'
      : undefined,
  ]
  return missing.flatMap((section) =>
    section === undefined
      ? []
      : [
          `tenants: need what is new in "${section}", which is taken up by a restart alone. Restart Reprieve.`,
        ],
  )
}
