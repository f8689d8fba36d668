// What somebody sees, and what can be done on it: read from the very JSON that goes to the platform, pressed in the very
// JSON that comes back from it.
import { z } from 'zod'
import type { PlatformName } from '../../../src/domain/actor.js'
import type { Press } from '../../../src/domain/press.js'
import type { Card } from '../../../src/ports.js'
import type { Program } from '../program/load.js'
import type { Person } from './people.js'

export interface Input {
  readonly id: string
  readonly kind: 'text' | 'date' | 'one' | 'many'
  readonly options: readonly string[]
  readonly initial: string
}

export interface Button {
  /** The press's action, as the platform would hand it back. */
  readonly action: string
  /** What it carries, for the record of what happened. */
  readonly value: string
  readonly toPress: (person: Person, filled: ReadonlyMap<string, string>) => Press | undefined
}

export interface Page {
  readonly card: Card
  readonly buttons: readonly Button[]
  readonly inputs: readonly Input[]
}

export interface Where {
  readonly channel: string
  readonly message: string
}

export type ReadPage = (platform: PlatformName, card: Card, where: Where) => Page

type Json = Readonly<Record<string, unknown>>
const jsonSchema = z.record(z.string(), z.unknown())

type Renders = Readonly<Record<'slack' | 'teams', ReturnType<Program['createRenderer']>>>

/** Reading the expressions of all templates takes longer than an hour of a simulated day. */
const rendersOf = new WeakMap<Program, Renders>()

function createRenders(program: Program, folder: string): Renders {
  const { cards } = program.catalogue
  return {
    slack: program.createRenderer({ platform: 'slack', cards, folder }),
    teams: program.createRenderer({ platform: 'teams', cards, folder }),
  }
}

/** Fills the real templates. */
export function createReader(program: Program, folder: string): ReadPage {
  const renders = rendersOf.get(program) ?? createRenders(program, folder)
  rendersOf.set(program, renders)
  return (platform, card, where) => {
    if (platform === 'slack') return readSlack(program, card, renders.slack(card))
    return readTeams(program, card, { rendered: renders.teams(card), where })
  }
}

function toIsOurs({ catalogue }: Program): (action: string) => boolean {
  return (action) => catalogue.presses.has(action)
}

