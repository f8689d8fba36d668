// What one person sees, as the page receives it. Pure types: the page's bundle shares this file with the server.
import type { Person } from './people.js'

/** The answer to anything a person does: done, or what the platform would tell that person. */
export type ActResult =
  | { readonly ok: true; readonly toast?: string }
  | { readonly ok: false; readonly trouble: string; readonly errors?: Readonly<Record<string, string>> }

export interface PlaygroundSight {
  readonly person: Person
  readonly people: readonly Person[]
  readonly slack: SlackSight
  readonly teams: TeamsSight
}

export interface Author {
  readonly kind: 'bot' | 'person' | 'platform'
  readonly name: string
}

export interface SlackSight {
  readonly workspaceName: string
  readonly channelName: string
  /** Ids to names, so that the page can draw mentions. */
  readonly users: readonly { readonly id: string; readonly name: string }[]
  readonly messages: readonly SlackMessageSight[]
  /** The modal on top of this person's stack. */
  readonly view: SlackViewSight | undefined
}

export interface SlackMessageSight {
  readonly ts: string
  readonly author: Author
  /** Epoch milliseconds. */
  readonly at: number
  readonly text: string
  readonly blocks: readonly SlackBlock[]
  readonly attachments: readonly SlackAttachmentSight[]
  readonly edited: boolean
  readonly onlyForYou: boolean
  readonly replies: readonly SlackMessageSight[]
}

interface SlackAttachmentSight {
  readonly id: number
  readonly color: string | undefined
  readonly text: string
  readonly blocks: readonly SlackBlock[]
}

/** A block as Slack stores it: checked on its way in, and never without a block_id. */
export interface SlackBlock {
  readonly type: string
  readonly block_id: string
  readonly [property: string]: unknown
}

export interface SlackViewSight {
  readonly id: string
  readonly hash: string
  readonly title: string
  readonly submit: string | undefined
  readonly close: string
  readonly blocks: readonly SlackBlock[]
  /** What was entered so far. */
  readonly entered: readonly SlackEntry[]
  /** 1 for the first modal, up to 3. */
  readonly depth: number
}

/** One input's value: text, the value of an option, the values of several options, or nothing. */
export interface SlackEntry {
  readonly blockId: string
  readonly actionId: string
  readonly value: string | readonly string[] | null
}

export interface TeamsSight {
  readonly tenantName: string
  readonly teamName: string
  readonly channelName: string
  readonly botName: string
  readonly posts: readonly TeamsPostSight[]
  readonly chat: readonly TeamsPostSight[]
}

export interface TeamsPostSight {
  readonly id: string
  readonly author: Author
  /** Epoch milliseconds. */
  readonly at: number
  readonly text: string
  readonly textFormat: 'markdown' | 'plain' | 'xml'
  readonly cards: readonly TeamsCardSight[]
  readonly edited: boolean
  readonly replies: readonly TeamsPostSight[]
}

export interface TeamsCardSight {
  /** Within its post. */
  readonly id: string
  readonly card: Readonly<Record<string, unknown>>
  /** Given to this person alone in answer to a click. */
  readonly onlyForYou: boolean
}
