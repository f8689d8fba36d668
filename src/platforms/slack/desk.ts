// What answering needs, whatever was pressed or typed.
import type { Answer, Card, Catalogue, Clock, LivePage, Log, PlatformHandlers } from '../../ports.js'
import type { Identify } from './identity.js'
import type { Click, Person, Submission, TypedCommand } from './payloads.js'
import { type Respond, toEphemeral } from './respond.js'
import { toModal } from './surface.js'
import type { Drawn, Twins } from './twins.js'
import type { Views } from './views.js'
import { createWindows, type LiveSpot, type Spot } from './windows.js'

export interface Desk {
  /** Finds out who it was, lets them be answered, and renders the answer. Undefined: there is nothing to show. */
  askPress(interaction: Click | Submission): Promise<Drawn | undefined>
  askCommand(typed: TypedCommand): Promise<Drawn | undefined>
  /** Whatever shows this page, as it is now. Never rejects. */
  redraw(page: LivePage): void
  /** It was shown there: from now on it is drawn anew when something under way in it has got on. */
  follow(spot: Spot, person: Person, drawn: Drawn): void
  readonly twins: Twins
  readonly views: Views
  readonly respond: Respond
  readonly clock: Clock
}

interface DeskParts {
  readonly catalogue: Catalogue
  readonly log: Log
  readonly handlers: PlatformHandlers
  readonly identify: Identify
  readonly twins: Twins
  readonly views: Views
  readonly respond: Respond
  readonly clock: Clock
}

export function createDesk({ handlers, identify, catalogue, log, ...rest }: DeskParts): Desk {
  const { presses } = catalogue
  const windows = createWindows(rest.clock, catalogue)

  async function ask({ person, page }: LiveSpot): Promise<Answer> {
    const actor = await identify(person)
    if ('command' in page) return handlers.onCommand({ actor, text: page.command })
    return handlers.onPress({ actor, ...page, confirmationId: '', values: {} })
  }

  async function draw(one: LiveSpot, isStill: () => boolean): Promise<void> {
    try {
      const card = await ask(one)
      if (card === undefined || !isStill()) return
      await place(one.spot, card)
      const incidentId = 'command' in one.page ? '' : one.page.incidentId
      windows.keep(one.spot, one.person, { card, incidentId })
    } catch (error) {
      // It has its Refresh.
      log.debug({ error }, 'slack.window.not-redrawn')
    }
  }

  async function place(spot: Spot, card: Card): Promise<void> {
    const { twins, views, respond } = rest
    const drawn = twins.draw(card)
    if ('viewId' in spot) {
      await twins.send(twins.toWindow(drawn), (surface) =>
        views.update({ id: spot.viewId }, toModal(surface)),
      )
      return
    }
    await twins.send(drawn, (surface) =>
      respond(spot.responseUrl, { ...toEphemeral(surface), replace_original: true }),
    )
  }

  return {
    ...rest,
    redraw: (page) => windows.redraw(page, draw),
    follow: (spot, person, { card }) => windows.keep(spot, person, { card, incidentId: '' }),
    async askPress(interaction) {
      const { person, press } = interaction
      windows.leave(interaction)
      const actor = await identify(person, presses.get(press.action)?.asksAnew)
      const card = await handlers.onPress({ actor, ...press })
      windows.note(interaction, card)
      return card === undefined ? undefined : rest.twins.draw(card)
    },
    async askCommand({ person, text }) {
      const card = await handlers.onCommand({ actor: await identify(person), text })
      return card === undefined ? undefined : rest.twins.draw(card)
    },
  }
}
