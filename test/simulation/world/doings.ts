// What people do all day: look at cards, press what is on them, fill in forms, type, press twice, come back too late.

import { z } from 'zod'
import { dayMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Press } from '../../../src/domain/press.js'
import { readTicked } from '../../../src/features/containment/choices.js'
import type { Answer } from '../../../src/ports.js'
import type { Message } from './chat.js'
import type { Button, Page } from './pages.js'
import { type Person, people } from './people.js'
import type { Broken, Onlookers, Pressed, World } from './world.js'

/** What every handler promises is 2 seconds; a platform shows an error soon after. Answers are looked into for ten more. */
const patienceMilliseconds = 5_000
const lookMilliseconds = 12_000
const mostSteps = 9

/** Where a review leads; the further on, the sooner it is pressed. */
const ways = ['unblock', 'confirm', 'recommendations', 'overview', 'review']
const detours = [
  'keep-now',
  'keep',
  'claim',
  'send-back-now',
  'send-back',
  'contain-set',
  'contain-now',
  'contain',
  'containment',
  'show',
  'command',
  'refresh',
  'handoff',
  'checks',
  'card',
]

/** What people come for in a week that has time for it. */
const wishes = [
  ways,
  ['snooze-now', 'snooze', 'wake'],
  ['mute-now', 'mute', 'unmute'],
  ['take-all', 'blind-take', 'claim'],
  detours,
]

export interface Doings {
  /** Somebody comes by and does something. */
  act(): void
  presses(): number
}

