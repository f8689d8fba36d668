import { useEffect, useState } from 'react'
import type { PersonKey } from '../people.js'
import type { PlaygroundSight } from '../sight.js'
import { fetchSight } from './act.js'

export interface Live {
  readonly sight: PlaygroundSight | undefined
  readonly connected: boolean
}

const againMilliseconds = 500

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
    let events: EventSource
    let timer = 0
    const listen = () => {
      events = new EventSource('/playground/api/events')
      // Also after a lost connection: whatever happened meanwhile is fetched then.
      events.onopen = () => {
        setConnected(true)
        void refresh()
      }
      events.onerror = () => {
        setConnected(false)
        // Refused, as while a scene is being set: the browser does not ask again by itself.
        if (events.readyState === EventSource.CLOSED) timer = window.setTimeout(listen, againMilliseconds)
      }
      events.addEventListener('change', () => void refresh())
    }
    listen()
    return () => {
      left = true
      clearTimeout(timer)
      events.close()
    }
  }, [person])

  // What the person before saw is not shown while this one's is on its way: a click on it would be lost.
  return { sight: sight?.person.key === person ? sight : undefined, connected }
}
