// The last requests between the bot and the two workspaces, in both directions. Held in memory, bounded, and masked
// before they are held: no secret is in here at any time.
import { parseJson } from './http.js'
import { createMask, type Mask } from './mask.js'
import type { WireCallSight, WireSight } from './sight.js'

const KEPT_CALLS = 200
const LONGEST_BODY_CHARACTERS = 20_000

export type WireSide = WireCallSight['side']

interface Beginning extends Pick<WireCallSight, 'side' | 'direction' | 'method' | 'path' | 'name'> {
  readonly headers: Readonly<Record<string, unknown>>
}

export interface WireCall {
  /** What the request carries. */
  hear(body: string): void
  /** A status, or why there is none. */
  end(outcome: number | 'timeout' | 'unreachable', answer: string): void
}

export interface Wire {
  begin(beginning: Beginning): WireCall
  /** From now on this text is masked wherever it appears. */
  keepSecret(secret: string): void
  /** What has begun or changed after this revision; all that is held after 0. */
  since(revision: number): WireSight
  clear(): void
}

export function createWire(clock: { now(): number }): Wire {
  const secrets = new Set<string>()
  const mask = createMask(() => [...secrets])
  let calls: WireCallSight[] = []
  let revision = 0
  let lastId = 0

  function put(call: Omit<WireCallSight, 'revision'>): void {
    revision += 1
    const held = { ...call, revision }
    const index = calls.findIndex((each) => each.id === call.id)
    if (index >= 0) calls[index] = held
    else calls.push(held)
    if (calls.length > KEPT_CALLS) calls = calls.slice(-KEPT_CALLS)
  }

  return {
    keepSecret: (secret) => void (secret.length >= 8 && secrets.add(secret)),
    begin({ headers, ...beginning }) {
      lastId += 1
      const startedAt = performance.now()
      let call: Omit<WireCallSight, 'revision'> = {
        ...beginning,
        id: lastId,
        at: clock.now(),
        path: mask.text(beginning.path),
        name: mask.text(beginning.name),
        headers: mask.headers(headers),
        body: '',
        outcome: undefined,
        milliseconds: undefined,
        answer: '',
      }
      const change = (next: Partial<WireCallSight>) => {
        call = { ...call, ...next }
        if (calls.some((each) => each.id === call.id)) put(call)
      }
      put(call)
      return {
        hear: (body) => change({ body: toReadable(body, mask) }),
        end: (outcome, answer) =>
          change({
            outcome,
            answer: toReadable(answer, mask),
            milliseconds: Math.round(performance.now() - startedAt),
          }),
      }
    },
    since: (known) => ({
      revision,
      firstId: calls[0]?.id ?? lastId + 1,
      calls: calls.filter((call) => call.revision > known),
    }),
    clear() {
      calls = []
      revision += 1
    },
  }
}

/** JSON and forms as indented JSON, anything else as it is. */
function toReadable(body: string, mask: Mask): string {
  if (body.trim() === '') return ''
  const json = parseJson(body)
  const value = json.ok ? json.value : readForm(body)
  const shown = value === undefined ? mask.text(body) : JSON.stringify(mask.value(value), null, 2)
  if (shown.length <= LONGEST_BODY_CHARACTERS) return shown
  return `${shown.slice(0, LONGEST_BODY_CHARACTERS)}\n… and ${shown.length - LONGEST_BODY_CHARACTERS} characters more`
}

function readForm(body: string): object | undefined {
  return /^[\w.%-]+=[^\s]*$/.test(body) ? Object.fromEntries(new URLSearchParams(body)) : undefined
}
