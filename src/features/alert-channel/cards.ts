// What channels are told about where alerts go.
import type { PlatformName } from '../../domain/actor.js'
import type { ChannelLoss, NamedChannel } from '../../domain/alert-channel.js'
import type { Card } from '../cards.js'
import { toTone } from '../words/words.js'

export interface Whereabouts {
  /** Undefined when the settings name the channels. */
  readonly alerts: (NamedChannel & { readonly isPinned: boolean }) | undefined
}

/** In a channel that the app was just added to. */
export function toWelcomeCard(at: NamedChannel, { alerts }: Whereabouts): Card {
  const title = 'Reprieve is here'
  if (alerts === undefined)
    return toCard({
      tone: 'calm',
      icon: '👋',
      title,
      text: 'The settings say which channels get the alerts.',
    })
  if (alerts.channel !== at.channel)
    return toCard({
      tone: 'calm',
      icon: '👋',
      title,
      text: `Alerts do not come here: they go to ${alerts.name}. An approver can move them here.`,
      canPin: true,
    })
  return alerts.isPinned
    ? toCard({ tone: 'calm', icon: '👋', title, text: 'Alerts come here.' })
    : toCard({
        tone: 'calm',
        icon: '👋',
        title,
        text: 'Alerts come here, because this is the first channel I was added to. An approver can make that final.',
        canPin: true,
      })
}

export function toPinnedCard(by: string, at: string): Card {
  const text = `Alerts come here: ${by} said so, ${at}.`
  return toCard({ tone: 'good', icon: '📌', title: 'Alerts come here', text })
}

/** In the channel that had the alerts until now. */
export function toMovedCard(now: NamedChannel, by: string, at: string): Card {
  return toCard({
    tone: 'busy',
    icon: '📌',
    title: 'Alerts go elsewhere now',
    text: `${by} sent them to ${now.name}, ${at}. Cards that are here stay here. An approver can move the alerts back.`,
    canPin: true,
  })
}

const losses: Readonly<Record<ChannelLoss, (name: string) => string>> = {
  'app-removed': (name) => `I was removed from the team of ${name}`,
  'team-deleted': (name) => `The team of ${name} was deleted`,
  'team-archived': (name) => `The team of ${name} was archived`,
  'channel-deleted': (name) => `${name} was deleted`,
  'app-uninstalled': () => 'The app was taken out of the workspace',
  'token-revoked': () => "The app's bot token was revoked",
}

interface Lost {
  readonly platform: PlatformName
  readonly at: NamedChannel
  readonly loss: ChannelLoss
  readonly by: string | undefined
}

/** Where people can still be reached. `canPin` where the alerts could go instead. */
export function toLostCard({ platform, at, loss, by }: Lost, canPin: boolean): Card {
  const who = by === undefined ? '' : ` by ${by}`
  const remedy = canPin
    ? 'An approver can send them here, until it comes back or for good.'
    : platform === 'slack'
      ? 'They come back when the app is installed again.'
      : 'They come back with it; an approver can send them to another channel.'
  return toCard({
    tone: 'bad',
    icon: '🔴',
    title: `Alerts go nowhere on ${platform === 'slack' ? 'Slack' : 'Teams'}`,
    text: `${losses[loss](at.name)}${who}. New alerts wait. ${remedy}`,
    canPin,
  })
}

export function toRestoredCard(at: NamedChannel, isThere: boolean): Card {
  const text = isThere ? 'Alerts come here again.' : `Alerts go to ${at.name} again.`
  return toCard({ tone: 'good', icon: '🟢', title: 'Alerts are back', text })
}

interface Words {
  readonly tone: Parameters<typeof toTone>[0]
  readonly icon: string
  readonly title: string
  readonly text: string
  readonly canPin?: boolean
}

function toCard({ tone, canPin = false, ...words }: Words): Card {
  return { name: 'welcome', view: { ...toTone(tone), ...words, canPin } }
}
