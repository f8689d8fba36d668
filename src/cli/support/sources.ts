// Where the bundle takes from, and who has a name there.
import {
  type BotSettings,
  type ListedTenant,
  listSecrets,
  type StorePlace,
  type Written,
} from '../../config/index.js'
import { type ConfigOption, describeSettingsFile, findStorePlace, listTenants, load } from '../settings.js'
import type { Terminal } from '../terminal.js'
import { listKnown, listTexts, toKind } from './known.js'
import { createPseudonyms, type Known, type Pseudonyms } from './pseudonyms.js'

export interface Sources {
  readonly written: Written | undefined
  readonly settings: BotSettings | undefined
  readonly place: StorePlace | undefined
  /** Also those of a CSV or a folder. */
  readonly tenants: readonly ListedTenant[]
}

/** As much as can be had: what is broken is what somebody asks about. */
export async function openSources(terminal: Terminal, options: ConfigOption): Promise<Sources> {
  const orNothing = <Value>(value: Promise<Value>) => value.catch(() => undefined)
  const [written, settings, place, tenants = []] = await Promise.all([
    orNothing(describeSettingsFile(terminal, options)),
    orNothing(load(terminal, options)),
    orNothing(findStorePlace(terminal, options)),
    orNothing(listTenants(terminal, options)),
  ])
  return { written, settings, place, tenants }
}

export async function toPseudonyms(
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