function listNodes(value: unknown, found: Json[] = []): readonly Json[] {
  if (Array.isArray(value)) for (const item of value) listNodes(item, found)
  else if (isJson(value)) {
    found.push(value)
    for (const item of Object.values(value)) listNodes(item, found)
  }
  return found
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Whatever of this a card has and nobody here could press or fill in is an error: people who see less find less.
const slackButton = z.object({
  type: z.literal('button'),
  action_id: z.string(),
  value: z.string().optional(),
})
const option = z.object({ value: z.string() })
/** What stands under ⋯; the way to the portal is no press. */
const slackMenu = z.object({
  action_id: z.string(),
  options: z.array(option).transform((all) => all.filter(({ value }) => value !== 'open')),
})
const slackInput = z.object({
  type: z.literal('input'),
  block_id: z.string(),
  element: z.object({
    type: z.string(),
    options: z.array(option).optional(),
    initial_option: option.optional(),
    initial_options: z.array(option).optional(),
    initial_value: z.string().optional(),
  }),
})
const slackView = z.object({
  type: z.enum(['modal', 'home']),
  callback_id: z.string().optional(),
  private_metadata: z.string().optional(),
  submit: z.unknown().optional(),
})

const slackTeam = 'T1'

function readSlack(program: Program, card: Card, rendered: Json): Page {
  const isOurs = toIsOurs(program)
  const view = slackView.safeParse(rendered).data
  // Throws for what Slack would not take as a message or a window.
  if (view?.type !== 'home') program.toModal(program.toSurface(rendered))
  const nodes = listNodes(rendered)
  const inputs = nodes.flatMap((node) => {
    if (node.type !== 'input') return []
    const data = slackInput.parse(node)
    const { type, options = [], initial_option, initial_options, initial_value = '' } = data.element
    const plain = type === 'datepicker' ? 'date' : 'text'
    const kind = type === 'checkboxes' ? 'many' : options.length > 0 ? 'one' : plain
    const values = options.map(({ value }) => value)
    const ticked = initial_options?.map(({ value }) => value).join(',')
    const initial = initial_option?.value ?? ticked ?? initial_value
    return [{ id: data.block_id, kind, options: values, initial } as const]
  })
  const toView = (filled: ReadonlyMap<string, string>) => ({
    id: 'V1',
    hash: 'h',
    type: view?.type,
    callback_id: view?.callback_id,
    private_metadata: view?.private_metadata ?? '',
    state: { values: Object.fromEntries(inputs.map((input) => [input.id, toSlackValue(input, filled)])) },
  })
  const toUser = ({ actor }: Person) => ({ id: actor.id, team_id: slackTeam, username: actor.name })
  const toButton = (action: string, value: string, pressed: Json): Button => ({
    action,
    value,
    toPress(person, filled) {
      const press = program.findClick(
        {
          type: 'block_actions',
          user: toUser(person),
          trigger_id: 'T1',
          ...(view === undefined ? {} : { view: toView(filled) }),
          actions: [pressed],
        },
        isOurs,
      )?.press
      return press === undefined ? undefined : { ...press, actor: person.actor }
    },
  })
  const buttons = nodes.flatMap((node): readonly Button[] => {
    if (node.type === 'overflow') {
      const { options, action_id } = slackMenu.parse(node)
      return options.map((selected_option) =>
        toButton(selected_option.value.split(' ')[0] ?? '', selected_option.value, {
          action_id,
          selected_option,
        }),
      )
    }
    // What opens a page elsewhere is no press.
    if (node.type !== 'button' || node.url !== undefined) return []
    const { action_id, value } = slackButton.parse(node)
    return [toButton(action_id.split('.')[0] ?? '', value ?? '', { action_id, value })]
  })
  const submit: readonly Button[] =
    view?.submit === undefined || view.callback_id === undefined
      ? []
      : [
          {
            action: view.callback_id,
            value: view.private_metadata ?? '',
            toPress(person, filled) {
              const press = program.findSubmission(
                {
                  type: 'view_submission',
                  user: toUser(person),
                  view: toView(filled),
                },
                isOurs,
              )?.press
              return press === undefined ? undefined : { ...press, actor: person.actor }
            },
          },
        ]
  return { card, inputs, buttons: [...submit, ...buttons] }
}

function toSlackValue({ id, kind }: Input, filled: ReadonlyMap<string, string>) {
  const value = filled.get(id) ?? ''
  if (value === '') return { value: {} }
  if (kind === 'text') return { value: { value } }
  if (kind === 'date') return { value: { selected_date: value } }
  if (kind === 'one') return { value: { selected_option: { value } } }
  return { value: { selected_options: value.split(',').map((one) => ({ value: one })) } }
}

const teamsButton = z.object({
  type: z.literal('Action.Execute'),
  verb: z.string(),
  data: jsonSchema.optional(),
})
const teamsInput = z.object({
  type: z.string(),
  id: z.string(),
  isMultiSelect: z.boolean().optional(),
  choices: z.array(option).optional(),
  value: z.string().optional(),
})
const serviceUrl = 'https://smba.trafficmanager.net/teams/'

function readTeams(
  program: Program,
  card: Card,
  { rendered, where }: { readonly rendered: Json; readonly where: Where },
): Page {
  const isOurs = toIsOurs(program)
  const nodes = listNodes(rendered)
  const inputs = nodes.flatMap((node): readonly Input[] => {
    if (!isTyped(node, 'Input.')) return []
    const data = teamsInput.parse(node)
    const options = (data.choices ?? []).map(({ value }) => value)
    const plain = data.type === 'Input.Date' ? 'date' : 'text'
    const kind = data.isMultiSelect === true ? 'many' : options.length > 0 ? 'one' : plain
    return [{ id: data.id, kind, options, initial: data.value ?? '' }]
  })
  const buttons = nodes.flatMap((node): readonly Button[] => {
    if (node.type !== 'Action.Execute') return []
    const data = teamsButton.parse(node)
    return [
      {
        action: data.verb,
        value: JSON.stringify(data.data ?? {}),
        toPress(person, filled) {
          const value = { action: { verb: data.verb, data: { ...Object.fromEntries(filled), ...data.data } } }
          const button = program.findExecute(value, isOurs)
          const read = program.readIncoming(toActivity(person, where, value), {
            serviceUrl,
            tenantId: undefined,
          })
          if (button === undefined || read.kind !== 'incoming') return undefined
          return program.toPress(person.actor, button, read.incoming)
        },
      },
    ]
  })
  return { card, inputs, buttons }
}

function isTyped({ type }: Json, head: string): boolean {
  return typeof type === 'string' && type.startsWith(head)
}

function toActivity({ actor }: Person, { channel, message }: Where, value: unknown) {
  return {
    type: 'invoke',
    name: 'adaptiveCard/action',
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${actor.id}`, name: actor.name, aadObjectId: actor.id },
    recipient: { id: '28:bot' },
    conversation: {
      id: `${channel};messageid=${message}`,
      conversationType: 'channel',
      tenantId: actor.home,
    },
    replyToId: message,
    value,
  }
}
