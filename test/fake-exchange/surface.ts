// Holds the fake tenant to what Reprieve says that it asks for and reads: what is not on that list cannot be sent, and is not
// there to be read. So whoever reads a property that nobody wrote down sees their own test fail.
import { cmdletNames, getCmdletSurface } from '../../src/backends/exchange/surface/cmdlets.js'
import { findGraphRoute, type GraphRoute } from '../../src/backends/exchange/surface/graph.js'
import { type FakeCall, refuseUnknown } from './cmdlet.js'

type Answered = Readonly<Record<string, unknown>>

export function refuseUnlisted(name: string, parameters: FakeCall['parameters']): void {
  const cmdlet = findListed(name)
  if (cmdlet !== undefined) refuseUnknown(parameters, getCmdletSurface(cmdlet).parameters)
}

/** The properties that are on the list, of each record. */
export function keepListed(name: string, records: readonly Answered[]): readonly Answered[] {
  const cmdlet = findListed(name)
  if (cmdlet === undefined) return records
  const { reads } = getCmdletSurface(cmdlet)
  return reads === 'everything' ? records : records.map((record) => keep(record, reads))
}

function findListed(name: string) {
  return cmdletNames.find((one) => one.toLowerCase() === name.toLowerCase())
}

interface GraphRequest {
  readonly method: string
  /** Decoded part by part. */
  readonly path: string
  readonly query: URLSearchParams
}

/** Undefined: Reprieve says that it never asks this. */
export function findRoute({ method, path, query }: GraphRequest): GraphRoute | undefined {
  const route = findGraphRoute(method, path)
  if (route === undefined || [...query.keys()].some((key) => !route.query.includes(key))) return undefined
  const selected = query.get('$select')?.split(',') ?? []
  return selected.every((name) => isRead(route, name)) ? route : undefined
}

function isRead({ reads }: GraphRoute, name: string): boolean {
  return reads.some((one) => one === name || one.startsWith(`${name}.`))
}

/** An object, or a page of them, as far as it is on the list. */
export function keepListedGraph(route: GraphRoute, body: unknown): unknown {
  if (!isRecord(body)) return body
  if (!Array.isArray(body.value)) return keep(body, route.reads)
  return { ...body, value: body.value.map((one: unknown) => (isRecord(one) ? keep(one, route.reads) : one)) }
}

function keep(record: Answered, reads: readonly string[]): Answered {
  const wanted = new Set(reads.map((one) => one.split('.')[0]?.toLowerCase()))
  const isAnnotation = (key: string) => key.startsWith('@odata.')
  return Object.fromEntries(
    Object.entries(record)
      .filter(([key]) => wanted.has(key.toLowerCase()) || isAnnotation(key))
      .map(([key, value]) => [key, isRecord(value) ? keepInside(key, value, reads) : value]),
  )
}

function keepInside(key: string, value: Answered, reads: readonly string[]): Answered {
  const inside = reads.filter((one) => one.startsWith(`${key}.`)).map((one) => one.slice(key.length + 1))
  return inside.length === 0 ? value : keep(value, inside)
}

function isRecord(value: unknown): value is Answered {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
