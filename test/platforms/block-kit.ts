// What Slack takes, as strict as its reference: kinds, required keys, lengths, counts and ids. Only the kinds our cards
// use are known here, so a new kind of block has to be entered with its limits before it can be sent.
import { z } from 'zod'

const plain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().trim().min(1).max(most) })
const formatted = (most: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().trim().min(1).max(most),
    verbatim: z.literal(true),
  })

const id = z.string().min(1).max(255)
const webAddress = z.url({ protocol: /^https?$/ }).max(3_000)

const pressButton = z.strictObject({
  type: z.literal('button'),
  action_id: z
    .string()
    .regex(
      /^(claim|snooze|wake|mute|unmute|approve|send-back|send-back-now|review|overview|checks|recommendations|confirm|unblock|containment|contain|contain-now|refresh|show(\.last)?|handoff|accept-policies|ask-owner|ask-owner-send|answer-owner(\.no|\.unsure)?|storm|storm-approve|storm-stop|storm-open|blind-try|blind-fix|blind-take|take-all\.\d|command\.\w+|contain-live|keep)$/,
    ),
  text: plain(75),
  value: z.string().min(1).max(2_000),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().min(1).max(75),
})
const linkButton = z.strictObject({
  type: z.literal('button'),
  action_id: z.string().regex(/^open(?:\.\w+)?$/),
  text: plain(75),
  url: webAddress,
  accessibility_label: z.string().min(1).max(75),
})
const button = z.union([pressButton, linkButton])

/** What is chosen under ⋯: a press with its incident, or the way out. */
const menu = z.strictObject({
  type: z.literal('overflow'),
  action_id: z.literal('more'),
  options: z
    .array(
      z.union([
        z.strictObject({ text: plain(75), value: z.string().min(1).max(75) }),
        z.strictObject({ text: plain(75), value: z.literal('open'), url: webAddress }),
      ]),
    )
    .min(2)
    .max(5),
})

const option = z.strictObject({ text: plain(75), value: z.string().min(1).max(75) })
const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    action_id: z.literal('value'),
    options: z.array(option).min(2).max(10),
    initial_option: option.optional(),
  })
  .refine(
    ({ options, initial_option: initial }) =>
      initial === undefined || options.some((one) => JSON.stringify(one) === JSON.stringify(initial)),
    'the initial option is none of the options',
  )
const tick = option.extend({ description: plain(75).optional() })
const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    action_id: z.literal('value'),
    options: z.array(tick).min(1).max(10),
    initial_options: z.array(tick).min(1).max(10).optional(),
  })
  .refine(({ options, initial_options: initial = [] }) => {
    const known = options.map((one) => JSON.stringify(one))
    return initial.every((one) => known.includes(JSON.stringify(one)))
  }, 'an initial option is none of the options')
const textInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: z.literal('value'),
    multiline: z.boolean(),
    min_length: z.int().min(0).max(3_000).optional(),
    max_length: z.int().min(1).max(3_000),
    initial_value: z.string().min(1).optional(),
  })
  .refine(({ initial_value: initial = '', max_length: most }) => initial.length <= most, 'too long a start')

const datePicker = z.strictObject({
  type: z.literal('datepicker'),
  action_id: z.literal('value'),
  initial_date: z.iso.date().optional(),
})

/** Slack names no limit for the text of a rich text: that of a section is held. */
const richCharacters = 3_100
const richWord = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string().min(1),
    style: z.strictObject({ bold: z.literal(true).optional(), code: z.literal(true).optional() }).optional(),
  }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int().min(0).max(999_999_999_999),
    format: z.string().regex(/^\{\w+\}(?: \{\w+\})?$/),
    fallback: z.string().min(1),
    // docs.slack.dev/reference/block-kit/block-elements/date-element
    style: z.strictObject({ bold: z.literal(true) }).optional(),
  }),
  z.strictObject({ type: z.literal('link'), url: webAddress, text: z.string().min(1) }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().regex(/^[A-Z0-9]+$/) }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string().regex(/^[A-Z0-9]+$/) }),
])
const richWords = z.array(richWord).min(1)
const richSection = z.strictObject({ type: z.literal('rich_text_section'), elements: richWords })
const richText = z
  .strictObject({
    type: z.literal('rich_text'),
    elements: z
      .array(
        z.discriminatedUnion('type', [
          richSection,
          z.strictObject({ type: z.literal('rich_text_quote'), elements: richWords }),
          z.strictObject({
            type: z.literal('rich_text_list'),
            style: z.literal('bullet'),
            elements: z.array(richSection).min(1),
          }),
          z.strictObject({
            type: z.literal('rich_text_preformatted'),
            elements: z.array(z.strictObject({ type: z.literal('text'), text: z.string().min(1) })).min(1),
          }),
        ]),
      )
      .min(1),
  })
  .refine(
    ({ elements }) =>
      elements.every(({ type }) => type === 'rich_text_preformatted') ||
      countRich(elements) <= richCharacters,
    'more text than a section holds',
  )

