// The channel that gets a platform's alerts because the app was added there (`installed`), and what becomes of it.
import type { ActorRef, PlatformName } from './actor.js'

/** A channel by id, and by the names its team gave it: "Mail Operations / On-call", or the id. Outside text. */
export interface NamedChannel {
  readonly channel: string
  readonly name: string
}

/** Why a channel that gets alerts cannot be reached. */
export type ChannelLoss =
  | 'app-removed'
  | 'team-deleted'
  | 'team-archived'
  | 'channel-deleted'
  /** All of a workspace's channels at once. */
  | 'app-uninstalled'
  | 'token-revoked'

/** What became of a channel. */
export type ChannelTurn = { readonly at: NamedChannel } & (
  | {
      readonly kind: 'added'
      /** Where alerts go now; undefined when the settings name the channels. */
      readonly alerts: (NamedChannel & { readonly isPinned: boolean }) | undefined
    }
  /** A channel that gets alerts. `near` is another channel of its team that can still be reached. */
  | { readonly kind: 'lost'; readonly loss: ChannelLoss; readonly near: string | undefined }
  | { readonly kind: 'restored' }
)

/** What was heard about a channel, already remembered. */
export type ChannelNews = ChannelTurn & {
  readonly platform: PlatformName
  /** Who did it, when the platform says. */
  readonly by: ActorRef | undefined
}

/** Alerts were sent to another channel, or this one was made final. */
export interface Pinned {
  /** False when it was so already. */
  readonly isNew: boolean
  readonly now: NamedChannel
  /** Where they went before; undefined when nowhere, or when that channel cannot be reached. */
  readonly before: NamedChannel | undefined
}
