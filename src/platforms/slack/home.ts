// The app's Home tab: drawn when somebody opens it, and again when they pressed something on it.
import { z } from 'zod'
import { createRemembered } from '../../concurrency/remembered.js'
import type { Clock, Log, PlatformHandlers } from '../../ports.js'
import type { Clients } from './clients.js'
import type { Identify } from './identity.js'
import type { Person } from './payloads.js'
import { toHome } from './surface.js'
import type { Twins } from './twins.js'

const openedSchema = z.object({
  event_id: z.string().min(1),
  team_id: z.string().catch(''),
  event: z.object({
    type: z.literal('app_home_opened'),
    user: z.string().min(1).max(255),
    tab: z.literal('home').optional(),
  }),
})

export interface OpenedHome {
  readonly deliveryId: string
  readonly person: Person
}

/** Undefined for every other event, and for the tab beside it. */
export function findOpenedHome(body: unknown): OpenedHome | undefined {
  const { data } = openedSchema.safeParse(body)
  if (data === undefined) return undefined
  const { user } = data.event
  return { deliveryId: data.event_id, person: { id: user, teamId: data.team_id, name: user } }
}

interface HomeParts {
  readonly handlers: PlatformHandlers
  readonly identify: Identify
  readonly twins: Twins
  readonly clients: Clients
  readonly clock: Clock
  readonly log: Log
}

/** Somebody who goes back and forth between tabs is shown the same page for this long. */
const restMilliseconds = 1_500
const mostPeople = 2_000

export interface Home {
  /** Draws it for somebody who opens it. Failures are logged: the next visit draws it anew. */
  show(person: Person): Promise<void>
  /** Draws it for somebody whose press may have changed what it shows. Failures are logged as well. */
  drawAgain(person: Person): Promise<void>
}

export function createHome({ handlers, identify, twins, clients, clock, log }: HomeParts): Home {
  const drawings = createRemembered<void>({ clock, keepMilliseconds: restMilliseconds, most: mostPeople })

  async function publish(person: Person): Promise<void> {
    try {
      const actor = await identify(person)
      await twins.send(twins.draw(await handlers.onHome(actor)), (surface) =>
        clients.call('views.publish', () =>
          clients.interactive.views.publish({ user_id: person.id, view: toHome(surface) }),
        ),
      )
    } catch (error) {
      log.warn({ userId: person.id, err: error }, 'slack.home.failed')
    }
  }

  return {
    show: (person) => drawings.get(person.id, () => publish(person)),
    drawAgain: publish,
  }
}
