import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { HourglassIcon } from './icons.js'

interface FeedProps {
  readonly label: string
  readonly inert?: boolean
  /** Changes when somebody said something: then the feed goes down to it. */
  readonly said: number
  readonly children: ReactNode
}

/** Follows new things down, unless somebody scrolled up. */
export function Feed({ label, inert = false, said, children }: FeedProps) {
  const place = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  // Cards are drawn, and grow, after the feed has been laid out.
  useLayoutEffect(() => {
    const feed = place.current
    const content = feed?.firstElementChild
    if (!feed || !content) return undefined
    const follow = () => {
      if (following.current) feed.scrollTop = feed.scrollHeight
    }
    const watch = new ResizeObserver(follow)
    watch.observe(content)
    return () => watch.disconnect()
  }, [])
  useLayoutEffect(() => {
    following.current = said >= 0
  }, [said])
  /** Whoever uses a card looks at that card: it must not run away when it grows. */
  const stay = () => {
    following.current = false
  }
  const look = () => {
    const feed = place.current
    if (feed) following.current = feed.scrollHeight - feed.scrollTop - feed.clientHeight < 80
  }
  return (
    <section
      className="feed"
      ref={place}
      onScroll={look}
      onPointerDown={stay}
      onKeyDown={stay}
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
