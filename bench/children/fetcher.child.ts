// The floor for cmdlets: asks for the same pages with the same HTTP client, bare, and parses their JSON.
import { randomUUID } from 'node:crypto'
import { request } from 'undici'
import { z } from 'zod'
import { clouds } from '../../src/backends/exchange/clouds.js'
import { answerCalls } from '../processes/answer.js'
import { repeatFor } from '../processes/repeat.js'
import { toDirectoryId } from '../world/cloud.js'
import { app } from '../world/facts.js'

const settingsSchema = z.object({ cloud: z.object({ port: z.number() }) })
const roundSchema = z.object({
  tenant: z.number(),
  cmdlets: z.array(z.string()),
  milliseconds: z.number(),
  /** That must come; else it is not the same that is compared. */
  records: z.number(),
})
const tokenSchema = z.object({ access_token: z.string() })
const pageSchema = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() })

const { login, exchange } = clouds.worldwide
const tokens = new Map<number, string>()
let port = 0

answerCalls({
  start(argument) {
    port = settingsSchema.parse(argument).cloud.port
  },
  async repeat(argument) {
    const { tenant, cmdlets, milliseconds, records } = roundSchema.parse(argument)
    const token = tokens.get(tenant) ?? (await requestToken(tenant))
    tokens.set(tenant, token)
    return repeatFor(milliseconds, async () => {
      const lists = await Promise.all(cmdlets.map((cmdlet) => readAll(tenant, token, cmdlet)))
      const count = lists.flat().length
      if (count !== records) throw new Error(`${count} records came.`)
    })
  },
})

async function readAll(tenant: number, token: string, cmdlet: string): Promise<readonly unknown[]> {
  const records: unknown[] = []
  const headers = toHeaders(tenant, token, cmdlet)
  const body = JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: {} } })
  const first = `${exchange}/adminapi/beta/${toDirectoryId(tenant)}/InvokeCommand`
  for (let next: string | undefined = first; next !== undefined; ) {
    const page = pageSchema.safeParse(await post(next, headers, body))
    if (!page.success) throw new Error('This is no page.', { cause: page.error })
    records.push(...page.data.value)
    next = page.data['@odata.nextLink']
  }
  return records
}

function toHeaders(tenant: number, token: string, cmdlet: string): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    prefer: 'odata.maxpagesize=1000',
    'x-anchormailbox': `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${toDirectoryId(tenant)}`,
    'x-cmdletname': cmdlet,
    'x-responseformat': 'json',
    'client-request-id': randomUUID(),
    authorization: `Bearer ${token}`,
  }
}

async function requestToken(tenant: number): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: app.id,
    client_secret: app.clientSecret,
    scope: `${exchange}/.default`,
  })
  const url = `${login}/${toDirectoryId(tenant)}/oauth2/v2.0/token`
  const answer = await post(url, { 'content-type': 'application/x-www-form-urlencoded' }, form.toString())
  return tokenSchema.parse(answer).access_token
}

/** To the fake cloud instead of the host it is meant for. */
async function post(url: string, headers: Record<string, string>, body: string): Promise<unknown> {
  const { host, pathname, search } = new URL(url)
  const answer = await request(`http://127.0.0.1:${port}${pathname}${search}`, {
    method: 'POST',
    headers: { ...headers, host },
    body,
  })
  return JSON.parse(await answer.body.text())
}
