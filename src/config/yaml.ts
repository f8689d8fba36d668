// YAML 1.2 as plain values with the line of each. Messages never quote the text: it may hold a secret.
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import { type Path, type Problem, toPathText } from './problem.js'

const longestText = 256 * 1024
/** Aliases are followed, so a small text can mean a great deal. */
const mostNodes = 20_000
const deepest = 16

const notYaml = [
  'is not YAML',
  'Put text with special characters in quotes, and "${NAME}" within { }',
] as const

type YamlProblem = Problem & { readonly line?: number }

export interface YamlRead {
  readonly value: unknown
  /** By path, as in `tenants[0].name`. */
  readonly lines: ReadonlyMap<string, number>
  /** Where null is written, or ~: it counts where there is something to undo, and is nothing elsewhere. */
  readonly nulls: readonly Path[]
  /** False when the text is too broken for its values to be worth a look. */
  readonly isSound: boolean
  readonly problems: readonly YamlProblem[]
}

/** The tree can still be trusted after these. */
const harmless = new Set(['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED', 'NON_STRING_KEY'])

const meanings: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  DUPLICATE_KEY: ['has the same key twice in one section', 'Keep one of them'],
  TAG_RESOLVE_FAILED: ['has a tag (a word that begins with !)', 'Write the plain value'],
  NON_STRING_KEY: ['has a key that is not a word', 'Write a plain word before the colon'],
  TAB_AS_INDENT: ['is indented with a tab', 'Indent with spaces'],
  BAD_INDENT: ['is indented differently from its neighbours', 'Line it up with them'],
  MULTIPLE_DOCS: ['begins a second document', 'Remove the line ---'],
  MISSING_CHAR: ['misses a closing quote, bracket or comma', 'Close it'],
  BLOCK_AS_IMPLICIT_KEY: ['has a second colon', 'Put the value in quotes'],
}

export function readYaml(text: string): YamlRead {
  if (text.length > longestText) return toBroken('is longer than 256 KiB', 'Remove what is not a setting')
  try {
    return readDocument(text)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return toBroken(
      'is nested too deeply or refers to itself',
      'Write the settings out, without so many aliases',
    )
  }
}

function toBroken(what: string, remedy: string): YamlRead {
  return {
    value: undefined,
    lines: new Map(),
    nulls: [],
    isSound: false,
    problems: [{ path: '', what, remedy }],
  }
}

function readDocument(text: string): YamlRead {
  const counter = new LineCounter()
  // `schema` keeps a %YAML 1.1 directive from turning `no` into false.
  const document = parseDocument(text, {
    prettyErrors: false,
    lineCounter: counter,
    stringKeys: true,
    version: '1.2',
    schema: 'core',
    logLevel: 'error',
  })
  const toLine = (offset: number) => counter.linePos(offset).line
  const found = [...document.errors, ...document.warnings]
  // One slip breaks many lines after it; only the first is worth a word.
  const slip = found.findIndex(({ code }) => !harmless.has(code))
  const faults = found.filter(({ code }, at) => at === slip || harmless.has(code))
  const problems = faults.map(({ code, pos }) => {
    const [what, remedy] = meanings[code] ?? notYaml
    return { path: '', line: toLine(pos[0]), what, remedy }
  })
  const isSound = slip === -1
  if (!isSound) return { value: undefined, lines: new Map(), nulls: [], isSound, problems }
  const reading = createReading(document, toLine)
  const value = reading.read(document.contents, [])
  return {
    value: value ?? {},
    lines: reading.lines,
    nulls: reading.nulls,
    isSound,
    problems: [...problems, ...reading.problems],
  }
}

function createReading(document: Document, toLine: (offset: number) => number) {
  const targets = findTargets(document)
  const lines = new Map<string, number>()
  const problems: YamlProblem[] = []
  const nulls: Path[] = []
  let nodes = 0

  function note(path: Path, node: unknown): void {
    const offset = isNode(node) ? node.range?.[0] : undefined
    if (offset !== undefined) lines.set(toPathText(path), toLine(offset))
  }

  function readAlias(alias: Alias, path: Path): unknown {
    const target = targets.get(alias)
    if (target !== undefined) return read(target, path)
    problems.push({
      path: toPathText(path),
      what: 'has an * that refers to nothing',
      remedy: 'Put the value in quotes',
    })
    return undefined
  }

  /** @throws RangeError when it goes too deep or becomes too much. */
  function read(node: unknown, path: Path): unknown {
    nodes += 1
    if (nodes > mostNodes || path.length > deepest) throw new RangeError('too much')
    // What has a key stands where the key does.
    if (typeof path.at(-1) !== 'string') note(path, node)
    if (isAlias(node)) return readAlias(node, path)
    if (isSeq(node)) return node.items.map((item, at) => read(item, [...path, at]))
    // `key:` with nothing behind it means the same as no such line, but the key has to be a known one.
    if (isScalar(node) && node.value === null && node.source !== '') nulls.push(path)
    if (!isMap(node)) return isScalar(node) ? (node.value ?? undefined) : undefined
    return Object.fromEntries(
      node.items.map(({ key, value }) => {
        const name = isScalar(key) ? String(key.value) : ''
        note([...path, name], key)
        return [name, read(value, [...path, name])]
      }),
    )
  }

  return { read, lines, problems, nulls }
}

/** An alias means the last anchor of its name before it. */
function findTargets(document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(document, {
    Node(_key, node) {
      const target = isAlias(node) ? anchors.get(node.source) : undefined
      if (isAlias(node) && target !== undefined) targets.set(node, target)
      if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node)
    },
  })
  return targets
}

/** A key that is missing has no line; its section has. */
export function findLine(lines: ReadonlyMap<string, number>, path: string): number | undefined {
  const line = lines.get(path)
  const section = path.replace(/(^|\.)[^.[\]]*$|\[\d+\]$/, '')
  return line !== undefined || section === path ? line : findLine(lines, section)
}
