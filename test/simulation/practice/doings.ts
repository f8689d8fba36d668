// What people do beside their days: reviews of many at once, drills, questions to owners, mutes. With chance of its own, so
// that whatever is added here leaves the other worlds as they were.
import type { Entity } from '../../../src/domain/entity.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Answer, PlatformHandlers } from '../../../src/ports.js'
import type { Message } from '../world/chat.js'
import type { Page } from '../world/pages.js'
import { type Person, people } from '../world/people.js'
import type { Onlookers, Pressed, World } from '../world/world.js'
import { findOwner } from './owners.js'

interface Way {
  /** What stands on the message that it begins with. */
  readonly from: string
  /** Each is pressed where it is there; the first that is. */
  readonly steps: readonly string[]
  readonly weight: number
}

const ways: readonly Way[] = [
  { from: 'storm', steps: ['storm-sign', 'storm'], weight: 8 },
  { from: 'storm-approve', steps: ['storm-yes', 'storm-approve'], weight: 12 },
  { from: 'storm-stop', steps: ['storm-stop'], weight: 1 },
  { from: 'review', steps: ['ask-owner-send', 'ask-owner', 'review'], weight: 4 },
  { from: 'mute', steps: ['mute-now', 'mute'], weight: 1 },
]
const everyWeight = ways.reduce((sum, { weight }) => sum + weight, 0)

const stormSenders = 18
const mostSteps = 4

export interface PracticeParts {
  readonly world: World
  readonly onlookers: Onlookers
  readonly onYes: (stormReviewId: string, person: Person) => Promise<void>
}

export function practise({ world, onlookers, onYes }: PracticeParts): void {
  const { time, machine, read, chats, exchanges, happenings } = world
  const random = world.random.fork('practice')
  const crowd = people.flatMap((person) => Array.from({ length: person.zeal }, () => person))

  function repeat(mean: number, run: () => void): void {
    time.after(random.around(mean), () => {
      run()
      repeat(mean, run)
    })
  }

  function breakStorm(): void {
    // Those of the second organisation are protected, and never among many.
    const [first, ...others] = exchanges.values()
    const exchange = random.chance(0.8) ? first : random.pick([...others, first])
    if (exchange === undefined) return
    for (let one = 0; one < stormSenders; one += 1) {
      const entity: Entity = {
        kind: 'sender',
        address: `sam${Math.floor(random.next() * 14)}@${exchange.tenantId}.example`,
      }
      time.after(random.around(15_000), () => exchange.restrict(entity))
    }
  }

  function pickWay(): Way | undefined {
    let left = random.next() * everyWeight
    return ways.find(({ weight }) => {
      left -= weight
      return left < 0
    })
  }

  function act(): void {
    const way = pickWay()
    const chat = random.pick(chats)
    if (way === undefined || !chat.canBeUsed()) return
    const shown = chat.messages.slice(-150).filter((message) => has(message, way.from))
    if (shown.length === 0) return
    const person = random.pick(crowd.filter(({ actor }) => actor.platform === chat.name))
    const page = random.pick(shown).pages.at(-1)
    if (page !== undefined) void walk(person, page, way.steps)
  }

  function answer(): void {
    const asked = chats.flatMap(({ messages, canBeUsed }) =>
      canBeUsed() ? messages.slice(-200).filter((message) => has(message, 'answer-owner')) : [],
    )
    if (asked.length === 0) return
    const message = random.pick(asked)
    const owner = findOwner(message.channel)
    const page = message.pages.at(-1)
    if (owner !== undefined && page !== undefined) void walk(owner, page, ['answer-owner'], 1)
  }

  function has({ isDeleted, pages }: Message, action: string): boolean {
    return !isDeleted && pages.at(-1)?.buttons.some((button) => button.action === action) === true
  }

  function command(): void {
    const [tenant] = machine.settings().tenants
    const person = random.pick(crowd)
    const text = random.pick([
      `drill ${tenant?.id ?? ''}`,
      `drill ${tenant?.id ?? ''}`,
      'drill list',
      'home',
      'drill end',
    ])
    const pressed = {
      person,
      on: undefined,
      action: 'typed',
      incidentId: '',
      confirmationId: '',
      text,
      ticked: 0,
    }
    void ask({ ...pressed, at: time.passed() }, (handlers) =>
      text === 'home' ? handlers.onHome(person.actor) : handlers.onCommand({ actor: person.actor, text }),
    )
  }

  async function walk(
    person: Person,
    first: Page,
    steps: readonly string[],
    most = mostSteps,
  ): Promise<void> {
    let page: Page | undefined = first
    for (let step = 0; step < most && page !== undefined; step += 1) {
      const { buttons }: Page = page
      const found = steps
        .map((action) => buttons.filter((button) => button.action === action))
        .find((some) => some.length > 0)
      if (found === undefined) return
      page = await press(person, page, random.pick(found))
      await time.wait(random.between(1_500, 20_000))
    }
  }

  async function press(person: Person, on: Page, button: Page['buttons'][number]): Promise<Page | undefined> {
    const press = button.toPress(person, fill(on))
    if (press === undefined) return undefined
    const { incidentId, confirmationId } = press
    const pressed = { person, on, action: button.action, incidentId, confirmationId, text: '', ticked: 0 }
    const once = () => {
      if (button.action === 'storm-yes') void onYes(incidentId, person)
      return ask({ ...pressed, at: time.passed() }, (handlers) => handlers.onPress(press))
    }
    if (random.chance(0.2)) time.after(random.pick([0, 400, 9_000]), () => void once())
    return once()
  }

  function fill({ inputs }: Page): ReadonlyMap<string, string> {
    return new Map(
      inputs.map(({ id, kind, options, initial }): [string, string] => {
        if (id === 'day') return [id, '']
        if (kind === 'text') return [id, 'Spoke with them, this is the monthly mailing']
        if (kind === 'many') return [id, initial === '' ? options.join(',') : initial]
        if (options.includes('yes')) return [id, random.chance(0.9) ? 'yes' : random.pick(options)]
        return [id, initial === '' && options.length > 0 ? random.pick(options) : initial]
      }),
    )
  }

  async function ask(
    pressed: Pressed,
    call: (handlers: PlatformHandlers) => Promise<Answer>,
  ): Promise<Page | undefined> {
    const { platform, name } = pressed.person.actor
    const running = machine.door()
    const handlers = platform === 'console' ? undefined : running?.handlers(platform)
    if (running === undefined || handlers === undefined || platform === 'console') return undefined
    happenings.note(`${name} practises ${pressed.action} ${pressed.incidentId} ${pressed.text}`)
    onlookers.onPress(pressed)
    try {
      const answer = await running.life.hear(() => call(handlers))
      const page =
        answer === undefined ? undefined : read(platform, answer, { channel: 'personal', message: 'answer' })
      happenings.note(`${name} is shown ${answer?.name ?? 'nothing'}`)
      onlookers.onAnswer(pressed, page)
      return page
    } catch (error) {
      onlookers.onSilence(pressed, error instanceof Error ? (error.stack ?? error.message) : String(error))
      return undefined
    }
  }

  repeat(30 * minuteMilliseconds, breakStorm)
  repeat(20_000, act)
  repeat(3 * minuteMilliseconds, answer)
  repeat(25 * minuteMilliseconds, command)
}
