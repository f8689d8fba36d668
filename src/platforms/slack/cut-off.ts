// Slack says that the app was taken out of the workspace, or its token revoked. What it says may be of another token, an
// older one: a look tells.
import { z } from 'zod'
import type { ChannelNews } from '../../domain/alert-channel.js'
import { PlatformError } from '../../errors.js'
import type { Log, PlatformHandlers } from '../../ports.js'
import type { Clients } from './clients.js'
import type { Vitals } from './vitals.js'

type Loss = 'app-uninstalled' | 'token-revoked'

const eventSchema = z.object({
  event_id: z.string().min(1),
  team_id: z.string(),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('app_uninstalled') }),
    z.object({
      type: z.literal('tokens_revoked'),
      tokens: z.object({ bot: z.array(z.string()).min(1) }),
    }),
  ]),
})

interface CutOff {
  readonly deliveryId: string
  /** The workspace. */
  readonly teamId: string
  readonly loss: Loss
}

/** Undefined for every other event, and for tokens of people, of which there are none. */
export function findCutOff(body: unknown): CutOff | undefined {
  const { data } = eventSchema.safeParse(body)
  if (data === undefined) return undefined
  const loss = data.event.type === 'app_uninstalled' ? 'app-uninstalled' : 'token-revoked'
  return { deliveryId: data.event_id, teamId: data.team_id, loss }
}

const words: Readonly<Record<Loss, string>> = {
  'app-uninstalled':
    'The app was taken out of the workspace: install it again, and set the new bot token when it is another.',
  'token-revoked':
    'The bot token of Slack was revoked: install the app again, set the new one and start Reprieve again.',
}

interface CutOffParts {
  readonly clients: Clients
  readonly vitals: Vitals
  readonly handlers: Pick<PlatformHandlers, 'onChannelNews'>
  readonly alertChannels: readonly string[]
  readonly log: Log
}

export type HearCutOff = (loss: Loss) => Promise<void>

/** The function it returns never rejects. */
export function createHearCutOff({ clients, vitals, handlers, alertChannels, log }: CutOffParts): HearCutOff {
  async function isCutOff(): Promise<boolean> {
    try {
      await clients.call('auth.test', () => clients.bulk.auth.test())
      return false
    } catch (error) {
      return error instanceof PlatformError && error.code === 'forbidden'
    }
  }

  return async (loss) => {
    if (!(await isCutOff())) return log.info({ loss }, 'slack.cut-off.not-ours')
    vitals.setCutOff(words[loss])
    log.error({ loss }, 'slack.cut-off')
    for (const channel of new Set(alertChannels)) {
      const at = { channel, name: channel }
      const news: ChannelNews = { kind: 'lost', platform: 'slack', at, loss, near: undefined, by: undefined }
      await handlers.onChannelNews(news)
    }
  }
}
