// What one person sees, as the page receives it. Pure types: the page's bundle shares this file with the server.
import type { Person, PersonKey } from './people.js'

/** The answer to anything a person does: done, or what the platform would tell that person. */
export type ActResult =
  | { readonly ok: true; readonly toast?: string }
  | { readonly ok: false; readonly trouble: string; readonly errors?: Readonly<Record<string, string>> }

export interface PlaygroundSight {
  readonly person: Person
  readonly people: readonly Person[]
  /** The time the bot lives in, epoch milliseconds. */
  readonly now: number
  /** All that can be typed, in the order of the help. */
  readonly commands: readonly CommandSight[]
  readonly guide: GuideSight
  readonly slack: SlackSight
  readonly teams: TeamsSight
}

export interface SceneSight {
  /** As it stands in the link. */
  readonly name: string
  readonly title: string
  /** What has happened. */
  readonly about: string
  /** What to press. */
  readonly next: string
  /** Who is at the desk. */
  readonly person: PersonKey
}

/** What leads somebody who is here for the first time. */
export interface GuideSight {
  readonly scenes: readonly SceneSight[]
  /** Undefined in one's own playground. */
  readonly scene: (SceneSight & { readonly setAt: number }) | undefined
  /** Steps of the tour that are done here, in no order. */
  readonly done: readonly TourStep[]
  /** Of whose memory that is true. */
  readonly run: string
}

export type TourStep = 'alert' | 'claim' | 'contain' | 'review' | 'close' | 'list'

export interface CommandSight {
  readonly verb: string
  /** With what it takes: `show <entity>`. */
  readonly usage: string
  readonly text: string
}

export interface Author {
  readonly kind: 'bot' | 'person' | 'platform'
  readonly name: string
}

export interface SlackSight {
  readonly workspaceName: string
  readonly channelName: string
  /** Ids of people and groups to names, so that the page can draw mentions. */
  readonly users: readonly { readonly id: string; readonly name: string }[]
  readonly messages: readonly SlackMessageSight[]
  /** What the app wrote to this person alone. */
  readonly direct: readonly SlackMessageSight[]
  /** The modal on top of this person's stack. */
  readonly view: SlackViewSight | undefined
  readonly home: SlackHomeSight
}

/** The app's Home tab; every person has their own. */
export type SlackHomeSight =
  | {
      readonly kind: 'drawn'
      readonly id: string
      readonly hash: string
      readonly blocks: readonly SlackBlock[]
    }
  | { readonly kind: 'empty' }
  /** People of another workspace do not have the app. */
  | { readonly kind: 'absent' }

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
  /** A reply that was sent to the channel as well, as it stands there. */
  readonly isFromThread: boolean
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
  /** Nobody else in the channel sees it. */
  readonly onlyForYou: boolean
  readonly replies: readonly TeamsPostSight[]
}

export interface TeamsCardSight {
  /** Within its post. */
  readonly id: string
  readonly card: Readonly<Record<string, unknown>>
  /** Given to this person alone: by the bot, or in answer to a click. */
  readonly onlyForYou: boolean
}

/** One request between the bot and a workspace, with every secret masked. */
export interface WireCallSight {
  readonly id: number
  /** Grows with every change, so that a page asks for what is new only. */
  readonly revision: number
  /** Epoch milliseconds, in the bot's time. */
  readonly at: number
  readonly side: 'slack' | 'teams'
  readonly direction: 'to-bot' | 'from-bot'
  readonly method: string
  readonly path: string
  /** What people call it: `chat.postMessage`, `block_actions`. */
  readonly name: string
  /** Undefined while it is under way. */
  readonly outcome: number | 'timeout' | 'unreachable' | undefined
  /** In real time. */
  readonly milliseconds: number | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly answer: string
}

export interface WireSight {
  readonly revision: number
  /** What has a smaller id is held no more. */
  readonly firstId: number
  /** New or changed ones, oldest first. */
  readonly calls: readonly WireCallSight[]
}

export interface DeskSight {
  /** The bot's time, epoch milliseconds. */
  readonly now: number
  readonly rate: number
  readonly entries: readonly DeskEntrySight[]
  /** Senders made up for a storm that are restricted now. */
  readonly stormed: number
  /** Whether the policy that tells of restricted senders is on. */
  readonly alertOn: boolean
  readonly reasons: readonly DeskChoiceSight[]
  readonly broken: readonly DeskBrokenSight[]
  readonly health: DeskHealthSight
  readonly wire: WireSight
}

export interface DeskEntrySight {
  readonly key: string
  readonly kind: 'sender' | 'connector'
  readonly name: string
  /** The address Exchange lists; a connector's id. */
  readonly id: string
  readonly about: string
  readonly listed: boolean
}

export interface DeskChoiceSight {
  readonly key: string
  readonly label: string
  readonly about: string
}

/** What can be broken: Exchange, Slack or Teams. */
export interface DeskBrokenSight {
  readonly side: 'exchange' | 'slack' | 'teams'
  readonly name: string
  /** The key of the choice that holds now. */
  readonly current: string
  readonly choices: readonly DeskChoiceSight[]
}

export interface DeskHealthSight {
  readonly status: 'ok' | 'needs-a-look' | 'silent'
  readonly checks: readonly { readonly ok: boolean; readonly name: string; readonly detail: string }[]
}
