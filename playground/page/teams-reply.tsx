import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react'
import { HoldFeed } from './feed.js'
import { focusFirstHeading, goBackTo, type HeldPlace, holdsFocus, isAt } from './held-focus.js'

interface TeamsReplyProps {
  /** To what whoever reads here has just pressed or said: below the card it would be out of sight. */
  readonly isAnswer: boolean
  /** The button in this conversation that was pressed last. */
  readonly opener: RefObject<HeldPlace | undefined>
  readonly children: ReactNode
}

/** What a press opens takes the focus from the button, and gives it back: by Escape, and when it goes. */
export function TeamsReply({ isAnswer, opener, children }: TeamsReplyProps) {
  const place = useRef<HTMLDivElement>(null)
  const hold = useContext(HoldFeed)
  /** Where the focus goes back to. */
  const from = useRef<HeldPlace>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when it comes, and not again
  useEffect(() => {
    if (!isAnswer || !place.current) return
    // Whoever has gone on meanwhile stays where they are.
    if (opener.current && isAt(opener.current)) {
      from.current = opener.current
      focusFirstHeading(place.current, { preventScroll: true })
    }
    // It is read from its top, however long it is.
    hold()
    place.current.scrollIntoView({ block: 'start' })
  }, [])
  // Before it is gone from the page, and the focus with it.
  useLayoutEffect(() => {
    const element = place.current
    return () => {
      if (element && from.current && holdsFocus(element)) goBackTo(from.current)
    }
  }, [])
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !from.current) return
    event.stopPropagation()
    goBackTo(from.current)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a way out for whoever works by keyboard, beside its button
    <div className="teams-reply" ref={place} onKeyDown={leave}>
      {children}
    </div>
  )
}
