// The playground: a Slack workspace, a Teams tenant and a page that shows both, on the server the bot answers on.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Clock, Route } from '../src/ports.js'
import { createSavedFile } from '../src/stores/saved-file.js'
import { createDeskApi } from './desk/api.js'
import type { DeskLinks } from './desk/port.js'
import { guarded } from './guard.js'
import type { GuideLinks } from './guide.js'
import { createPageApi } from './page-api.js'
import { createPageFiles } from './page-files.js'
import { createLocalPagerDuty, type LocalPagerDuty } from './pager/pagerduty.js'
import { createPhone } from './pager/phone.js'
import { type Person, people } from './people.js'
import type { CommandSight } from './sight.js'
import { createSlackWorkspace, type SlackWorkspace } from './slack/workspace.js'
import { createTeamsTenant, type TeamsTenant } from './teams/tenant.js'
import { createWatching } from './watching.js'
import { createWire } from './wire.js'

/** As the settings of the bot call its pager. */
export const pagerId = 'phone'

export interface Playground {
  /** Exact paths and prefixes under /playground/, the page's files, and `/` last. */
  readonly routes: readonly Route[]
  readonly people: readonly Person[]
  readonly slack: SlackWorkspace
  readonly teams: TeamsTenant
  /** What rings when nobody comes. */
  readonly pager: LocalPagerDuty
  /** Adds the bot to both workspaces. Slack sends nothing then; Teams sends its install events, as often as asked. */
  install(): Promise<void>
  /** Ends open streams and resolves when everything is saved. */
  stop(): Promise<void>
}

/** @throws ConfigError when what was saved before cannot be read. */
export async function createPlayground(settings: {
  /** Where the shared server answers, such as `http://127.0.0.1:3978`; asked only once it listens. */
  readonly baseUrl: () => string
  /** Holds playground-slack.json and playground-teams.json. */
  readonly saveFolder: string
  /** The built page: index.html, main.js, main.css. */
  readonly pageFolder: string
  /** What the control desk works on. Its clock is the time everybody in the playground lives in. */
  readonly desk: DeskLinks
  /** What whoever is here for the first time is shown. */
  readonly guide: GuideLinks
  /** All that can be typed to the bot. */
  readonly commands: readonly CommandSight[]
  /** The machine's time, for what has to be true outside as well. */
  readonly realClock: Pick<Clock, 'now'>
}): Promise<Playground> {
  const { baseUrl, saveFolder, pageFolder, desk, guide, commands, realClock } = settings
  const { clock } = desk
  const wire = createWire(clock)
  const shared = { baseUrl, clock, realClock, wire }
  const savedIn = (name: string) => createSavedFile(join(saveFolder, name))
  const slack = await createSlackWorkspace({ ...shared, saved: savedIn('playground-slack.json') })
  const teams = await createTeamsTenant({ ...shared, saved: savedIn('playground-teams.json') })
  const pager = createLocalPagerDuty({
    clock,
    createId: randomUUID,
    deliver: async (body, headers) => {
      const url = `${baseUrl()}/pagers/${pagerId}`
      // A pager that is not heard tries again; here whoever looks at the phone does.
      await fetch(url, { method: 'POST', body, headers }).catch(() => {})
    },
  })
  const watching = createWatching([slack.changes, teams.changes])
  const routes = [
    watching.route,
    ...createPageApi({ slack, teams, clock, guide, commands }),
    ...createDeskApi({ ...desk, slackFaults: slack.faults, teamsFaults: teams.faults, wire, baseUrl }),
    ...createPhone(pager),
    ...slack.routes,
    ...teams.routes,
    ...createPageFiles(pageFolder).toReversed(),
  ]

  return {
    routes: routes.map(guarded),
    people,
    slack,
    teams,
    pager,
    install: () => teams.install(),
    async stop() {
      watching.stop()
      await Promise.all([slack.stop(), teams.stop()])
    },
  }
}
