// What the page asks for and what it lets a person do: JSON in, JSON out, everything checked.
import { z } from 'zod'
import type { Route } from '../ports.js'
import { addressOf, readJson, sendJson } from './http.js'
import { getPerson, type PersonKey, people } from './people.js'
import type { ActResult, PlaygroundSight } from './sight.js'
import type { SlackWorkspace } from './slack/workspace.js'
import type { TeamsTenant } from './teams/tenant.js'

const person = z.enum(['maya', 'tom', 'vera', 'laura', 'oscar'])
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

export function createPageApi(slack: SlackWorkspace, teams: TeamsTenant): readonly Route[] {
  const state: Route = {
    path: '/playground/api/state',
    async handle(request, response) {
      request.resume()
      const asked = person.safeParse(addressOf(request).searchParams.get('person') ?? 'maya')
      if (!asked.success) return sendJson(response, 400, { body: { error: 'Nobody here has that name.' } })
      sendJson(response, 200, { body: toSight(asked.data, slack, teams) })
    },
  }
  return [
    state,
    act('slack/say', z.object({ person, text: typed }), (given) => slack.say(given)),
    act('slack/press', slackPress, (given) => slack.press(given)),
    act('slack/submit', slackSubmit, (given) => slack.submit(given)),
    act('slack/close', slackSubmit, (given) => slack.close(given)),
    act('teams/say', teamsSaying, ({ rootId, ...rest }) =>
      teams.say(rootId === undefined ? rest : { ...rest, rootId }),
    ),
    act('teams/execute', teamsExecute, (given) => teams.execute(given)),
  ]
}

function act<T>(name: string, schema: z.ZodType<T>, run: (given: T) => Promise<ActResult>): Route {
  return {
    path: `/playground/api/${name}`,
    async handle(request, response) {
      if (request.method !== 'POST') {
        request.resume()
        return sendJson(response, 405, { body: { error: 'Use POST.' }, headers: { allow: 'POST' } })
      }
      const body = await readJson(request)
      if (!body.ok) return sendJson(response, body.status, { body: { error: body.message } })
      const given = schema.safeParse(body.value)
      if (!given.success) return sendJson(response, 400, { body: { error: z.prettifyError(given.error) } })
      sendJson(response, 200, { body: await run(given.data) })
    },
  }
}

function toSight(key: PersonKey, slack: SlackWorkspace, teams: TeamsTenant): PlaygroundSight {
  return { person: getPerson(key), people, slack: slack.look(key), teams: teams.look(key) }
}
