import { useCallback, useEffect, useRef, useState } from 'react'
import type { DeskSight, WireCallSight, WireSight } from '../../sight.js'

const POLL_MILLISECONDS = 1_000

/** Resolves when what came of it is shown. */
export type DeskAct = (name: string, body?: object) => Promise<void>

export interface DeskLive {
  readonly sight: DeskSight | undefined
  /** Oldest first. */
  readonly calls: readonly WireCallSight[]
  /** Looks now; resolves when what it found is shown. */
  refresh(): Promise<void>
}

/** What the desk shows, asked again every second for as long as it is open. */
export function useDesk(open: boolean): DeskLive {
  const [live, setLive] = useState<Omit<DeskLive, 'refresh'>>({ sight: undefined, calls: [] })
  const revision = useRef(0)
  const refresh = useCallback(async () => {
    const asked = revision.current
    const sight = await fetchDesk(asked)
    if (!sight) return
    // A restarted server counts anew, and is asked for everything the next time.
    const isNew = sight.wire.revision < asked
    revision.current = isNew ? 0 : sight.wire.revision
    setLive((before) => ({ sight, calls: isNew ? [] : merge(before.calls, sight.wire) }))
  }, [])
  useEffect(() => {
    if (!open) return undefined
    let left = false
    let timer = 0
    const look = async () => {
      await refresh()
      if (!left) timer = window.setTimeout(() => void look(), POLL_MILLISECONDS)
    }
    void look()
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [open, refresh])
  return { ...live, refresh }
}

async function fetchDesk(revision: number): Promise<DeskSight | undefined> {
  try {
    const response = await fetch(`/playground/api/desk/state?since=${revision}`)
    return response.ok ? ((await response.json()) as DeskSight) : undefined
  } catch {
    return undefined
  }
}

/** Answers may overtake each other: of one request, what changed last holds. */
function merge(before: readonly WireCallSight[], { firstId, calls }: WireSight): readonly WireCallSight[] {
  const byId = new Map(before.map((call) => [call.id, call]))
  for (const call of calls) if ((byId.get(call.id)?.revision ?? 0) < call.revision) byId.set(call.id, call)
  return [...byId.values()].filter((call) => call.id >= firstId).toSorted((one, other) => one.id - other.id)
}
