// Everything the page asks its server to do.

import type { PersonKey } from '../people.js'
import type { ActResult, PlaygroundSight } from '../sight.js'

const silent: ActResult = { ok: false, trouble: 'The playground does not answer. Is it still running?' }

/** Never rejects: what went wrong is words for the person who acted. */
export async function act(name: string, body: object): Promise<ActResult> {
  try {
    const response = await fetch(`/playground/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) return { ok: false, trouble: `The playground refused this (${response.status}).` }
    return (await response.json()) as ActResult
  } catch {
    return silent
  }
}

export async function fetchSight(person: PersonKey): Promise<PlaygroundSight> {
  const response = await fetch(`/playground/api/state?person=${person}`)
  if (!response.ok) throw new Error(`the playground answered ${response.status}`)
  return (await response.json()) as PlaygroundSight
}
