// What the doctor says about where alerts go without asking Teams: what is remembered of teams and channels, and of
// addresses that were turned away.
import type { Check } from '../../domain/check.js'
import { nameChannel } from './names.js'
import { findLoss, type Remembered } from './record.js'
import type { ServiceUrls } from './service-urls.js'
import { toLossRemedy, toLossText, toName } from './words.js'

const mostTeams = 10

/** What keeps a channel from being posted to; undefined when nothing does. */
export function findChannelTrouble(
  record: Remembered,
  channel: string,
): Pick<Check, 'found' | 'remedy'> | undefined {
  const channelId = channel === 'installed' ? record.alerts?.channelId : channel
  if (channelId === undefined)
    return {
      found: 'The bot is in no team yet, so there is no channel to post to.',
      remedy:
        'Upload the Teams app, add it to a team and choose the channel; or name the channel id (19:…) in the settings.',
    }
  const loss = findLoss(record, channelId)
  if (loss === undefined) return undefined
  const other =
    channel === 'installed'
      ? 'or add it to another team, where an approver presses "Send alerts here"; or name the channel id (19:…) in the settings'
      : 'or name another channel in the settings'
  return {
    found: `${toLossText(record, channelId, loss)}.`,
    remedy: `${toLossRemedy(loss)}; ${other}.`,
  }
}

/** How the channel of `installed` came to be it. */
export function describeInstalled(record: Remembered): string {
  const { alerts } = record
  if (alerts === undefined) return 'The app was added to a team, and its channel is known.'
  const name = toName(record, alerts.channelId)
  return alerts.isPinned
    ? `Alerts go to ${name}, as an approver said.`
    : `Alerts go to ${name}, the first channel the app was added to.`
}

/** Nobody needs a role to add the app to a team of their own. */
export function examineInstallations(record: Remembered): readonly Check[] {
  const live = record.installations.filter((one) => one.gone === undefined)
  const { alerts } = record
  if (live.length < 2 || alerts === undefined) return []
  const teams = live.slice(0, mostTeams).map((one) => nameChannel(record.names, one).name)
  const more = live.length > mostTeams ? ` and ${live.length - mostTeams} more` : ''
  const found = `The app is in ${live.length} teams: ${teams.join(', ')}${more}. ${describeInstalled(record)}`
  if (alerts.isPinned) return [{ name: 'Teams', result: 'ok', found, remedy: '' }]
  return [
    {
      name: 'Teams',
      result: 'warning',
      found,
      remedy:
        'Let an approver press "Send alerts here" on the card in the right channel (add the app there once more if the card is gone), or name the channel in the settings; remove the app where it is not needed.',
    },
  ]
}

export function examineServiceUrls(serviceUrls: Pick<ServiceUrls, 'readRefused'>): readonly Check[] {
  const refused = serviceUrls.readRefused()
  if (refused === undefined) return []
  return [
    {
      name: 'Connector address',
      result: 'warning',
      found: `Something signed for Teams named ${refused} as the address to answer at. Nothing was sent there.`,
      remedy:
        'Find out whether Microsoft uses it. Only then add it to teams.serviceUrls in the settings; else tell whoever looks after security.',
    },
  ]
}
