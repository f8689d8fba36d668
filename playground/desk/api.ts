// The control desk over HTTP: JSON in, JSON out, everything checked.
import { z } from 'zod'
import type { Route } from '../../src/ports.js'
import { actRoute } from '../act-route.js'
import { addressOf, sendJson } from '../http.js'
import { createDeskActs, type DeskParts } from './acts.js'
import { createDeskLook } from './look.js'

const key = z.string().min(1).max(400)
const nothing = z.object({})
const sides = z.enum(['exchange', 'slack', 'teams'])
/** A real second is at most a minute of the bot's: faster, and its own deadlines would pass before an answer can come. */
const rates = z.union([z.literal(1), z.literal(60)])
const jumps = z.union([z.literal(1), z.literal(15), z.literal(60), z.literal(1440)])

export function createDeskApi(parts: DeskParts): readonly Route[] {
  const acts = createDeskActs(parts)
  const look = createDeskLook(parts)
  const revision = z.coerce.number().int().min(0).catch(0)
  return [
    {
      path: '/playground/api/desk/state',
      async handle(request, response) {
        request.resume()
        const known = revision.parse(addressOf(request).searchParams.get('since'))
        sendJson(response, 200, { body: await look(known) })
      },
    },
    actRoute('desk/restrict', z.object({ key, reason: key }), acts.restrict),
    actRoute('desk/approach', z.object({ key }), acts.approach),
    actRoute('desk/clear', z.object({ key }), acts.clear),
    actRoute('desk/expire', z.object({ key }), acts.expire),
    actRoute('desk/close-alert', z.object({ key }), acts.closeAlert),
    actRoute('desk/storm', nothing, acts.storm),
    actRoute('desk/calm', nothing, acts.calm),
    actRoute('desk/alert', z.object({ on: z.boolean() }), acts.alert),
    actRoute('desk/break', z.object({ side: sides, fault: key }), acts.breakDown),
    actRoute('desk/mend', nothing, acts.mend),
    actRoute('desk/hurry', z.object({ rate: rates }), acts.hurry),
    actRoute('desk/jump', z.object({ minutes: jumps }), acts.jump),
    actRoute('desk/wire/clear', nothing, acts.clearWire),
  ]
}
