// What people entered into inputs, as Slack reports it in `state.values`.
import { z } from 'zod'
import type { SlackEntry } from '../sight.js'
import { type BlockElement, type CheckedBlock, elementsOf, optionsOf } from './block-schema.js'

/** What somebody entered, by block and action; an input that is absent still has its initial value. */
export type Entered = ReadonlyMap<string, SlackEntry>

export const entryKey = (blockId: string, actionId: string) => JSON.stringify([blockId, actionId])

/** Keeps what fits the inputs that are there: an option that is not offered cannot be chosen. */
export function mergeEntries(
  list: readonly CheckedBlock[],
  before: Entered,
  entries: readonly SlackEntry[],
): Entered {
  const after = new Map<string, SlackEntry>()
  const offered = [...before.values(), ...entries]
  for (const { block, element } of inputsOf(list)) {
    for (const entry of offered) {
      const isThis = entry.blockId === block.block_id && entry.actionId === element.action_id
      if (isThis && fits(element, entry.value)) after.set(entryKey(entry.blockId, entry.actionId), entry)
    }
  }
  return after
}

type StateValues = Record<string, Record<string, object>>

export function toStateValues(list: readonly CheckedBlock[], entered: Entered): StateValues {
  const values: StateValues = {}
  for (const { block, element } of inputsOf(list)) {
    if (block.block_id === undefined || element.action_id === undefined) continue
    const entry = entered.get(entryKey(block.block_id, element.action_id))
    const reported = toReported(element, entry ? entry.value : initialValue(element))
    values[block.block_id] = { ...values[block.block_id], [element.action_id]: reported }
  }
  return values
}

/** One input's value as Slack reports it, also inside an action. */
export function toReported(element: BlockElement, value: SlackEntry['value']): { type: string } {
  const chosen = optionsOf(element).filter((option) => asList(value).includes(option.value))
  switch (element.type) {
    case 'checkboxes':
      return Object.assign({ type: element.type }, { selected_options: chosen })
    case 'radio_buttons':
    case 'static_select':
    case 'overflow':
      return Object.assign({ type: element.type }, { selected_option: chosen[0] ?? null })
    case 'plain_text_input':
      return Object.assign({ type: element.type }, { value: asList(value)[0] ?? null })
    case 'datepicker':
      return Object.assign({ type: element.type }, { selected_date: asList(value)[0] ?? null })
    case 'button':
      return { type: element.type }
  }
}

/** What Slack's client says before it sends anything, by block. */
export function findIncomplete(
  list: readonly CheckedBlock[],
  entered: Entered,
): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {}
  for (const block of list) {
    if (block.type !== 'input' || block.block_id === undefined) continue
    const entry = entered.get(entryKey(block.block_id, block.element.action_id ?? ''))
    const problem = findProblem(block, asList(entry ? entry.value : initialValue(block.element)))
    if (problem !== undefined) errors[block.block_id] = problem
  }
  return errors
}

function findProblem(block: CheckedBlock & { type: 'input' }, given: readonly string[]): string | undefined {
  const text = given[0] ?? ''
  if (given.length === 0 || text === '')
    return block.optional ? undefined : 'Please complete this required field.'
  if (block.element.type !== 'plain_text_input') return undefined
  const { min_length: shortest = 0, max_length: longest = 3000 } = block.element
  if (text.length < shortest) return `Please write at least ${shortest} characters.`
  return text.length > longest ? `Please write at most ${longest} characters.` : undefined
}

function* inputsOf(list: readonly CheckedBlock[]) {
  for (const block of list) {
    for (const element of elementsOf(block)) {
      if (element.type !== 'button' && element.type !== 'overflow') yield { block, element }
    }
  }
}

function initialValue(element: BlockElement): SlackEntry['value'] {
  if (element.type === 'plain_text_input') return element.initial_value ?? null
  if (element.type === 'datepicker') return element.initial_date ?? null
  if (element.type === 'checkboxes') return (element.initial_options ?? []).map((option) => option.value)
  if (element.type === 'radio_buttons' || element.type === 'static_select') {
    return element.initial_option?.value ?? null
  }
  return null
}

const isoDay = z.iso.date()

function fits(element: BlockElement, value: SlackEntry['value']): boolean {
  if (value === null) return true
  if (element.type === 'plain_text_input') return typeof value === 'string'
  if (element.type === 'datepicker') return typeof value === 'string' && isoDay.safeParse(value).success
  if ((element.type === 'checkboxes') !== Array.isArray(value)) return false
  const offered = optionsOf(element).map((option) => option.value)
  return asList(value).every((each) => offered.includes(each))
}

function asList(value: SlackEntry['value']): readonly string[] {
  if (value === null) return []
  return typeof value === 'string' ? [value] : value
}
