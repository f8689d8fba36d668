// What every step of the setup has at hand.
import type { Check } from '../../domain/check.js'
import { ConfigError } from '../../errors.js'
import { type Probe, withProbe } from '../../run/probe.js'
import { type SettingsFiles, toUploadFolder } from '../settings-files.js'
import type { Terminal } from '../terminal.js'
import type { Asker } from './asker.js'
import { type Looked, look } from './look.js'
import { getQuestion, type QuestionId } from './questions.js'

export interface Walk {
  readonly terminal: Terminal
  readonly asker: Asker
  readonly files: SettingsFiles
  /** Where what has to be uploaded is written. */
  readonly folder: string
  readonly goesOn: boolean
  /** Which of the tenants it is about. */
  readonly tenantAt: number
  /** What a name of a variable of this tenant alone ends with. */
  readonly suffix: string
  /** Settings of a tenant that the defaults say: they are asked of nobody. */
  readonly known: ReadonlySet<string>
  /** What was saved although it does not work yet. */
  readonly skipped: string[]
  /** Files for somebody to upload or run. */
  readonly written: string[]
}

type Beginning = Pick<Walk, 'terminal' | 'asker' | 'files' | 'tenantAt' | 'suffix'>

export function beginWalk(
  beginning: Beginning,
  { folder, goOn }: { readonly folder?: string; readonly goOn?: boolean },
): Walk {
  return {
    ...beginning,
    folder: toUploadFolder(beginning.files, folder),
    goesOn: goOn === true,
    known: new Set(),
    skipped: [],
    written: [],
  }
}

type Path = readonly (string | number)[]

export function toTenantPath({ tenantAt }: Walk, ...path: Path): Path {
  return ['tenants', tenantAt, ...path]
}

/** Whether there is nothing to ask: the defaults say it, and whoever is here does not. */
export function isKnown({ asker, known }: Walk, names: readonly string[], ids: readonly QuestionId[]) {
  return names.some((name) => known.has(name)) && !ids.some((id) => asker.isGiven(id))
}

/** One answer for one setting, as it is typed. */
export function askSetting(
  { asker, files: { draft } }: Walk,
  id: QuestionId,
  path: Path,
  byDefault?: string,
): Promise<void> {
  return asker.ask(id, {
    byDefault: draft.readText(path) ?? byDefault,
    take: (answer) => trySet({ draft }, path, () => draft.set(path, answer)),
  })
}

/** The same of a secret, which goes into the file beside. */
export function askSecret(walk: Walk, id: QuestionId, path: Path): Promise<void> {
  const { asker, files } = walk
  const { draft } = files
  const { known, name } = findKept(walk, path, getQuestion(id).secret ?? '')
  return asker.ask(id, {
    byDefault: known,
    take(answer) {
      // It may be kept where only the service finds it, and stays there.
      if (answer === known) return undefined
      return trySet({ draft }, path, () => draft.setSecret(path, name, answer))
    },
  })
}

interface Kept {
  /** What the settings refer to now. */
  readonly known: string | undefined
  /** The variable for another one. */
  readonly name: string
}

const reference = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/

/** @param usual name of the variable, of the first tenant or of all. */
export function findKept({ files: { draft }, suffix }: Walk, path: Path, usual: string): Kept {
  const written = draft.read(path)
  const referred = typeof written === 'string' ? reference.exec(written)?.[1] : undefined
  if (referred === undefined) return { known: undefined, name: `${usual}${suffix}` }
  // What another tenant uses as well is not to become another one's.
  const isShared = draft.text().split(`\${${referred}}`).length > 2
  return { known: draft.findSecret(referred), name: isShared ? `${usual}${suffix}` : referred }
}

/** Undone when the schema does not take it; then with what is wrong. */
export function trySet(
  { draft }: Pick<SettingsFiles, 'draft'>,
  path: Path,
  set: () => void,
): string | undefined {
  const undo = draft.toMark()
  set()
  const problem = draft.findProblem(path)
  if (problem !== undefined) undo()
  return problem && `That ${problem}`
}

/** Asks by what is written so far; nothing is asked of settings that no start would take. */
export async function probe<Value>(
  { terminal, files: { draft } }: Walk,
  use: (probe: Probe) => Promise<Value>,
): Promise<Value | ConfigError> {
  try {
    return await withProbe(draft.toSettings(), terminal, use)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}

/** @returns whether the answers are to be given anew. */
export async function lookAt(
  walk: Walk,
  what: string,
  examine: (probe: Probe) => Promise<readonly Check[]>,
): Promise<Looked> {
  const { asker, goesOn, skipped } = walk
  const looked = await look({
    asker,
    what,
    goesOn,
    async examine() {
      const found = await probe(walk, examine)
      return found instanceof ConfigError ? found.problems.map(toSettingsCheck) : found
    },
  })
  if (looked === 'skipped') skipped.push(what)
  return looked
}

function toSettingsCheck(found: string): Check {
  return { name: 'Settings', result: 'problem', found, remedy: '' }
}
