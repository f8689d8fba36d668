// Graph answered from the records of a story: `graph users/{id}` stands for the account it is about.
import type { Graph, GraphRecord } from '../../src/backends/exchange/graph.js'
import { BackendError } from '../../src/errors.js'
import { type Story, type StoryRecord, toTime } from './story.js'

export function createStoryGraph(story: Story): Graph & { readonly calls: readonly string[] } {
  const calls: string[] = []
  const ask = (path: string) => {
    calls.push(path)
    return answer(story, path)
  }
  return {
    calls,
    get: async (path) => {
      const { records, isObject } = ask(path)
      if (isObject && records.length === 0)
        throw new BackendError('Graph has no such object.', { code: 'not-found', outcome: 'unchanged' })
      return isObject ? (records[0] ?? {}) : { value: records }
    },
    list: async (path, _signal, most = 1_000) => ask(path).records.slice(0, most),
    send: () => Promise.reject(new Error('evidence changes nothing')),
    listPermissions: async () => [],
    listDirectoryRoles: async () => [],
  }
}

interface StoryAnswer {
  readonly records: readonly GraphRecord[]
  readonly isObject: boolean
}

function answer(story: Story, given: string): StoryAnswer {
  const url = new URL(given, 'https://graph.microsoft.com')
  const path = decodeURIComponent(url.pathname)
    .replace(/^\/(?:v1\.0|beta)\//, '')
    .replaceAll('microsoft.graph.', '')
    .replace(/\((\w+)='([^']*)'\)$/, '/$2')
  const filter = url.searchParams.get('$filter') ?? ''
  const parts = path.split('/')
  const [collection = '', id, ...rest] = parts
  if (collection === 'users' && id !== undefined) return answerUser(story, id, rest)
  if (collection === 'users') return { records: filterUsers(story, filter), isObject: false }
  const listed = findListed(story, path)
  if (listed.length > 0 || parts.length < 2) return { records: applyFilter(listed, filter), isObject: false }
  const parent = findListed(story, parts.slice(0, -1).join('/')).filter((record) =>
    isNamed(record, parts.at(-1)),
  )
  const isObject = isKnown(story, parts.slice(0, -1).join('/')) && !isKnown(story, path)
  return { records: isObject ? parent : [], isObject }
}

function isKnown(story: Story, path: string): boolean {
  return Object.keys(story.records).some((key) => toPath(key) === path.toLowerCase())
}

/** `graph auditLogs/signIns (others at 192.0.2.99)` belongs to `auditLogs/signIns`. */
function toPath(key: string): string {
  return key.startsWith('graph ')
    ? key
        .slice(6)
        .replace(/\s*\(.*\)\s*$/, '')
        .replaceAll('microsoft.graph.', '')
        .trim()
        .toLowerCase()
    : ''
}

/** What is in brackets is only given to whom it is asked of: an address becomes a part of the record. */
function findListed(story: Story, path: string): readonly StoryRecord[] {
  return Object.entries(story.records).flatMap(([key, records]) => {
    if (toPath(key) !== path.toLowerCase()) return []
    const about = /\(([^()]*)\)\s*$/.exec(key)?.[1]
    const ipAddress = /\d+\.\d+\.\d+\.\d+|[\da-f]*:[\da-f:]+/i.exec(about ?? '')?.[0]
    return about === undefined
      ? records
      : records.map((record) => ({ ...(ipAddress === undefined ? {} : { ipAddress }), ...record, about }))
  })
}

function answerUser(story: Story, id: string, rest: readonly string[]): StoryAnswer {
  const own = story.records['graph users/{id}'] ?? []
  const isOwn = own.some((record) => isNamed(record, id)) || id === story.entity.address
  const another = findListed(story, ['users', id, ...rest].join('/'))
  const path = ['users', '{id}', ...rest].join('/')
  const records = another.length > 0 ? another : isOwn ? findListed(story, path) : []
  const isObject = rest.length === 0 || rest.at(-1) === 'manager' || rest.at(-1) === 'mailboxSettings'
  return { records, isObject }
}

function filterUsers(story: Story, filter: string): readonly StoryRecord[] {
  return (story.records['graph users/{id}'] ?? []).filter((record) =>
    ['userPrincipalName', 'mail'].some(
      (name) => typeof record[name] === 'string' && filter.includes(record[name]),
    ),
  )
}

const idProperties = ['id', 'appId', 'userPrincipalName', 'mail'] as const

function isNamed(record: StoryRecord, name: string | undefined): boolean {
  return idProperties.some((property) => String(record[property]).toLowerCase() === name?.toLowerCase())
}

/** As much of OData as evidence asks: equality, dates, and the kind of a sign-in. */
function applyFilter(records: readonly StoryRecord[], filter: string): readonly StoryRecord[] {
  if (records.length === 0) return records
  const equals = [...filter.matchAll(/([\w/]+) eq '([^']*)'/g)].filter(([, name]) => name !== 't')
  const dates = [...filter.matchAll(/(\w+DateTime) (ge|gt|le|lt) ([\d:.TZ-]+)/g)]
  const isSignIns = records.some((record) => 'appDisplayName' in record || 'isInteractive' in record)
  const isAsked = /signInEventTypes/.test(filter)
  const isOthers = equals.some(([, name]) => name === 'ipAddress')
  return records.filter(
    (record) =>
      (isOthers || record.about === undefined) &&
      (!isSignIns || !('isInteractive' in record) || isOfKind(record, filter, isAsked)) &&
      meetsEquals(record, equals) &&
      dates.every(([, name = '', sign = '', date]) => {
        const [at, bound] = [toTime(record[name]), toTime(date)]
        if (at === undefined || bound === undefined) return true
        return sign.startsWith('g') ? at >= bound : at <= bound
      }),
  )
}

/** One name with several values is "or"; a name that the record does not have is not asked of it. */
function meetsEquals(record: StoryRecord, equals: readonly RegExpMatchArray[]): boolean {
  return [...new Set(equals.map(([, name = '']) => name))].every((name) => {
    const value = record[name]
    if (typeof value !== 'string' || /^(?:userId|targetResources|initiatedBy)/.test(name)) return true
    return equals.some(([, one, wanted = '']) => one === name && wanted.toLowerCase() === value.toLowerCase())
  })
}

function isOfKind(record: StoryRecord, filter: string, isAsked: boolean): boolean {
  const isInteractive = record.isInteractive !== false
  if (!isAsked) return isInteractive
  return isInteractive ? /'interactiveUser'/.test(filter) : /'nonInteractiveUser'/.test(filter)
}
