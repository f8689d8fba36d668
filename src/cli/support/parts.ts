// What goes into the bundle, each part by itself: one that cannot be had says why in its place.
import { readFile } from 'node:fs/promises'
import type { BotSettings, StorePlace, Written } from '../../config/index.js'
import { openSavedJournal } from '../../run/journal.js'
import { askAnyData } from '../ask.js'
import { askDoctor } from '../doctor.js'
import { isBotRunning } from '../running.js'
import { type ConfigOption, load } from '../settings.js'
import type { Terminal } from '../terminal.js'
import { toKind } from './known.js'
import type { Pseudonyms } from './pseudonyms.js'

/** Members and all, with every text replaced. */
export function replaceAll(value: unknown, names: Pseudonyms): unknown {
  if (typeof value === 'string') return names.replace(value)
  if (Array.isArray(value)) return value.map((one: unknown) => replaceAll(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]: [string, unknown]) => [
      names.replace(key),
      replaceAll(one, names),
    ]),
  )
}

/** The settings as they are written: what could be somebody's is a number, what the schema lists stays. */
export function toSettingsPart({ value, variables, problems, isChoice }: Written, names: Pseudonyms): object {
  function walk(one: unknown, path: readonly (string | number)[]): unknown {
    if (Array.isArray(one)) return one.map((item: unknown, at) => walk(item, [...path, at]))
    if (typeof one === 'object' && one !== null)
      return Object.fromEntries(
        Object.entries(one).map(([key, item]: [string, unknown]) => [
          names.replace(key),
          walk(item, [...path, key]),
        ]),
      )
    if (typeof one !== 'string') return one
    if (/^\$\{\w+\}$/.test(one) || isChoice(path, one) || one === 'installed') return one
    return names.toLabel(toKind(path.filter((step) => typeof step === 'string')), one)
  }
  return { settings: walk(value, []), variables, problems: problems.map((text) => names.replace(text)) }
}

export async function readDoctor(terminal: Terminal, option: ConfigOption): Promise<object> {
  const settings = await load(terminal, option)
  return askDoctor({ terminal, settings }, { tenant: undefined, postsTestCards: false })
}

export function readStatus(terminal: Terminal, option: ConfigOption): Promise<object> {
  return askAnyData(terminal, option, 'status')
}

const metricsMilliseconds = 5_000

/** Of the bot that runs here. @throws Error when there is none. */
export async function readMetrics({ dataFolder, server }: BotSettings): Promise<string> {
  if (!(await isBotRunning(dataFolder))) throw new Error('No bot is running on this machine.')
  const { host, port, metricsPort } = server
  const own =
    host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? `[${host === '::' ? '::1' : host}]` : host
  const url = `http://${own}:${metricsPort ?? port}/metrics`
  const response = await fetch(url, { signal: AbortSignal.timeout(metricsMilliseconds) })
  if (!response.ok) throw new Error(`The bot answered with ${response.status}.`)
  return response.text()
}

const mostLines = 1_000

/** The end of it; a line that is JSON member by member. */
export async function readLog(path: string, names: Pseudonyms): Promise<string> {
  const text = await readFile(path, 'utf8')
  const lines = text.trimEnd().split('\n').slice(-mostLines)
  return `${lines.map((line) => toLogLine(line, names)).join('\n')}\n`
}

function toLogLine(line: string, names: Pseudonyms): string {
  try {
    return JSON.stringify(replaceAll(JSON.parse(line), names))
  } catch {
    return names.replace(line)
  }
}

/** How many of which kind, from when to when: no text of any. */
export async function readJournalShape(place: StorePlace): Promise<object> {
  const journal = await openSavedJournal(place)
  try {
    const counts = new Map<string, number>()
    let [first, last]: (number | undefined)[] = []
    for await (const { entry } of journal.streamJournal()) {
      const { type, at } = entry.event
      counts.set(type, (counts.get(type) ?? 0) + 1)
      first ??= at
      last = at
    }
    const { ok } = await journal.verifyJournal()
    const toTime = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString())
    const types = Object.fromEntries([...counts].toSorted(([one], [other]) => one.localeCompare(other)))
    return { isWhole: ok, first: toTime(first), last: toTime(last), types }
  } finally {
    await journal.close()
  }
}
