// Makes the drawn static_select work by keyboard as a select does: the library draws it as elements that can be focused
// but hear no key, and tells assistive technology nothing. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
import type { KeyboardEvent } from 'react'

const BUTTON = '#static_select_dropdown_button'
const POPUP = '#static_select_popup'
const OPTION = '[tabindex="0"]'

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Says what the drawn parts are. */
export function nameSelects(root: HTMLElement, label: string | undefined): void {
  for (const button of root.querySelectorAll(BUTTON)) {
    const select = button.parentElement
    const popup = select?.querySelector(POPUP)
    select?.setAttribute('role', 'combobox')
    select?.setAttribute('aria-haspopup', 'listbox')
    select?.setAttribute('aria-expanded', String(Boolean(popup)))
    if (label !== undefined) select?.setAttribute('aria-label', label)
    button.setAttribute('tabindex', '-1')
    button.setAttribute('aria-hidden', 'true')
    popup?.setAttribute('role', 'listbox')
    for (const option of popup?.querySelectorAll(OPTION) ?? []) option.setAttribute('role', 'option')
  }
}

/** True when the key was for an open or closed select. */
export function steerSelect(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement
  const popup = target.closest(POPUP)
  if (popup) return steerOpen(event, popup)
  const isSelect = target.querySelector(`:scope > ${BUTTON}`) !== null
  if (isSelect && event.key === 'Escape' && target.querySelector(POPUP)) return closeList(event, target)
  if (!isSelect || !['ArrowDown', 'ArrowUp', 'Enter', ' '].includes(event.key)) return false
  event.preventDefault()
  if (!target.querySelector(POPUP)) target.querySelector<HTMLElement>(BUTTON)?.click()
  requestAnimationFrame(() => target.querySelector<HTMLElement>(`${POPUP} ${OPTION}`)?.focus())
  return true
}

function steerOpen(event: KeyboardEvent, popup: Element): boolean {
  const select = popup.parentElement
  const options = [...popup.querySelectorAll<HTMLElement>(OPTION)]
  const at = options.indexOf(event.target as HTMLElement)
  const step = steps[event.key]
  if (step) options[step(at, options.length)]?.focus()
  else if (event.key === 'Enter' || event.key === ' ') {
    options[at]?.click()
    select?.focus()
  } else if (event.key === 'Escape' || event.key === 'Tab') return closeList(event, select)
  else return false
  event.preventDefault()
  return true
}

/** Escape closes the list and not the dialog around it; Tab goes on from the select. */
function closeList(event: KeyboardEvent, select: HTMLElement | null): true {
  // The library closes it on any press outside.
  document.dispatchEvent(new MouseEvent('mousedown'))
  select?.focus()
  if (event.key === 'Escape') event.stopPropagation()
  return true
}