function countRich(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + countRich(item), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : countRich(item)),
    0,
  )
}

const anyText = (most: number) => z.union([formatted(most), plain(most)])

/** Of a message or a Home tab: https://docs.slack.dev/reference/block-kit/blocks/data-table-block */
const cell = z.strictObject({ type: z.literal('raw_text'), text: z.string().trim().min(1).max(600) })
const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    caption: z.string().trim().min(1).max(150),
    page_size: z.int().min(1).max(100),
    row_header_column_index: z.int().min(0),
    // The first row is the head; without another one Slack refuses it.
    rows: z.array(z.array(cell).min(1).max(20)).min(2).max(101),
  })
  .refine(({ rows }) => new Set(rows.map(({ length }) => length)).size === 1, 'rows of different lengths')
  .refine(({ rows }) => countRich(rows) <= 10_000, 'more text than a table holds')

/** One of a list, each with its press. */
const choice = z.strictObject({
  type: z.literal('static_select'),
  action_id: z.literal('more'),
  placeholder: plain(150),
  options: z
    .array(z.strictObject({ text: plain(75), value: z.string().min(1).max(75) }))
    .min(1)
    .max(100),
})

const anywhere = [
  z.strictObject({ type: z.literal('header'), text: plain(150) }),
  z.strictObject({ type: z.literal('divider') }),
  z.strictObject({ type: z.literal('section'), text: anyText(3_000), accessory: button.optional() }),
  z.strictObject({ type: z.literal('context'), elements: z.array(anyText(2_000)).min(1).max(10) }),
  richText,
] as const

const messageBlock = z.discriminatedUnion('type', [
  ...anywhere,
  dataTable,
  z.strictObject({
    type: z.literal('actions'),
    elements: z
      .array(z.union([button, menu, choice]))
      .min(1)
      .max(25)
      .refine(haveOwnIds, 'two elements have the same action_id'),
  }),
])

// A window can hold ticks outside of its form: they come with whatever button is pressed.
const tickedActions = z.strictObject({
  type: z.literal('actions'),
  block_id: id.optional(),
  elements: z
    .array(z.union([button, checkboxes]))
    .min(1)
    .max(25)
    .refine(haveOwnIds, 'two elements have the same action_id'),
})

const modalBlock = z.discriminatedUnion('type', [
  ...anywhere,
  tickedActions,
  z.strictObject({
    type: z.literal('input'),
    block_id: id,
    label: plain(2_000),
    hint: plain(2_000).optional(),
    optional: z.boolean().optional(),
    element: z.discriminatedUnion('type', [radioButtons, checkboxes, textInput, datePicker]),
  }),
])

function haveOwnIds(elements: readonly { readonly action_id: string }[]): boolean {
  return new Set(elements.map((element) => element.action_id)).size === elements.length
}

const privateMetadata = z
  .string()
  .max(3_000)
  .transform((text): unknown => JSON.parse(text))
  .pipe(
    z.strictObject({
      incidentId: z.string(),
      confirmationId: z.string().optional(),
      revision: z.string().optional(),
      reviewId: z.string().optional(),
      seen: z.string().optional(),
    }),
  )

const slackMessage = z.strictObject({
  text: z.string().trim().min(1).max(4_000),
  blocks: z.array(messageBlock).min(1).max(50),
  attachments: z
    .array(
      z.strictObject({
        color: z.string().regex(/^#[\da-f]{6}$/),
        fallback: z.string().trim().min(1).max(300),
        blocks: z.array(messageBlock).min(1).max(49),
      }),
    )
    .length(1)
    .optional(),
})

const slackModal = z
  .strictObject({
    type: z.literal('modal'),
    callback_id: z
      .string()
      .regex(
        /^(send-back-now|snooze-now|owner-told|mute-now|storm-sign|storm-yes|overview|recommendations|confirm|unblock|containment|contain-now|show|contain-set|contain-live|keep-now)$/,
      ),
    private_metadata: privateMetadata,
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24),
    blocks: z.array(modalBlock).min(1).max(100),
  })
  .refine(({ blocks }) => {
    const ids = blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []))
    return new Set(ids).size === ids.length
  }, 'two inputs have the same block_id')
  .refine(
    ({ blocks, submit }) => submit !== undefined || blocks.every(({ type }) => type !== 'input'),
    'an input needs a submit button',
  )

const slackHome = z.strictObject({ type: z.literal('home'), blocks: z.array(messageBlock).min(1).max(100) })

function findShape({ type }: Readonly<Record<string, unknown>>) {
  if (type === 'home') return slackHome
  return type === 'modal' ? slackModal : slackMessage
}

/** Empty when Slack would take it. */
export function findSlackProblems(card: Readonly<Record<string, unknown>>): string {
  const { error } = findShape(card).safeParse(card)
  return error === undefined ? '' : z.prettifyError(error)
}
