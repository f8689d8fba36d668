// What answering needs, whatever was pressed or typed.
import type { Press } from '../../domain/press.js'
import type { Catalogue, Clock, Log, PlatformHandlers } from '../../ports.js'
import type { Identify } from './identity.js'
import type { Click, Submission, TypedCommand } from './payloads.js'
import type { Respond } from './respond.js'
import { toModal } from './surface.js'
import type { Drawn, Twins } from './twins.js'
import type { Views } from './views.js'
import { createWindows, type LiveWindow } from './windows.js'

export interface Desk {
  /** Finds out who it was, lets them be answered, and renders the answer. Undefined: there is nothing to show. */
  askPress(interaction: Click | Submission): Promise<Drawn | undefined>
  askCommand(typed: TypedCommand): Promise<Drawn | undefined>
  /** The windows that show this page, as it is now. Never rejects. */
  redraw(page: Pick<Press, 'action' | 'incidentId'>): void
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

  async function draw({ viewId, person, page }: LiveWindow, isStill: () => boolean): Promise<void> {
    try {
      const press = { ...page, confirmationId: '', values: {} }
      const card = await handlers.onPress({ actor: await identify(person), ...press })
      if (card === undefined || !isStill()) return
      await rest.twins.send(rest.twins.toWindow(rest.twins.draw(card)), (surface) =>
        rest.views.update({ id: viewId }, toModal(surface)),
      )
    } catch (error) {
      // The window has its Refresh.
      log.debug({ error }, 'slack.window.not-redrawn')
    }
  }

  return {
    ...rest,
    redraw: (page) => windows.redraw(page, draw),
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
