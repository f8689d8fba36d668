// Finds out what a person did to blocks that slack-blocks-to-jsx drew. The library has no callbacks: it draws native
// controls, popups and confirm dialogs with known ids and classes, and events bubble out of them.
import type { SlackEntry } from '../sight.js'
import type { Drawing, DrawnElement } from './slack-drawing.js'

export interface Touch {
  readonly element: DrawnElement
  readonly value: SlackEntry['value']
  /** The control itself, to show that it is busy. */
  readonly control: HTMLElement
}

/** A click on a button or on an option of an open menu. */
export function findClick(target: Element, drawing: Drawing): Touch | undefined {
  const found = findDrawn(target, drawing)
  if (!found) return undefined
  const { element, control } = found
  if (element.type === 'button') return { element, control, value: null }
  const option = target.closest('[tabindex="0"]')
  const popup = target.closest('#static_select_popup, [id^="overflow_menu_popup_"]')
  if (!popup || !option || !popup.contains(option)) return undefined
  const index = [...popup.querySelectorAll('[tabindex="0"]')].indexOf(option)
  // A select hides what does not match the text in its field.
  const typed = control.querySelector('input')?.value.toLowerCase() ?? ''
  const chosen = element.options.filter((each) => each.label.toLowerCase().includes(typed))[index]
  return chosen && { element, control, value: chosen.value }
}

/** A change of a text field, a day, a radio button or a checkbox. */
export function findChange(target: Element, drawing: Drawing): Touch | undefined {
  const found = findDrawn(target, drawing)
  if (!found) return undefined
  const { element, control } = found
  if (element.type === 'plain_text_input' && target instanceof HTMLTextAreaElement) {
    return { element, control, value: target.value === '' ? null : target.value }
  }
  if (element.type === 'datepicker' && target instanceof HTMLInputElement) {
    return { element, control, value: target.value === '' ? null : target.value }
  }
  if (element.type === 'radio_buttons' || element.type === 'checkboxes') {
    const boxes = [...control.querySelectorAll('input')]
    const ticked = element.options.filter((_, index) => boxes[index]?.checked).map((option) => option.value)
    return { element, control, value: element.type === 'checkboxes' ? ticked : (ticked[0] ?? null) }
  }
  return undefined
}

/** `yes` or `no` when this click answers a confirm dialog; its second button is the one that agrees. */
export function findConfirmation(target: Element): 'yes' | 'no' | undefined {
  const dialog = target.closest('.slack_blocks_to_jsx__confirm_dialog')
  if (!dialog) return undefined
  const pressed = target.closest('button')
  if (pressed) return pressed === [...dialog.querySelectorAll('button')].at(-1) ? 'yes' : 'no'
  return target === dialog ? 'no' : undefined
}

function findDrawn(
  target: Element,
  drawing: Drawing,
): { element: DrawnElement; control: HTMLElement } | undefined {
  let at: Element | null = target
  while (at && !drawing.elements.has(at.id)) at = at.parentElement
  const element = at ? drawing.elements.get(at.id) : undefined
  return element && at instanceof HTMLElement ? { element, control: at } : undefined
}

/** The library labels every field "Select an item" and leaves groups nameless: the block's label is their name. */
export function nameControls(root: HTMLElement, label: string): void {
  for (const field of root.querySelectorAll('textarea, input[type="text"], input[type="date"], fieldset'))
    field.setAttribute('aria-label', label)
}
