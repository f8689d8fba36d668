// Microsoft Graph over HTTP.
import { decodeJwt } from 'jose'
import { z } from 'zod'
import type { Clock, CreateId } from '../../ports.js'
import { createCallService } from './call.js'
import type { Cloud } from './clouds.js'
import type { Tokens } from './credential.js'
import { createMalformedError, createPartialError, toOutcome } from './failures.js'
import type { Graph, GraphRecord } from './graph.js'
import { toGraphRefusal } from './graph-refusal.js'
import type { HttpRequest, SendHttp } from './http.js'
import { findJson } from './json.js'
import { findSameOrigin } from './same-origin.js'

export interface GraphParts {
  readonly cloud: Cloud
  readonly tokens: Tokens
  readonly send: SendHttp
  readonly clock: Clock
  readonly createId: CreateId
}

const recordSchema = z.record(z.string(), z.unknown())
const pageSchema = z.object({ value: z.array(recordSchema), '@odata.nextLink': z.string().nullish() })
const names = z.array(z.string()).default([])
const claimsSchema = z.object({ roles: names, wids: names })

const service = 'Microsoft Graph'
const usualMost = 1_000

export function createGraph({ cloud, tokens, send, clock, createId }: GraphParts): Graph {
  const call = createCallService({ tokens, send, clock })

  async function ask(
    { method, url, body }: Pick<HttpRequest, 'method' | 'url' | 'body'>,
    signal: AbortSignal,
    isAdvanced = false,
  ): Promise<string> {
    const headers = {
      accept: 'application/json',
      // Without it members of an enum that are newer than the API's first version come as `unknownFutureValue`.
      prefer: 'include-unknown-enum-members',
      'client-request-id': createId(),
      ...(isAdvanced ? { consistencylevel: 'eventual' } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const changing = method !== 'GET'
    const request = { service, audience: 'graph', changing, method, url, headers } as const
    const response = await call({ ...request, ...(body === undefined ? {} : { body }) }, signal)
    if (response.status < 200 || response.status >= 300) throw toGraphRefusal({ response, changing, clock })
    return response.body
  }

  async function getClaims(signal: AbortSignal) {
    const claims = claimsSchema.safeParse(readClaims(await tokens.get('graph', signal)))
    if (!claims.success) throw createMalformedError('Microsoft Entra', 'unchanged')
    return claims.data
  }

  const toUrl = (path: string) => `${cloud.graph}${path}`

  return {
    async get(path, signal) {
      const record = recordSchema.safeParse(findJson(await ask({ method: 'GET', url: toUrl(path) }, signal)))
      if (!record.success) throw createMalformedError(service, 'unchanged')
      return record.data
    },
    async list(path, signal, most = usualMost) {
      let records: readonly GraphRecord[] = []
      const asked = new Set<string>()
      const isAdvanced = isAdvancedQuery(path)
      for (let next: string | undefined = toUrl(path); next !== undefined && records.length < most; ) {
        if (asked.has(next)) throw createPartialError(service)
        asked.add(next)
        const page = pageSchema.safeParse(
          findJson(await ask({ method: 'GET', url: next }, signal, isAdvanced)),
        )
        if (!page.success)
          throw asked.size > 1 ? createPartialError(service) : createMalformedError(service, 'unchanged')
        records = records.concat(page.data.value)
        const link = page.data['@odata.nextLink'] ?? undefined
        next = link === undefined ? undefined : findSameOrigin(link, cloud.graph)
        if (next === undefined && link !== undefined) throw createPartialError(service)
      }
      return records.slice(0, most)
    },
    async send({ method, path, body }, signal) {
      const text = await ask(
        { method, url: toUrl(path), ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
        signal,
      )
      if (text.trim() === '') return {}
      const record = recordSchema.safeParse(findJson(text))
      if (!record.success) throw createMalformedError(service, toOutcome(true))
      return record.data
    },
    listPermissions: async (signal) => (await getClaims(signal)).roles,
    listDirectoryRoles: async (signal) => (await getClaims(signal)).wids,
  }
}

/**
 * What Graph answers only with this header and with `$count=true`, such as the members of a cast type
 * (learn.microsoft.com, "Advanced query capabilities on Microsoft Entra ID objects").
 */
function isAdvancedQuery(path: string): boolean {
  return /[?&]\$count=true(?:&|$)/.test(path)
}

// Our own token, fresh from Entra: there is nobody to doubt.
function readClaims(token: string): unknown {
  try {
    return decodeJwt(token)
  } catch {
    return undefined
  }
}
