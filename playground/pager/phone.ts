// The pager of the playground: a page like the screen of a phone, with what rings on it and what one can answer.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Route } from '../../src/ports.js'
import { readText } from '../http.js'
import type { LocalPagerDuty, PhonePage } from './pagerduty.js'

const path = '/playground/phone'
/** Whose phone it is: known to no access list, as whoever a pager calls may be. */
const owner = { id: 'PNADIA', name: 'Nadia Haddad' }

const pressSchema = z.object({
  action: z.enum(['acknowledge', 'unacknowledge', 'resolve']),
  key: z.string().min(1).max(255),
})

export function createPhone(pager: LocalPagerDuty): readonly Route[] {
  const page: Route = {
    path,
    async handle(request, response) {
      if (request.method === 'POST') return press(pager, request, response)
      request.resume()
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; form-action 'self'",
      })
      response.end(toHtml(pager.pages()))
    },
  }
  const watch: Route = {
    path: `${path}.js`,
    async handle(request, response) {
      request.resume()
      response.writeHead(200, {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'no-store',
      })
      response.end(script)
    },
  }
  return [page, watch]
}

/** A page that loads itself anew takes the focus from whoever is about to press; so only what has changed is drawn. */
const script = `const main = document.querySelector('main')
setInterval(async () => {
  const response = await fetch('${path}').catch(() => undefined)
  if (!response?.ok) return
  const next = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main')
  if (!next || next.innerHTML === main.innerHTML) return
  const held = document.activeElement?.value
  main.innerHTML = next.innerHTML
  if (held) (main.querySelector('button[value="' + held + '"]') ?? main.querySelector('button'))?.focus()
}, 2000)
`

async function press(
  pager: LocalPagerDuty,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readText(request)
  const given = body.ok
    ? pressSchema.safeParse(Object.fromEntries(new URLSearchParams(body.value)))
    : undefined
  if (given?.success === true) await pager.press(given.data.action, given.data.key, owner)
  response.writeHead(303, { location: path }).end()
}

const words = {
  triggered: { icon: '🔔', word: 'Rings' },
  acknowledged: { icon: '🙋', word: 'Acknowledged' },
  resolved: { icon: '🟢', word: 'Resolved' },
} as const

function toHtml(pages: readonly PhonePage[]): string {
  const list =
    pages.length === 0
      ? '<p class="none">Nothing rings. A card that nobody takes on does after 20 minutes: let time pass on the control desk.</p>'
      : pages.map(toItem).join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Phone</title><style>${style}</style><script src="${path}.js" defer></script></head>
<body><main aria-live="polite"><h1>Phone of ${escapeText(owner.name)}</h1>${list}</main></body></html>`
}

function toItem({ key, summary, severity, url, at, status, by }: PhonePage): string {
  const { icon, word } = words[status]
  const who = by === '' ? '' : ` by ${escapeText(by)}`
  const card = url === '' ? '' : ` · <a href="${escapeText(url)}">The card</a>`
  const time = new Date(at).toISOString().slice(11, 16)
  return `<article class="${status}"><h2>${icon} ${word}${who}</h2><p>${escapeText(summary)}</p>
<p class="small">${time} UTC · ${escapeText(severity)}${card}</p>${toButtons(key, status)}</article>`
}

function toButtons(key: string, status: PhonePage['status']): string {
  if (status === 'resolved') return ''
  const [action, title] =
    status === 'triggered' ? ['acknowledge', 'Acknowledge'] : ['unacknowledge', 'Give it back']
  return `<form method="post" action="${path}"><input type="hidden" name="key" value="${escapeText(key)}">
<button name="action" value="${action}">${title}</button> <button name="action" value="resolve">Resolve</button></form>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}

const style = `:root{color-scheme:light dark;--line:#8886;--card:#f1f3f3;--ink:#15201f;--ground:#fff}
@media (prefers-color-scheme:dark){:root{--card:#1f2727;--ink:#eaf1ef;--ground:#0d1212}}
body{margin:0;font:16px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--ground)}
main{box-sizing:border-box;max-width:22rem;min-height:36rem;margin:1.5rem auto;padding:1.25rem;border:2px solid var(--line);border-radius:2rem}
h1{font-size:1rem;text-align:center;margin:0 0 1rem}h2{font-size:1rem;margin:0}
article{background:var(--card);border-left:4px solid #8a8d91;border-radius:.75rem;padding:.75rem;margin:.75rem 0}
article.triggered{border-color:#d1293d}article.acknowledged{border-color:#e8912d}article.resolved{border-color:#2e7d32}
p{margin:.35rem 0;overflow-wrap:anywhere}.small,.none{font-size:.875rem}a{color:inherit}
button{font:inherit;min-height:2.5rem;padding:0 1rem;border-radius:1.25rem;border:1px solid var(--line)}`
