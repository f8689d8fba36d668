import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { HourglassIcon } from './icons.js'

interface FeedProps {
  readonly label: string
  readonly inert?: boolean
  /** Of the last thing in it. */
  readonly newest: string | undefined
  /** Changes when this person said something: then the feed goes down to it. */
  readonly said: number
  readonly children: ReactNode
}

/**
 * Follows new things down, unless somebody scrolled up. A card that grows where it is does not move: whoever just
 * pressed it reads it from the top.
 */
export function Feed({ label, inert = false, newest, said, children }: FeedProps) {
  const place = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const held = useRef(false)
  const look = () => {
    const feed = place.current
    if (feed) atEnd.current = feed.scrollHeight - feed.scrollTop - feed.clientHeight < 80
  }
  const hold = () => {
    held.current = true
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: something new lets go
  useLayoutEffect(() => {
    held.current = false
  }, [newest])
  // biome-ignore lint/correctness/useExhaustiveDependencies: one's own words are always followed
  useLayoutEffect(() => {
    atEnd.current = true
  }, [said])
  // Cards are drawn, and grow, after the feed has been laid out.
  // biome-ignore lint/correctness/useExhaustiveDependencies: watches one element for as long as it is there
  useLayoutEffect(() => {
    const feed = place.current
    const content = feed?.firstElementChild
    if (!feed || !content) return undefined
    const watch = new ResizeObserver(() => {
      if (held.current) look()
      else if (atEnd.current) feed.scrollTop = feed.scrollHeight
    })
    watch.observe(content)
    return () => watch.disconnect()
  }, [])
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
      <div>{children}</div>
    </section>
  )
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
