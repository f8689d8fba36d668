// Windows: https://docs.slack.dev/surfaces/modals
import type { ModalView } from '@slack/types'
import { PlatformError } from '../../errors.js'
import type { Log } from '../../ports.js'
import type { Clients } from './clients.js'

export interface Views {
  /** Resolves with the window's id. The trigger lives for 3 seconds and opens one window. @throws PlatformError */
  open(triggerId: string, view: ModalView): Promise<string>
  /**
   * Shows something else in a window that is open. With `hash` only if nothing else was shown in it since then. A window
   * that the person closed needs no answer any more. @throws PlatformError
   */
  update(window: { readonly id: string; readonly hash?: string | undefined }, view: ModalView): Promise<void>
}

export function createViews({ clients, log }: { readonly clients: Clients; readonly log: Log }): Views {
  return {
    async open(triggerId, view) {
      const opened = await clients.call('views.open', () =>
        clients.interactive.views.open({ trigger_id: triggerId, view }),
      )
      const id = opened.view?.id
      if (id === undefined)
        throw new PlatformError('Slack opened a window without an id.', { code: 'rejected' })
      return id
    },
    async update({ id, hash }, view) {
      try {
        await clients.call('views.update', () =>
          clients.interactive.views.update({ view_id: id, view, ...(hash === undefined ? {} : { hash }) }),
        )
      } catch (error) {
        if (!(error instanceof PlatformError) || error.code !== 'message-gone') throw error
        log.debug({}, 'slack.view.gone')
      }
    },
  }
}
