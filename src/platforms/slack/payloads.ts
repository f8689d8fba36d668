// Slack's interaction payloads, parsed once: https://docs.slack.dev/reference/interaction-payloads
import { z } from 'zod'
import type { Press } from '../../domain/press.js'
import { parseJson, toCarried } from './carried.js'
import { toFormValues, viewStateSchema } from './form-values.js'

/** As the request names them; Slack's word for who they are comes from `users.info`. */
export interface Person {
  readonly id: string
  /** A workspace or organisation of theirs, as the request has it: nothing is decided by it. Empty when it says none. */
  readonly teamId: string
  readonly name: string
}

/** What is common to everything a person does. */
interface Interaction {
  readonly person: Person
  /** The same for every delivery of one deed. */
  readonly deliveryId: string
}

export interface Click extends Interaction {
  readonly press: Omit<Press, 'actor'>
  readonly triggerId: string
  readonly responseUrl: string | undefined
  /** The window the button is in; undefined for messages. */
  readonly view: { readonly id: string; readonly hash: string | undefined } | undefined
  /** Whether the message is one that only this person sees. */
  readonly isEphemeral: boolean
  /** Pressed on the app's Home tab, which shows what was before and is drawn again. */
  readonly isHome: boolean
}

export interface Submission extends Interaction {
  readonly press: Omit<Press, 'actor'>
  readonly viewId: string
}

export interface TypedCommand extends Interaction {
  readonly text: string
  readonly triggerId: string
  readonly responseUrl: string | undefined
}

const id = z.string().min(1).max(255)
const user = z
  .object({
    id,
    team_id: z.string().max(255).nullish(),
    name: z.string().nullish(),
    username: z.string().nullish(),
  })
  .transform(
    (raw): Person => ({ id: raw.id, teamId: raw.team_id ?? '', name: raw.name ?? raw.username ?? raw.id }),
  )
/** Pages that an older version drew carry none. */
const revisionSchema = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .optional()
  .catch(undefined)
const shortId = z.string().max(255).catch('')
const metadata = z
  .string()
  .max(3_000)
  .transform(parseJson)
  .pipe(
    z.object({
      incidentId: shortId,
      confirmationId: shortId,
      reviewId: shortId,
      revision: revisionSchema,
      seen: z.string().max(2_500).catch(''),
    }),
  )
  .catch({ incidentId: '', confirmationId: '', reviewId: '', revision: undefined, seen: '' })
const view = z.object({
  id,
  type: z.string().optional(),
  hash: z.string().optional(),
  callback_id: z.string().optional(),
  private_metadata: metadata,
  state: viewStateSchema,
})

const pressedSchema = z.object({ action_id: id, value: z.string().max(2_000).optional() })
/** What was chosen under ⋯: the press and the incident, with a blank between. */
const chosenSchema = z
  .object({
    action_id: z.literal('more'),
    selected_option: z.object({ value: z.string().regex(/^[\w.-]+ \S+$/) }),
  })
  .transform(({ selected_option: { value } }) => {
    const [action_id = '', chosen = ''] = value.split(' ')
    return { action_id, value: chosen }
  })
const elementSchema = z.union([chosenSchema, pressedSchema])

const clickSchema = z.object({
  type: z.literal('block_actions'),
  user,
  trigger_id: id,
  response_url: z.string().optional(),
  container: z
    .object({
      is_ephemeral: z.boolean().optional(),
      message_ts: id.optional().catch(undefined),
      channel_id: id.optional().catch(undefined),
      thread_ts: id.optional().catch(undefined),
    })
    .optional(),
  view: view.optional(),
  actions: z.array(elementSchema).min(1),
})

const submissionSchema = z.object({
  type: z.literal('view_submission'),
  user,
  trigger_id: id.optional(),
  view,
})

const commandSchema = z.object({
  command: id,
  text: z.string().max(4_000).default(''),
  user_id: id,
  user_name: z.string().optional(),
  team_id: z.string().max(255).optional(),
  trigger_id: id,
  response_url: z.string().optional(),
})

/** Undefined for buttons that are not ours to answer, like links, and for what is no click at all. */
export function findClick(body: unknown, isOurs: (action: string) => boolean): Click | undefined {
  const { data } = clickSchema.safeParse(body)
  const [pressed] = data?.actions ?? []
  const action = toAction(pressed?.action_id)
  if (data === undefined || pressed === undefined || !isOurs(action)) return undefined
  const isCommand = action === 'command'
  const isHome = data.view?.type === 'home'
  const carried = toCarried(isCommand ? '' : pressed.value)
  return {
    person: data.user,
    deliveryId: data.trigger_id,
    triggerId: data.trigger_id,
    responseUrl: data.response_url,
    // A Home tab is no window: nothing is shown in it in place of what it shows.
    view: data.view === undefined || isHome ? undefined : { id: data.view.id, hash: data.view.hash },
    isHome,
    isEphemeral: data.container?.is_ephemeral === true,
    press: {
      ...findMessage(data.container),
      action,
      incidentId: carried.incidentId || (data.view?.private_metadata.incidentId ?? ''),
      confirmationId: data.view?.private_metadata.confirmationId ?? '',
      revision: data.view?.private_metadata.revision,
      reviewId: data.view?.private_metadata.reviewId ?? '',
      values: {
        ...toSeen(data.view?.private_metadata),
        ...toFormValues(data.view?.state),
        ...(isCommand ? { text: pressed.value ?? '' } : carried.values),
      },
    },
  }
}

/** What the window showed, so that it can be said later what is new. */
function toSeen({ seen = '' }: { readonly seen?: string } = {}): Readonly<Record<string, string>> {
  return seen === '' ? {} : { seen }
}

/** Not what only one person sees, and no reply in a thread. */
function findMessage(container: z.infer<typeof clickSchema>['container']): Pick<Press, 'on'> {
  const {
    is_ephemeral: isEphemeral,
    message_ts: message,
    channel_id: channel,
    thread_ts: thread,
  } = container ?? {}
  if (isEphemeral === true || message === undefined || channel === undefined) return {}
  return thread === undefined || thread === message ? { on: { platform: 'slack', channel, message } } : {}
}

/** Undefined for windows that ask for nothing of ours, and for what is no submission at all. */
export function findSubmission(body: unknown, isOurs: (action: string) => boolean): Submission | undefined {
  const { data } = submissionSchema.safeParse(body)
  const action = toAction(data?.view.callback_id)
  if (data === undefined || !isOurs(action)) return undefined
  const { seen, ...ids } = data.view.private_metadata
  return {
    person: data.user,
    deliveryId: data.trigger_id ?? `${data.view.id} ${data.view.hash ?? ''}`,
    viewId: data.view.id,
    press: { action, ...ids, values: { ...toSeen({ seen }), ...toFormValues(data.view.state) } },
  }
}

export function findCommand(body: unknown): TypedCommand | undefined {
  const { data } = commandSchema.safeParse(body)
  if (data === undefined) return undefined
  return {
    person: { id: data.user_id, teamId: data.team_id ?? '', name: data.user_name ?? data.user_id },
    deliveryId: data.trigger_id,
    text: data.text.trim(),
    triggerId: data.trigger_id,
    responseUrl: data.response_url,
  }
}

/** What follows a dot only makes the id unique in its block: `command.next`. */
function toAction(actionId = ''): string {
  return actionId.split('.', 1)[0] ?? ''
}
