// What the page asks for and what it lets a person do: JSON in, JSON out, everything checked.
import { z } from 'zod'
import type { Clock, Route } from '../src/ports.js'
import { actRoute } from './act-route.js'
import { createGuide, type Guide, type GuideLinks } from './guide.js'
import { addressOf, sendJson } from './http.js'
import { getPerson, type PersonKey, people, personKeys } from './people.js'
import type { CommandSight, PlaygroundSight } from './sight.js'
import type { SlackWorkspace } from './slack/workspace.js'
import type { TeamsTenant } from './teams/tenant.js'

const person = z.enum(personKeys)
const id = z.string().min(1).max(255)
const typed = z.string().max(4000)
const slackValue = z.union([z.string().max(3000), z.array(z.string().max(255)).max(100), z.null()])
const entered = z
  .array(z.object({ blockId: id, actionId: id, value: slackValue }))
  .max(100)
  .default([])

const slackPress = z.object({
  person,
  on: z.union([z.object({ messageTs: id }), z.object({ viewId: id })]),
  blockId: id,
  actionId: id,
  value: slackValue.default(null),
  entered,
})
const slackSubmit = z.object({ person, viewId: id, entered })
const teamsSaying = z.object({ person, text: typed, rootId: id.optional(), chat: z.boolean().default(false) })
const teamsExecute = z.object({
  person,
  activityId: id,
  action: z.object({
    type: z.enum(['Action.Execute', 'Action.Submit']),
    verb: z.string().max(255).optional(),
    id: z.string().max(255).optional(),
    title: z.string().max(255).optional(),
    data: z.record(z.string(), z.unknown()).default({}),
    trigger: z.enum(['manual', 'automatic']).optional(),
  }),
})

interface PageParts {
  readonly slack: SlackWorkspace
  readonly teams: TeamsTenant
  readonly clock: Pick<Clock, 'now'>
  readonly guide: GuideLinks
  readonly commands: readonly CommandSight[]
}

export function createPageApi(parts: PageParts): readonly Route[] {
  const { slack, teams } = parts
  const guide = createGuide(parts.guide, parts.commands)
  const state: Route = {
    path: '/playground/api/state',
    async handle(request, response) {
      request.resume()
      const asked = person.safeParse(addressOf(request).searchParams.get('person') ?? 'maya')
      if (!asked.success) return sendJson(response, 400, { body: { error: 'Nobody here has that name.' } })
      sendJson(response, 200, { body: await look(asked.data, parts, guide) })
    },
  }
  return [
    state,
    actRoute('slack/say', z.object({ person, text: typed }), (given) => {
      guide.hear(given.text)
      return slack.say(given)
    }),
    actRoute('slack/press', slackPress, (given) => slack.press(given)),
    actRoute('slack/submit', slackSubmit, (given) => slack.submit(given)),
    actRoute('slack/close', slackSubmit, (given) => slack.close(given)),
    actRoute('slack/home', z.object({ person }), (given) => slack.openHome(given)),
    actRoute('teams/chat', z.object({ person }), (given) => teams.openChat(given)),
    actRoute('teams/say', teamsSaying, ({ rootId, ...rest }) => {
      guide.hear(rest.text)
      return teams.say(rootId === undefined ? rest : { ...rest, rootId })
    }),
    actRoute('teams/execute', teamsExecute, (given) => teams.execute(given)),
  ]
}

async function look(
  key: PersonKey,
  { slack, teams, clock, commands }: PageParts,
  guide: Guide,
): Promise<PlaygroundSight> {
  return {
    person: getPerson(key),
    people,
    now: clock.now(),
    commands,
    guide: await guide.look(),
    slack: slack.look(key),
    teams: teams.look(key),
  }
}
