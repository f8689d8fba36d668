import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toRuns } from '../../long.js'
import { createClick, createSubmission, createTyped, formType, toForm } from './payloads.js'
import { createRig, notice, type Rig } from './rig.js'

let rig: Rig
beforeAll(async () => {
  rig = await createRig({ onPress: async () => notice, onCommand: async () => notice })
})
afterAll(() => rig.close())

/** Everything Slack might leave out, mistype, or be made to send, put somewhere into a good payload. */
const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, '', [], {}, { id: null }, [null], [{}], 'x'.repeat(5_000), '__proto__', {
    __proto__: null,
  }),
)

function breakAt(payload: object): fc.Arbitrary<unknown> {
  const paths = listPaths(payload)
  return fc
    .array(fc.tuple(fc.constantFrom(...paths), junk), { minLength: 1, maxLength: 3 })
    .map((breaks) => breaks.reduce<unknown>((whole, [path, value]) => replaceAt(whole, path, value), payload))
}

const payload = fc.oneof(
  junk,
  breakAt(createClick()),
  breakAt(createClick({ view: createSubmission().view, response_url: 'https://hooks.slack.com/x' })),
  breakAt(createSubmission()),
  breakAt({ type: 'event_callback', event_id: 'Ev1', event: { type: 'message', channel: 'C1', user: 'U1' } }),
)

describe('a signed request with anything in it', () => {
  it('gets an answer, and the next one too', async () => {
    await fc.assert(
      fc.asyncProperty(payload, fc.boolean(), async (value, isForm) => {
        const body = isForm ? toForm(value) : JSON.stringify(value)
        await expectAnswer(body, isForm ? formType : 'application/json')
      }),
      { numRuns: toRuns(300) },
    )
    expect((await rig.sendCommand(createTyped())).status).toBe(200)
  })

  it('gets one for any form or text', async () => {
    const form = fc
      .dictionary(
        fc.constantFrom('payload', 'command', 'text', 'user_id', 'type', 'event', '__proto__'),
        fc.string(),
      )
      .map((fields) => new URLSearchParams(fields).toString())
    await fc.assert(
      fc.asyncProperty(fc.oneof(form, fc.string()), (body) => expectAnswer(body, formType)),
      { numRuns: toRuns(200) },
    )
  })
})

async function expectAnswer(body: string, type: string): Promise<void> {
  const response = await rig.send(body, { 'content-type': type })
  await response.text()
  expect([200, 400, 500]).toContain(response.status)
  await rig.idle()
}

function listPaths(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => listPaths(inner, [...path, key]))]
}

function replaceAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined || typeof value !== 'object' || value === null) return replacement
  if (Array.isArray(value))
    return value.map((inner: unknown, index) =>
      String(index) === key ? replaceAt(inner, rest, replacement) : inner,
    )
  const entries = Object.entries(value).map(([name, inner]: [string, unknown]) => [
    name,
    name === key ? replaceAt(inner, rest, replacement) : inner,
  ])
  return Object.fromEntries(entries)
}
