// Changes a few settings of a file that somebody else wrote: comments, order and whatever we do not know stay.
import { type Document, isAlias, isCollection, isMap, isNode, isScalar, parseDocument } from 'yaml'
import { ConfigError } from '../errors.js'
import { type Path, toPathText } from './problem.js'

export interface Change {
  readonly path: Path
  /** Undefined takes it out. */
  readonly value: unknown
}

/**
 * The text with these changes, made in their order.
 * @param text of the file; empty for a new one.
 * @throws ConfigError when the file is not YAML, or is written in a way that only a person can change.
 */
export function editSettings(text: string, changes: readonly Change[]): string {
  const document = parse(text)
  for (const change of changes) apply(document, change)
  return document.toString({ lineWidth: 0 })
}

/** What stands at a path, as it is written: `${NAME}` for what comes from the environment. */
export function readWritten(text: string, path: Path): unknown {
  const document = parse(text)
  if (path.length === 0) return document.toJS() as unknown
  const found = find(document, path)
  return isNode(found) ? (found.toJS(document) as unknown) : undefined
}

function parse(text: string): Document {
  const document = parseDocument(text === '' ? heading : text, {
    prettyErrors: false,
    version: '1.2',
    schema: 'core',
    stringKeys: true,
  })
  if (document.errors.length > 0 || !(document.contents === null || isMap(document.contents)))
    throw new ConfigError([
      'The settings file is not YAML with a section at its top. "reprieve config check" says where.',
    ])
  return document
}

const heading = `# Reprieve's settings: docs/settings.md has them all. Secrets stand in the environment, here as \${NAME}.
`

function find(document: Document, path: Path): unknown {
  return document.getIn(path, true)
}

function apply(document: Document, { path, value }: Change): void {
  const reached = path.map((_, at) => find(document, path.slice(0, at + 1)))
  if (reached.some(isAlias))
    throw new ConfigError([
      `${toPathText(path)}: is written with an * that refers to another place. Change it by hand.`,
    ])
  if (value === undefined) {
    if (reached.at(-1) !== undefined) document.deleteIn(path)
    return
  }
  const old = reached.at(-1)
  // The comment behind a value stays behind the new one.
  if (isScalar(old) && isPlain(value)) {
    old.value = value
    // A number that was written as 0x10 is not to be written so again.
    delete old.source
    delete old.format
    return
  }
  makeWay(document, path)
  document.setIn(path, document.createNode(value))
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

/** `tenants:` with nothing behind it is null, and nothing can be put into that. */
function makeWay(document: Document, path: Path): void {
  for (const at of path.slice(1).keys()) {
    const above = path.slice(0, at + 1)
    const node = find(document, above)
    // What was written as [] or {} is to be read line by line once there is something in it.
    if (isCollection(node) && node.items.length === 0) node.flow = false
    if (!(isScalar(node) && node.value === null)) continue
    const isList = typeof path[at + 1] === 'number'
    document.setIn(above, document.createNode(isList ? [] : {}))
  }
}
