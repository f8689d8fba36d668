// The floor for forged tokens: a bare server that has jose look at the token closes the connection
// as Reprieve does, and does nothing else.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { importJWK, jwtVerify } from 'jose'
import { z } from 'zod'
import { answerCalls } from '../processes/answer.js'
import { readUsage } from '../processes/usage.js'
import { issuer, teams } from '../world/facts.js'

const settingsSchema = z.object({ openIdMetadataUrl: z.string() })
const keysSchema = z.object({ keys: z.tuple([z.looseObject({ kty: z.string() })]) })

answerCalls({
  async start(argument) {
    const { openIdMetadataUrl } = settingsSchema.parse(argument)
    const published = await fetch(`${openIdMetadataUrl}/keys`)
    const { keys } = keysSchema.parse(await published.json())
    const key = await importJWK(keys[0], 'RS256')
    const verify = (token: string) =>
      jwtVerify(token, key, { algorithms: ['RS256'], issuer, audience: teams.appId }).then(
        () => true,
        () => false,
      )
    const server = createServer((request, response) => {
      request.resume()
      void verify((request.headers.authorization ?? '').replace('Bearer ', '')).then((isGenuine) => {
        response.writeHead(isGenuine ? 200 : 401, { 'content-length': 0, connection: 'close' })
        response.end()
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' ? address?.port : undefined
  },
  usage: readUsage,
})