export function createDoings(world: World, onlookers: Onlookers): Doings {
  const { time, machine, happenings, random, read, chats, pace } = world
  const crowd = people.flatMap((person) => Array.from({ length: person.zeal }, () => person))
  const days = random.fork('days')
  let presses = 0
  let glasses = 0

  function act(): void {
    const person = random.pick(crowd)
    const dice = random.next()
    if (dice < 0.004) return void breakGlass()
    if (dice < 0.12) return void type(person)
    if (dice < 0.16) return void openHome(person)
    const message = findMessage(person)
    if (message === undefined) return
    void walk(person, pickPage(message))
    if (random.chance(0.12)) {
      const other = random.pick(crowd.filter(({ actor }) => actor.platform === person.actor.platform))
      const page = message.pages.at(-1)
      if (page !== undefined) void walk(other, page)
    }
  }

  /** Cards of what is going on draw people more than lines and old ones. */
  function findMessage({ actor }: Person): Message | undefined {
    const chat = chats.find(({ name }) => name === actor.platform)
    if (chat === undefined || !chat.canBeUsed()) return undefined
    const shown = chat.messages.slice(-120).filter(({ isDeleted, pages }) => {
      return !isDeleted && (pages.at(-1)?.buttons.length ?? 0) > 0
    })
    const pressing = shown.filter(({ pages }) =>
      pages.at(-1)?.buttons.some(({ action }) => action === 'review'),
    )
    const some = pressing.length > 0 && random.chance(0.85) ? pressing : shown
    return some.length === 0 ? undefined : random.pick(some)
  }

  /** A client that has not heard of the last edit yet shows an older one. */
  function pickPage({ pages }: Message): Page {
    return random.chance(0.1) ? random.pick(pages) : random.pick(pages.slice(-1))
  }

  async function walk(person: Person, first: Page): Promise<void> {
    let page: Page | undefined = first
    const wish = pace.isSparse || pace.isWanted ? random.pick(wishes) : undefined
    for (let step = 0; step < mostSteps && page !== undefined; step += 1) {
      const button = pickButton(page, wish)
      if (button === undefined) return
      const press = button.toPress(person, fill(page))
      if (press === undefined) return
      page = await pressAndMaybeTwice(person, page, { button, press })
      if (random.chance(0.08)) return
      await time.wait(
        random.chance(0.1) ? random.between(0.5, 14) * minuteMilliseconds : random.between(1_500, 25_000),
      )
    }
  }

  function pickButton(page: Page, wish: readonly string[] | undefined): Button | undefined {
    const { buttons } = page
    if (buttons.length === 0) return undefined
    if (random.chance(0.15)) return random.pick(buttons)
    const liked = wish ?? (random.chance(0.75) ? ways : detours)
    for (const action of liked) {
      const found = buttons.filter((button) => button.action === action)
      if (found.length > 0) return random.pick(found)
    }
    return random.pick(buttons)
  }

  function fill({ inputs }: Page): ReadonlyMap<string, string> {
    const isThorough = random.chance(0.85)
    return new Map(
      inputs.map(({ id, kind, options, initial }): [string, string] => {
        if (kind === 'date') return [id, pickDay()]
        if (kind === 'text') return [id, isThorough ? 'Password was reset, account is clean' : initial]
        if (kind === 'many') return [id, options.filter(() => random.chance(0.6)).join(',')]
        if (isThorough && options.includes('yes')) return [id, 'yes']
        return [id, random.chance(0.5) && options.length > 0 ? random.pick(options) : initial]
      }),
    )
  }

  /** Beside what can be chosen, as few write it in passing: one that is over, too far away, or a day like any other. */
  function pickDay(): string {
    if (pace.isSparse || days.chance(0.6)) return ''
    return new Date(time.now() + days.between(-1, 33) * dayMilliseconds).toISOString().slice(0, 10)
  }

  interface Finger {
    readonly button: Button
    readonly press: Press
  }

  async function pressAndMaybeTwice(person: Person, on: Page, finger: Finger): Promise<Page | undefined> {
    // A Yes is what hurts when it counts twice: by a double click, or from a page that was left open.
    const isYes = ['unblock', 'contain-now', 'contain-set'].includes(finger.button.action)
    if (random.chance(isYes ? 0.35 : 0.08)) {
      const wait = random.pick([0, random.between(20, 900), random.between(1, isYes ? 90 : 2) * 1_000])
      // At the very same moment, or later.
      if (wait === 0) void pressOnce(person, on, finger)
      else time.after(wait, () => void pressOnce(person, on, finger))
    }
    return pressOnce(person, on, finger)
  }

  function pressOnce(person: Person, on: Page, { button, press }: Finger): Promise<Page | undefined> {
    const { incidentId, confirmationId } = press
    const pressed: Pressed = {
      person,
      on,
      action: button.action,
      incidentId,
      confirmationId,
      text: '',
      ticked: readTicked(press.values).length,
      at: time.passed(),
    }
    return ask(pressed, (handlers) => handlers.onPress(press))
  }

  type Handlers = NonNullable<ReturnType<NonNullable<ReturnType<World['machine']['running']>>['handlers']>>

  async function ask(
    pressed: Pressed,
    call: (handlers: Handlers) => Promise<Answer>,
  ): Promise<Page | undefined> {
    const { person, action, incidentId } = pressed
    const { platform, name } = person.actor
    const running = machine.door()
    const handlers = platform === 'console' ? undefined : running?.handlers(platform)
    const words = `${name} presses ${[action, incidentId, pressed.confirmationId].join(' ').trim()}`
    if (running === undefined || handlers === undefined || platform === 'console') {
      happenings.note(`${words}: nobody is there`)
      return undefined
    }
    presses += 1
    happenings.note(words)
    onlookers.onPress(pressed)
    const patience = patienceMilliseconds + (action === 'confirm' ? lookMilliseconds : 0)
    const stopWaiting = time.after(patience, () => {
      if (machine.isAt(running, pressed.at)) onlookers.onSilence(pressed, 'no answer came')
    })
    try {
      const answer = await running.life.hear(() => call(handlers))
      stopWaiting()
      const page =
        answer === undefined ? undefined : read(platform, answer, { channel: 'personal', message: 'answer' })
      happenings.note(`${name} is shown ${answer === undefined ? 'nothing' : toTitle(answer)}`)
      onlookers.onAnswer(pressed, page)
      return page
    } catch (error) {
      stopWaiting()
      onlookers.onSilence(pressed, error instanceof Error ? (error.stack ?? error.message) : String(error))
      return undefined
    }
  }

  /** On the machine itself, of whatever is going on. */
  async function breakGlass(): Promise<void> {
    const running = machine.running()
    const live = await running?.store.listLive({}).catch(() => [])
    if (running === undefined || live === undefined || live.length === 0 || running.life.isOver()) return
    const incident = random.pick(live)
    glasses += 1
    const broken: Broken = { id: `glass ${glasses}`, incident, at: time.passed() }
    happenings.note(`the glass is broken for ${incident.id}`)
    onlookers.onBreak(broken)
    const wish = { user: 'root', host: 'mail-1', entity: incident.id, reason: 'Nobody on call answers' }
    const answer = await running.life.hear(() => running.bot.breakGlass(wish))
    happenings.note(`the machine shows ${answer === undefined ? 'nothing' : toTitle(answer)}`)
    onlookers.onBroken(broken, answer?.name === 'show')
  }

  async function type(person: Person): Promise<void> {
    const text = pickText()
    const page = await ask({ ...toTyped(person, 'typed'), text }, (handlers) =>
      handlers.onCommand({ actor: person.actor, text }),
    )
    if (page !== undefined && random.chance(0.4)) await walk(person, page)
  }

  async function openHome(person: Person): Promise<void> {
    const page = await ask(toTyped(person, 'home'), (handlers) => handlers.onHome(person.actor))
    if (page !== undefined && random.chance(0.5)) await walk(person, page)
  }

  function toTyped(person: Person, action: string): Pressed {
    const typed = { person, on: undefined, action, incidentId: '', confirmationId: '', text: '' }
    return { ...typed, ticked: 0, at: time.passed() }
  }

  function pickText(): string {
    const [exchange] = world.exchanges.values()
    const entries = [...(exchange?.listed.values() ?? [])].map(({ restriction }) => restriction.entity)
    const senders = entries.flatMap((entity) => (entity.kind === 'sender' ? [entity.address] : []))
    const someone = senders.length > 0 ? random.pick(senders) : 'nobody@tenant0.example'
    const plain = ['list', 'status', 'history', 'help', 'policies', 'doctor', 'list tenant0', 'what?', '']
    const sparse = pace.isSparse ? ['mutes', 'handover', 'handover'] : []
    return random.pick([
      ...plain,
      ...sparse,
      `show ${someone}`,
      `review ${someone}`,
      `history ${someone}`,
      `explain ${someone}`,
    ])
  }

  return { act, presses: () => presses }
}

const confirmationSchema = z.object({ confirmationId: z.string().optional() })

function toTitle(answer: NonNullable<Answer>): string {
  const { name, view } = answer
  if (name === 'notice') return `notice ${JSON.stringify(view).slice(0, 160)}`
  const { confirmationId = '' } = confirmationSchema.parse(view)
  return `${name} ${confirmationId}`.trim()
}
