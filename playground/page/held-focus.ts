// What was pressed may be deaf, drawn anew or gone a moment later, and the browser then puts the focus at the top of the
// page. Whoever works by keyboard is brought back to where they were, or to what stands there now.
import { useEffect } from 'react'

export interface HeldPlace {
  readonly element: HTMLElement
  readonly label: string
  /** What it stood in, the nearest first. */
  readonly around: readonly HTMLElement[]
}

const stops = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
const headings = 'h1, h2, h3, [role="heading"]'
/** Where the search for the like of it ends: one row, one message, one card, one window, one list of them. */
const frames = 'li, article, .teams-card, dialog, .feed, .pane, aside, section, header'
/** Longer than it takes to draw what comes instead. */
const patienceMilliseconds = 60

let held: HeldPlace | undefined

/** Where the focus was last. */
export function getHeldPlace(): HeldPlace | undefined {
  return held
}

/** Whether the focus is still there, or where it fell from: what was drawn anew meanwhile is the same place. */
export function isAt(place: HeldPlace): boolean {
  const frame = findFrame(place)
  return held !== undefined && held.label === place.label && findFrame(held) === frame
}

/** Whether the focus is in it, or fell from it to nowhere. */
export function holdsFocus(element: HTMLElement): boolean {
  return isNowhere()
    ? held !== undefined && element.contains(held.element)
    : element.contains(document.activeElement)
}

/** Of what comes in the place of something that was pressed, or because of it. */
export function focusFirstHeading(place: HTMLElement, options?: FocusOptions): void {
  const target = place.querySelector<HTMLElement>('[role="heading"]') ?? place
  target.tabIndex = -1
  target.focus(options)
}

export function useHeldFocus(): void {
  useEffect(() => {
    let timer = 0
    const take = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement) held = toPlace(target)
    }
    // Somebody who clicks beside everything lets go on purpose.
    const drop = () =>
      queueMicrotask(() => {
        if (isNowhere() && held && isReachable(held.element)) held = undefined
      })
    // What is deaf only as long as an answer is on its way hears again, and that is seen here as well.
    const giveBack = () => {
      if (isNowhere() && held && (isReachable(held.element) || !held.element.isConnected)) goBackTo(held)
    }
    const watch = new MutationObserver(() => {
      clearTimeout(timer)
      timer = window.setTimeout(giveBack, patienceMilliseconds)
    })
    document.addEventListener('focusin', take)
    document.addEventListener('focusout', drop)
    const attributeFilter = ['inert', 'disabled']
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter })
    return () => {
      clearTimeout(timer)
      watch.disconnect()
      document.removeEventListener('focusin', take)
      document.removeEventListener('focusout', drop)
    }
  }, [])
}

export function goBackTo(place: HeldPlace): void {
  const target = isReachable(place.element) ? place.element : findInstead(place)
  if (!target) return
  if (!target.matches(stops)) target.tabIndex = -1
  target.focus()
}

function findInstead({ element, label, around }: HeldPlace): HTMLElement | undefined {
  const likes = element.matches(headings) ? headings : stops
  for (const place of around.filter(isReachable)) {
    const inside = [...place.querySelectorAll<HTMLElement>(likes)].filter(isReachable)
    const same = inside.find((one) => toLabel(one) === label)
    if (same) return same
    if (!place.matches(frames)) continue
    // In a row of buttons the others are what came instead.
    if (place.matches('li') && inside[0]) return inside[0]
    return place.querySelector<HTMLElement>(headings) ?? place
  }
  return undefined
}

function findFrame({ around }: HeldPlace): HTMLElement | undefined {
  return around.find((one) => one.matches(frames))
}

function toPlace(element: HTMLElement): HeldPlace {
  const around: HTMLElement[] = []
  for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) around.push(at)
  return { element, label: toLabel(element), around }
}

function toLabel(element: HTMLElement): string {
  return (element.getAttribute('aria-label') ?? element.textContent ?? '').trim()
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

function isReachable(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled') && element.closest('[inert]') === null
}
