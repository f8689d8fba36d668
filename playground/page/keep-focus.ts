import type { KeyboardEvent } from 'react'

const STOPS =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex]'

/** Tab goes round inside a dialog: https://www.w3.org/WAI/ARIA/apg/patterns/dialog-modal/ */
export function keepFocusInside(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Tab') return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(STOPS)].filter(isReachable)
  const [first, last] = [stops[0], stops.at(-1)]
  const at = document.activeElement
  const isLeaving = event.shiftKey ? at === first || at === event.currentTarget : at === last
  if (!isLeaving || !first || !last) return
  event.preventDefault()
  const next = event.shiftKey ? last : first
  next.focus()
}

function isReachable(element: HTMLElement): boolean {
  // Of a group of radio buttons, only the chosen one is a stop; the browser sees to the others.
  return element.tabIndex >= 0 && element.checkVisibility() && element.closest('[inert]') === null
}
