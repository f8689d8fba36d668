// reprieve support: one file for whoever is to help, in which nobody is named and no secret stands.
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { resolve } from 'node:path'
import { ConfigError } from '../../errors.js'
import type { ConfigOption } from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'
import { type Part, writeBundle } from './bundle.js'
import {
  readDoctor,
  readJournalShape,
  readLog,
  readMetrics,
  readStatus,
  replaceAll,
  toSettingsPart,
} from './parts.js'
import { openSources, toPseudonyms } from './sources.js'

export interface SupportOptions extends ConfigOption {
  readonly log?: string
  readonly out?: string
  readonly yes?: boolean
  readonly json?: boolean
}

/** @throws ExitError when somebody does not want it, or it cannot be written. */
export async function writeSupport(
  terminal: Terminal,
  version: string,
  options: SupportOptions,
): Promise<void> {
  const parts = await collect(terminal, version, options)
  const rows = parts.map(({ name, what, text }) => ({ name, what, bytes: Buffer.byteLength(text) }))
  const path = resolve(options.out ?? `reprieve-support-${new Date().toISOString().slice(0, 10)}.zip`)
  terminal.err(
    `Into ${path}:\n${rows.map(({ name, what, bytes }) => `  ${name} (${bytes} bytes): ${what}`).join('\n')}`,
  )
  if (terminal.isInteractive && options.yes !== true) {
    const typed = await terminal.ask('Write it? Type yes: ')
    if (typed?.trim().toLowerCase() !== 'yes') throw new ExitError(exitCodes.no, 'Nothing was written.')
  }
  writeBundle(path, parts)
  if (options.json === true) return terminal.out(JSON.stringify({ path, files: rows }))
  await terminal.out(
    `Written: ${path}\nNothing was sent. Read it before you send it on: names that only stand in texts of others may have been missed.`,
  )
}

async function collect(
  terminal: Terminal,
  version: string,
  options: SupportOptions,
): Promise<readonly Part[]> {
  const sources = await openSources(terminal, options)
  const names = await toPseudonyms(terminal, sources)
  const { written, settings, place } = sources
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`
  const masked = (value: unknown) => json(replaceAll(value, names))
  const attempt = async (read: () => string | Promise<string>): Promise<string> => {
    try {
      return await read()
    } catch (error) {
      const why =
        error instanceof ConfigError ? error.problems.join(' ') : error instanceof Error ? error.message : ''
      return json({ missing: names.replace(why) })
    }
  }
  const need = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new ConfigError(['The settings are not usable: settings.json says why.'])
    return value
  }
  const about = {
    reprieve: version,
    node: terminal.node,
    system: {
      platform: platform(),
      release: release(),
      arch: arch(),
      cpus: cpus().length,
      memoryBytes: totalmem(),
    },
    writtenAt: new Date().toISOString(),
  }
  return [
    { name: 'about.json', what: 'version, Node, system', text: json(about) },
    {
      name: 'settings.json',
      what: 'settings without secrets and names, which variables are set',
      text: await attempt(() => json(toSettingsPart(need(written), names))),
    },
    {
      name: 'doctor.json',
      what: 'what the doctor says now; no test card is posted',
      text: await attempt(async () => masked(await readDoctor(terminal, options))),
    },
    {
      name: 'status.json',
      what: 'what status says',
      text: await attempt(async () => masked(await readStatus(terminal, options))),
    },
    {
      name: 'metrics.txt',
      what: 'the numbers of the running bot',
      text: await attempt(async () => names.replace(await readMetrics(need(settings)))),
    },
    {
      name: 'journal.json',
      what: 'how many entries of which type; no text of any',
      text: await attempt(async () => json(await readJournalShape(need(place)))),
    },
    ...(options.log === undefined
      ? []
      : [
          {
            name: 'log.ndjson',
            what: 'the last lines of the log',
            text: await attempt(() => readLog(options.log ?? '', names)),
          },
        ]),
  ]
}
