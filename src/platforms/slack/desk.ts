// What answering needs, whatever was pressed or typed.
import type { Catalogue, Clock, PlatformHandlers } from '../../ports.js'
import type { Identify } from './identity.js'
import type { Click, Submission, TypedCommand } from './payloads.js'
import type { Respond } from './respond.js'
import { type Render, type Surface, toSurface } from './surface.js'
import type { Views } from './views.js'

export interface Desk {
  /** Finds out who it was, lets them be answered, and renders the answer. Undefined: there is nothing to show. */
  askPress(interaction: Click | Submission): Promise<Surface | undefined>
  askCommand(typed: TypedCommand): Promise<Surface | undefined>
  readonly render: Render
  readonly views: Views
  readonly respond: Respond
  readonly clock: Clock
}

interface DeskParts {
  readonly presses: Catalogue['presses']
  readonly handlers: PlatformHandlers
  readonly identify: Identify
  readonly render: Render
  readonly views: Views
  readonly respond: Respond
  readonly clock: Clock
}

export function createDesk({ handlers, identify, presses, ...rest }: DeskParts): Desk {
  return {
    ...rest,
    async askPress({ person, press }) {
      const actor = await identify(person, presses.get(press.action)?.asksAnew)
      const card = await handlers.onPress({ actor, ...press })
      return card === undefined ? undefined : toSurface(rest.render(card))
    },
    async askCommand({ person, text }) {
      const card = await handlers.onCommand({ actor: await identify(person), text })
      return card === undefined ? undefined : toSurface(rest.render(card))
    },
  }
}
