// reprieve support: one file for whoever is to help, in which nobody is named and no secret stands.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { resolve } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import {
  type BotSettings,
  type ListedTenant,
  listSecrets,
  type StorePlace,
  type Written,
} from '../../config/index.js'
import { ConfigError } from '../../errors.js'
import { type ConfigOption, describeSettingsFile, findStorePlace, listTenants, load } from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'
import { listKnown, listTexts, toKind } from './known.js'
import {
  readDoctor,
  readJournalShape,
  readLog,
  readMetrics,
  readStatus,
  replaceAll,
  toSettingsPart,
} from './parts.js'
import { createPseudonyms, type Known, type Pseudonyms } from './pseudonyms.js'

export interface SupportOptions extends ConfigOption {
  readonly log?: string
  readonly out?: string
  readonly yes?: boolean
  readonly json?: boolean
}

interface Part {
  readonly name: string
  readonly what: string
  readonly text: string
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
  write(path, parts)
  if (options.json === true) return terminal.out(JSON.stringify({ path, files: rows }))
  await terminal.out(
    `Written: ${path}\nNothing was sent. Read it before you send it on: names that only stand in texts of others may have been missed.`,
  )
}

interface Sources {
  readonly written: Written | undefined
  readonly settings: BotSettings | undefined
  readonly place: StorePlace | undefined
  /** Also those of a CSV or a folder. */
  readonly tenants: readonly ListedTenant[]
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

/** As much as can be had: what is broken is what somebody asks about. */
async function openSources(terminal: Terminal, options: SupportOptions): Promise<Sources> {
  const orNothing = <Value>(value: Promise<Value>) => value.catch(() => undefined)
  const [written, settings, place, tenants = []] = await Promise.all([
    orNothing(describeSettingsFile(terminal, options)),
    orNothing(load(terminal, options)),
    orNothing(findStorePlace(terminal, options)),
    orNothing(listTenants(terminal, options)),
  ])
  return { written, settings, place, tenants }
}

async function toPseudonyms(
  terminal: Terminal,
  { written, settings, place, tenants }: Sources,
): Promise<Pseudonyms> {
  const inSettings = [written?.value, settings, { tenants }].flatMap((value) => listTexts(value))
  const secrets = [
    ...(settings === undefined ? [] : listSecrets(settings)),
    ...(written?.values ?? []),
    // Of other programs as well: a log may hold anything.
    ...Object.entries(terminal.environment).flatMap(([name, value]) =>
      value !== undefined && secretVariable.test(name) ? [value] : [],
    ),
  ]
  const known: readonly Known[] = [
    ...inSettings
      .filter(([path, text]) => !isPlain(path, text, secrets))
      .map(([path, value]) => ({ kind: toKind(path), value })),
    { kind: 'person', value: terminal.user },
    { kind: 'host', value: terminal.host },
    ...(place === undefined ? [] : await listKnown(place)),
  ]
  return createPseudonyms(secrets, known)
}

const secretVariable = /secret|token|passw|pwd|key|credential|certificate|auth/i

/** What is no name: words of the settings' own, and what the mask takes anyway. */
function isPlain(path: readonly string[], text: string, secrets: readonly string[]): boolean {
  if (/^\$\{/.test(text) || secrets.includes(text)) return true
  return toKind(path) === 'text' || /^(installed|localhost|0\.0\.0\.0|127\.0\.0\.1|::1?)$/.test(text)
}

function write(path: string, parts: readonly Part[]): void {
  const readMe = `What this is: a bundle for support, written by "reprieve support" on request.
Secrets are masked. People, addresses, organisations, channels and hosts are numbers, the same in every file; who is
which stands nowhere. Names that only stand in texts of others may have been missed.

${parts.map(({ name, what }) => `${name}: ${what}`).join('\n')}
`
  const files = Object.fromEntries(
    [{ name: 'README.txt', text: readMe }, ...parts].map(({ name, text }) => [name, strToU8(text)]),
  )
  try {
    const file = openSync(path, 'wx', 0o600)
    try {
      writeSync(file, zipSync(files))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new ExitError(
      exitCodes.failed,
      code === 'EEXIST'
        ? `${path} is there already. Say another with --out.`
        : `${path} cannot be written (${code}). Say another with --out.`,
    )
  }
}
