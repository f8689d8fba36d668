// One thing a person does, over HTTP: POST, JSON, checked, and answered with what came of it.
import { z } from 'zod'
import type { Route } from '../src/ports.js'
import { readJson, sendJson } from './http.js'
import type { ActResult } from './sight.js'

export function actRoute<T>(
  name: string,
  schema: z.ZodType<T>,
  run: (given: T) => ActResult | Promise<ActResult>,
): Route {
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
