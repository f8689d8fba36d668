import { useEffect, useState } from 'react'
import type { DeskSight, WireCallSight } from '../../sight.js'

const POLL_MILLISECONDS = 1_000

export interface DeskLive {
  readonly sight: DeskSight | undefined
  /** Oldest first. */
  readonly calls: readonly WireCallSight[]
}

const nothing: DeskLive = { sight: undefined, calls: [] }

/** What the desk shows, asked again every second for as long as it is open. */
export function useDesk(open: boolean): DeskLive {
  const [live, setLive] = useState(nothing)
  useEffect(() => {
    if (!open) return undefined
    let left = false
    let revision = 0
    let timer = 0
    const look = async () => {
      const sight = await fetchDesk(revision)
      if (left) return
      if (sight) {
        // A restarted server counts anew.
        const isNew = sight.wire.revision < revision
        revision = isNew ? 0 : sight.wire.revision
        setLive((before) => ({ sight, calls: isNew ? [] : merge(before.calls, sight.wire) }))
      }
      timer = window.setTimeout(() => void look(), POLL_MILLISECONDS)
    }
    void look()
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [open])
  return live
}

async function fetchDesk(revision: number): Promise<DeskSight | undefined> {
  try {
    const response = await fetch(`/playground/api/desk/state?since=${revision}`)
    return response.ok ? ((await response.json()) as DeskSight) : undefined
  } catch {
    return undefined
  }
}

function merge(before: readonly WireCallSight[], { firstId, calls }: DeskSight['wire']): WireCallSight[] {
  const byId = new Map([...before, ...calls].map((call) => [call.id, call]))
  return [...byId.values()].filter((call) => call.id >= firstId).toSorted((one, other) => one.id - other.id)
}
