import { useEffect, useRef, useState } from 'react'
import { useKept } from '../use-kept.js'

export type GuidePart = 'tour' | 'scenes'

/** What of the guide is open, and the buttons that open it. */
export function useGuide(trouble: string) {
  const [tour, keepTour] = useKept('tour', 'open')
  const [areScenesOpen, setScenesOpen] = useState(false)
  const [opened, setOpened] = useState<GuidePart>()
  const tourButton = useRef<HTMLButtonElement>(null)
  // Who asked for a scene that there is not sees those that there are.
  useEffect(() => {
    if (trouble !== '') setScenesOpen(true)
  }, [trouble])
  const showTour = (open: boolean) => {
    keepTour(open ? 'open' : 'left')
    setOpened(open ? 'tour' : undefined)
    if (!open) tourButton.current?.focus()
  }
  const showScenes = (open: boolean) => {
    setScenesOpen(open)
    setOpened(open ? 'scenes' : undefined)
  }
  return { isTourOpen: tour === 'open', areScenesOpen, opened, tourButton, showTour, showScenes }
}

export type GuideState = ReturnType<typeof useGuide>
