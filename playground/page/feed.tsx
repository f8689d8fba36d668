import { createContext, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { DownIcon, HourglassIcon } from './icons.js'

interface FeedProps {
  readonly label: string
  readonly inert?: boolean
  /** Of the last thing in it. */
  readonly newest: string | undefined
  /** Changes when this person said something: then the feed goes down to it. */
  readonly said: number
  readonly children: ReactNode
}

/** Lets what is in a feed keep it where it is, until there is something newer. */
export const HoldFeed = createContext(() => {})

/**
 * Follows new things down, unless somebody scrolled up: then a button leads there. A card that grows where it is does not
 * move: whoever just pressed it reads it from the top.
 */
export function Feed({ label, inert = false, newest, said, children }: FeedProps) {
  const { place, hasNewer, look, hold, goDown } = useFollowing(newest, said)
  return (
    <section
      className="feed"
      ref={place}
      onScroll={look}
      onPointerDown={hold}
      onKeyDown={hold}
      aria-label={label}
      inert={inert}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <div>
        <HoldFeed value={hold}>{children}</HoldFeed>
      </div>
      {hasNewer && (
        <p className="newest-below">
          <button type="button" onClick={goDown}>
            <DownIcon /> Newest below
          </button>
        </p>
      )}
    </section>
  )
}

const nearPixels = 80

function useFollowing(newest: string | undefined, said: number) {
  const place = useRef<HTMLElement>(null)
  const isAtEnd = useRef(true)
  const isHeld = useRef(false)
  const before = useRef({ top: 0, height: 0, newest })
  const [hasNewer, setHasNewer] = useState(false)
  const settle = (atEnd: boolean) => {
    isAtEnd.current = atEnd
    if (atEnd) setHasNewer(false)
  }
  // Only who scrolls up leaves the end: it moves away by itself while a card above it is still growing.
  const look = () => {
    const feed = place.current
    if (!feed) return
    const { scrollTop: top, scrollHeight: height } = feed
    const wentUp = top < before.current.top && height >= before.current.height
    Object.assign(before.current, { top, height })
    if (isNearEnd(feed)) settle(true)
    else if (wentUp) settle(false)
  }
  const hold = () => {
    isHeld.current = true
  }
  const goDown = () => {
    const feed = place.current
    if (!feed) return
    settle(true)
    feed.scrollTop = feed.scrollHeight
    // The button is gone once it was pressed.
    feed.focus({ preventScroll: true })
  }
  useLayoutEffect(() => {
    isHeld.current = false
    if (before.current.newest !== newest && !isAtEnd.current) setHasNewer(true)
    before.current.newest = newest
  }, [newest])
  // biome-ignore lint/correctness/useExhaustiveDependencies: one's own words are always followed
  useLayoutEffect(() => settle(true), [said])
  // Cards are drawn, and grow, after the feed has been laid out.
  // biome-ignore lint/correctness/useExhaustiveDependencies: watches one element for as long as it is there
  useLayoutEffect(() => {
    const feed = place.current
    const content = feed?.firstElementChild
    if (!feed || !content) return undefined
    const watch = new ResizeObserver(() => {
      if (isHeld.current) settle(isNearEnd(feed))
      else if (isAtEnd.current) feed.scrollTop = feed.scrollHeight
    })
    // And the feed gets smaller when there is more below it.
    watch.observe(content)
    watch.observe(feed)
    return () => watch.disconnect()
  }, [])
  return { place, hasNewer, look, hold, goDown }
}

function isNearEnd({ scrollHeight, scrollTop, clientHeight }: Element): boolean {
  return scrollHeight - scrollTop - clientHeight < nearPixels
}

export function NothingYet() {
  return (
    <div className="nothing-yet">
      <span className="nothing-yet-mark">
        <HourglassIcon />
      </span>
      <p>
        <strong>Nothing yet.</strong>
      </p>
      <p>The sandbox tenant will restrict a sender within seconds.</p>
    </div>
  )
}
