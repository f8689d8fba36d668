// What Slack accepts in a block. Limits are those of the Block Kit reference; where sources differ, the stricter one.
import { z } from 'zod'
import { dataTable, findTableProblem, richElements } from './rich-schema.js'

export const plainText = (limit: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(limit),
    emoji: z.boolean().optional(),
  })

const markdownText = (limit: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(limit),
    verbatim: z.boolean().optional(),
  })

const anyText = (limit: number) => z.discriminatedUnion('type', [plainText(limit), markdownText(limit)])

const identifier = z.string().min(1).max(255)
const style = z.enum(['primary', 'danger'])

const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: style.optional(),
})

const option = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(75),
  description: anyText(75).optional(),
  url: z.string().max(3000).optional(),
})
const options = (limit: number) => z.array(option).min(1).max(limit)
const optionGroup = z.strictObject({ label: plainText(75), options: options(100) })

const actionable = { action_id: identifier.optional(), confirm: confirm.optional() }
const focusable = { focus_on_load: z.boolean().optional(), placeholder: plainText(150).optional() }

const button = z.strictObject({
  type: z.literal('button'),
  ...actionable,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: style.optional(),
  accessibility_label: z.string().max(75).optional(),
})
const overflow = z.strictObject({ type: z.literal('overflow'), ...actionable, options: options(5) })
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...actionable,
  ...focusable,
  options: options(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
  initial_option: option.optional(),
})
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...actionable,
  focus_on_load: z.boolean().optional(),
  options: options(10),
  initial_option: option.optional(),
})
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...actionable,
  focus_on_load: z.boolean().optional(),
  options: options(10),
  initial_options: options(10).optional(),
})
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: identifier.optional(),
  ...focusable,
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])) })
    .optional(),
})
const datePicker = z.strictObject({
  type: z.literal('datepicker'),
  ...actionable,
  ...focusable,
  initial_date: z.iso.date().optional(),
})
const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.url().max(3000),
  alt_text: z.string().min(1).max(2000),
})

const control = z.discriminatedUnion('type', [
  button,
  overflow,
  staticSelect,
  radioButtons,
  checkboxes,
  datePicker,
])
const identified = { block_id: identifier.optional() }

const block = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('section'),
    ...identified,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.union([control, image]).optional(),
    expand: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('header'), ...identified, text: plainText(150) }),
  z.strictObject({ type: z.literal('divider'), ...identified }),
  z.strictObject({
    type: z.literal('context'),
    ...identified,
    elements: z
      .array(z.union([anyText(3000), image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('actions'), ...identified, elements: z.array(control).min(1).max(25) }),
  z.strictObject({
    type: z.literal('input'),
    ...identified,
    label: plainText(2000),
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: z.discriminatedUnion('type', [
      plainTextInput,
      staticSelect,
      radioButtons,
      checkboxes,
      datePicker,
    ]),
  }),
  z.strictObject({
    type: z.literal('image'),
    ...identified,
    image_url: z.url().max(3000),
    alt_text: z.string().min(1).max(2000),
    title: plainText(2000).optional(),
  }),
  z.strictObject({ type: z.literal('rich_text'), ...identified, elements: richElements }),
  z.strictObject({ ...dataTable, ...identified }),
  z.strictObject({ type: z.literal('markdown'), ...identified, text: z.string().min(1).max(12_000) }),
])

export type CheckedBlock = z.infer<typeof block>
export type BlockOption = z.infer<typeof option>
/** Everything a person can press or fill in. */
export type BlockElement = z.infer<typeof control> | z.infer<typeof plainTextInput>

export const blocks = (limit: number) =>
  z
    .array(block)
    .max(limit)
    .superRefine((list, context) => {
      for (const problem of findContradictions(list)) context.addIssue({ code: 'custom', ...problem })
    })

/** Windows hold no tables and no Markdown. */
export const windowBlocks = (limit: number) =>
  blocks(limit).superRefine((list, context) => {
    for (const [index, { type }] of list.entries())
      if (type === 'data_table' || type === 'markdown')
        context.addIssue({ code: 'custom', path: [index, 'type'], message: `unsupported type: ${type}` })
  })

/** What each block says right by itself, but not together with its neighbours. */
function* findContradictions(
  list: readonly CheckedBlock[],
): Generator<{ path: (string | number)[]; message: string }> {
  const blockIds = new Set<string>()
  for (const [index, each] of list.entries()) {
    if (each.block_id !== undefined && blockIds.has(each.block_id)) {
      yield { path: [index, 'block_id'], message: `block_id "${each.block_id}" already exists` }
    }
    if (each.block_id !== undefined) blockIds.add(each.block_id)
    if (each.type === 'section' && !each.text && !each.fields) {
      yield { path: [index], message: 'a section needs text or fields' }
    }
    const problem = each.type === 'data_table' ? findTableProblem(each.rows) : undefined
    if (problem !== undefined) yield { path: [index, 'rows'], message: problem }
    yield* findElementContradictions(each, index)
  }
}

function* findElementContradictions(each: CheckedBlock, index: number) {
  const actionIds = new Set<string>()
  for (const element of elementsOf(each)) {
    const id = element.action_id
    if (id !== undefined && actionIds.has(id)) {
      yield { path: [index, 'elements'], message: `action_id "${id}" already exists in this block` }
    }
    if (id !== undefined) actionIds.add(id)
    if (element.type === 'static_select' && Boolean(element.options) === Boolean(element.option_groups)) {
      yield { path: [index], message: 'a static_select needs either options or option_groups' }
    }
  }
}

export function elementsOf(each: CheckedBlock): readonly BlockElement[] {
  if (each.type === 'actions') return each.elements
  if (each.type === 'input') return [each.element]
  if (each.type === 'section' && each.accessory && each.accessory.type !== 'image') return [each.accessory]
  return []
}

export function optionsOf(element: BlockElement): readonly BlockOption[] {
  if (element.type === 'button' || element.type === 'plain_text_input' || element.type === 'datepicker')
    return []
  if (element.type !== 'static_select') return element.options
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? []
}
