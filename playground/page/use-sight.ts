import { useEffect, useState } from 'react'
import type { PersonKey } from '../people.js'
import type { PlaygroundSight } from '../sight.js'
import { fetchSight } from './act.js'

export interface Live {
  readonly sight: PlaygroundSight | undefined
  readonly connected: boolean
}

/** What a person sees, fetched again whenever the server says that something changed. */
export function useSight(person: PersonKey): Live {
  const [sight, setSight] = useState<PlaygroundSight>()
  const [connected, setConnected] = useState(true)

  useEffect(() => {
    let left = false
    let fetching = false
    let stale = false
    const refresh = async () => {
      stale = true
      if (fetching) return
      fetching = true
      while (stale && !left) {
        stale = false
        await fetchSight(person).then(
          (found) => !left && setSight(found),
          () => setConnected(false),
        )
      }
      fetching = false
    }
    const events = new EventSource('/playground/api/events')
    // Also after a lost connection: whatever happened meanwhile is fetched then.
    events.onopen = () => {
      setConnected(true)
      void refresh()
    }
    events.onerror = () => setConnected(false)
    events.addEventListener('change', () => void refresh())
    return () => {
      left = true
      events.close()
    }
  }, [person])

  // What the person before saw is not shown while this one's is on its way: a click on it would be lost.
  return { sight: sight?.person.key === person ? sight : undefined, connected }
}
