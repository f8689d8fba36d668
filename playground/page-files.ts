// Serves the built page: three files, read when asked, with headers that keep it to itself.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Route } from '../src/ports.js'
import { addressOf, sendJson } from './http.js'

const FILES: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/main.js': { file: 'main.js', type: 'text/javascript; charset=utf-8' },
  '/main.css': { file: 'main.css', type: 'text/css; charset=utf-8' },
}

const HEADERS = {
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}

export function createPageFiles(pageFolder: string): readonly Route[] {
  return Object.entries(FILES).map(([path, { file, type }]) => ({
    path,
    async handle(request, response) {
      request.resume()
      // `/` is also the prefix of everything: what is not the page itself is not here.
      if (addressOf(request).pathname !== path)
        return sendJson(response, 404, { body: { error: 'not found' } })
      try {
        const content = await readFile(join(pageFolder, file))
        response.writeHead(200, { ...HEADERS, 'content-type': type }).end(content)
      } catch {
        sendJson(response, 503, {
          body: { error: `The page is not built: ${file} is missing. Run npm run build.` },
        })
      }
    },
  }))
}
