// Listens to what is asked and answered, and keeps of it what names nobody.
import { type ProtocolCall, toKind } from '../../domain/protocol.js'
import { BackendError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import { findProperty } from '../records.js'
import type { CmdletCall, Cmdlets } from './cmdlets.js'
import type { Graph } from './graph.js'
import { getCmdletSurface } from './surface/cmdlets.js'
import { findGraphRoute } from './surface/graph.js'

type Answered = Readonly<Record<string, unknown>>

interface Told {
  readonly call: string
  readonly reads: readonly string[]
}

export interface Protocol {
  toCmdlets(cmdlets: Cmdlets): Cmdlets
  toGraph(graph: Graph): Graph
  /** What was told so far, in the order in which it was asked first. */
  list(): readonly ProtocolCall[]
}

export function createProtocol(clock: Pick<Clock, 'monotonic'>): Protocol {
  const calls = new Map<string, ReturnType<typeof createEntry>>()

  async function listen<Value>(
    told: Told,
    ask: () => Promise<Value>,
    toObjects: (value: Value) => { readonly objects: readonly Answered[]; readonly warned: boolean },
  ): Promise<Value> {
    const entry = calls.get(told.call) ?? createEntry(told)
    calls.set(told.call, entry)
    const began = clock.monotonic()
    try {
      const value = await ask()
      const { objects, warned } = toObjects(value)
      entry.add(objects, warned)
      return value
    } catch (error) {
      entry.fail(error instanceof BackendError ? error.code : 'bug')
      throw error
    } finally {
      entry.took(clock.monotonic() - began)
    }
  }

  return {
    toCmdlets: (cmdlets) => ({
      ...cmdlets,
      run: (call, signal) =>
        listen(
          tellCmdlet(call),
          () => cmdlets.run(call, signal),
          ({ records, warnings }) => ({ objects: records, warned: warnings.length > 0 }),
        ),
    }),
    toGraph: (graph) => ({
      ...graph,
      get: (path, signal) =>
        listen(
          tellRoute(path),
          () => graph.get(path, signal),
          (record) => ({ objects: [record], warned: false }),
        ),
      list: (path, signal, most) =>
        listen(
          tellRoute(path),
          () => graph.list(path, signal, most),
          (objects) => ({ objects, warned: false }),
        ),
    }),
    list: () => [...calls.values()].map((entry) => entry.read()),
  }
}

function tellCmdlet({ cmdlet, parameters }: CmdletCall): Told {
  const names = Object.keys(parameters).map((name) => `-${name}`)
  const { reads } = getCmdletSurface(cmdlet)
  return { call: [cmdlet, ...names].join(' '), reads: reads === 'everything' ? [] : reads }
}

function tellRoute(path: string): Told {
  const [before = '', query = ''] = path.split('?')
  const route = findGraphRoute('GET', before.split('/').map(decodeURIComponent).join('/'))
  const options = [...new URLSearchParams(query).keys()]
  const asked = options.length === 0 ? '' : ` with ${options.join(', ')}`
  return { call: `GET ${route?.path ?? 'another route'}${asked}`, reads: route?.reads ?? [] }
}

function createEntry({ call, reads }: Told) {
  const answered: number[] = []
  const failures: string[] = []
  const kinds = new Map<string, Set<string>>()
  const seen = new Set<string>()
  let warned = 0
  let slowest = 0

  function describe(object: Answered, before: string): void {
    for (const [name, value] of Object.entries(object)) {
      if (!isName(name)) continue
      const full = `${before}${name}`
      kinds.set(full, (kinds.get(full) ?? new Set()).add(toKind(value)))
      const inside = findInside(value)
      if (inside !== undefined && before === '') describe(inside, `${full}.`)
    }
  }

  return {
    took: (milliseconds: number) => {
      slowest = Math.max(slowest, Math.round(milliseconds))
    },
    fail: (code: string) => void failures.push(code),
    add(objects: readonly Answered[], isWarned: boolean) {
      answered.push(objects.length)
      if (isWarned) warned += 1
      for (const object of objects) {
        describe(object, '')
        for (const name of reads) if (hasRead(object, name.split('.'))) seen.add(name)
      }
    },
    read: (): ProtocolCall => ({
      call,
      slowest,
      answered,
      failures,
      warned,
      properties: Object.fromEntries([...kinds].map(([name, found]) => [name, [...found].toSorted()])),
      absent: answered.some((count) => count > 0) ? reads.filter((name) => !seen.has(name)) : [],
    }),
  }
}

/** A name of a property, and not an address that somebody made a key of. */
function isName(name: string): boolean {
  return /^@?[A-Za-z][A-Za-z.]{0,59}$/.test(name)
}

function hasRead(object: Answered, [name = '', ...rest]: readonly string[]): boolean {
  const value = findProperty(object, name)
  if (value === undefined) return false
  const inside = findInside(value)
  return rest.length === 0 || (inside !== undefined && hasRead(inside, rest))
}

/** An object, also when it is JSON inside a text. */
function findInside(value: unknown): Answered | undefined {
  const given = typeof value === 'string' && value.startsWith('{') ? parseJson(value) : value
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
