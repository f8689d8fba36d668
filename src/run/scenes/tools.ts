import type { DeskClock, DeskTenant } from '../../../playground/desk/port.js'
import { startStorm } from '../../../playground/desk/storm.js'
import type { Playground } from '../../../playground/index.js'
import { getPerson, type PersonKey } from '../../../playground/people.js'
import type { Bot } from '../../bot/index.js'
import type { Actor } from '../../domain/actor.js'
import type { Entity } from '../../domain/entity.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Press } from '../../domain/press.js'
import type { Card } from '../../features/cards.js'
import { toCard } from '../../features/index.js'
import type { Clock, Store } from '../../ports.js'
import type { SceneTools, Seen } from './scene.js'

interface ToolParts {
  readonly playground: Playground
  readonly tenant: DeskTenant
  readonly time: DeskClock
  readonly store: Store
  readonly bot: Bot
  readonly realClock: Clock
}

const hurried = 60
const betweenMilliseconds = 25
/** Of real time: then it is shown as far as it has come. */
const mostMilliseconds = 20_000

export function createSceneTools(parts: ToolParts): SceneTools {
  const { playground, tenant, time, store, bot, realClock } = parts
  const ofSender = (address: string): Entity => ({ kind: 'sender', address })
  const wait = () => new Promise<void>((resolve) => void realClock.after(betweenMilliseconds, resolve))

  async function look(): Promise<Seen> {
    return {
      incidents: await store.listLive({}),
      slack: playground.slack.look('maya'),
      teams: playground.teams.look('maya'),
      pages: playground.pager.pages().length,
    }
  }

  return {
    restrict: (address) => tenant.restrict(ofSender(address), tenant.reasons[0]?.key ?? ''),
    storm: () => void startStorm(tenant),
    approach: (address) => tenant.approach(ofSender(address)),
    breakExchange: (fault) => tenant.breakDown(fault),
    turnAlertOff: () => tenant.switchAlert(false),
    async say(person, text) {
      await playground.slack.say({ person, text })
    },
    review: (person, incidentId) => review(bot, person, incidentId),
    pass: (minutes) => time.jump(minutes * minuteMilliseconds),
    async until(isSo) {
      const end = realClock.monotonic() + mostMilliseconds
      await time.setRate(hurried)
      while (realClock.monotonic() < end) {
        await wait()
        if (isSo(await look()) && (await store.readBacklog(time.now())).due === 0) break
      }
      await time.setRate(1)
    },
  }
}

/** As on the pages of the wizard, one after the other. */
async function review({ handlers }: Bot, key: PersonKey, incidentId: string): Promise<void> {
  const actor = toActor(key)
  const press = async (action: string, rest: Partial<Press> = {}): Promise<Card | undefined> => {
    const card = await handlers.onPress({
      actor,
      action,
      incidentId,
      confirmationId: '',
      values: {},
      ...rest,
    })
    return card && toCard(card)
  }
  await press('review')
  const page = await press('recommendations')
  if (page?.name !== 'recommendations') return
  const { seen, noteId, questions, revision } = page.view
  const values: Record<string, string> = {
    seen,
    [noteId]: 'Spoke to whoever sends from there: they know all of it.',
  }
  for (const { inputId, options } of questions) values[inputId] = options[0]?.choiceId ?? ''
  const yes = await press('confirm', { revision: Number(revision), values })
  if (yes?.name === 'confirm') await press('unblock', { confirmationId: yes.view.confirmationId })
}

function toActor(key: PersonKey): Actor {
  const { name, email, slack } = getPerson(key)
  return {
    platform: 'slack',
    id: slack.userId,
    name,
    home: slack.teamId,
    isMember: true,
    addresses: [email],
    groups: [],
  }
}
