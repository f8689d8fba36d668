// Where everything is kept: PostgreSQL, when the settings say so. Its address holds a password, so nothing here repeats it.
import { z } from 'zod'
import { type Context, complain } from './conflicts.js'
import { secret, wholeNumber, words } from './formats.js'

export const storeSchema = z.strictObject({
  url: secret(
    {
      description:
        'Address of a PostgreSQL database that holds everything, instead of dataFolder: then several processes may serve it',
      hint: 'Write it as postgres://role:password@host:5432/database; in a password @ is written %40 and / is written %2F',
      variable: 'DATABASE_URL',
    },
    { pattern: /^postgres(ql)?:\/\/\S+$/, name: 'the address of a PostgreSQL database' },
  ).superRefine(checkUrl),
  ca: words(1000).optional().meta({
    description:
      "File with the authority (PEM) that the database server's certificate is checked against. Without it Node's own list counts",
    variable: 'REPRIEVE_STORE_CA',
  }),
  connections: wholeNumber(2, 200).default(10).meta({
    description: 'Connections that one process opens at most, besides the one that listens',
    variable: 'REPRIEVE_STORE_CONNECTIONS',
  }),
})
export type StoreSettings = z.output<typeof storeSchema>

/** What libpq calls the modes; what it would try without TLS, or without looking at the certificate, is none of them. */
const modes = ['verify-full', 'disable'] as const
/** Of these libpq looks at less. */
const stricterModes = ['require', 'verify-ca']

function checkUrl(given: string, context: Context): void {
  // What it does not begin with has been said.
  if (!/^postgres(ql)?:\/\//.test(given)) return
  const url = readUrl(given)
  if (url === undefined)
    complain(context, {
      what: 'cannot be read as an address',
      remedy: 'In a password, write %40 for @, %2F for /, %3A for :, %23 for # and %25 for %',
    })
  else checkParts(url, context)
}

function checkParts(url: URL, context: Context): void {
  if (url.pathname.length < 2)
    complain(context, {
      what: 'names no database',
      remedy: 'Write its name at the end, as in …:5432/reprieve',
    })
  if (findHost(url) === '')
    complain(context, {
      what: 'names no host',
      remedy: 'Write it between @ and the port; for a socket ?host=/path',
    })
  const mode = url.searchParams.get('sslmode')
  if (mode !== null && ![...modes, ...stricterModes].includes(mode))
    complain(context, {
      what: 'has an sslmode that is not one of verify-full and disable',
      remedy: 'Leave it out for verify-full; a server with a certificate of your own takes store.ca',
    })
  if (url.searchParams.has('sslrootcert'))
    complain(context, { what: 'has sslrootcert', remedy: 'Remove it, and name that file in store.ca' })
}

function readUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  try {
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part)
    return url
  } catch {
    return undefined
  }
}

/** A folder when it is a socket. */
function findHost(url: URL): string {
  return decodeURIComponent(url.searchParams.get('host') ?? url.hostname)
}

function isLocal(url: URL): boolean {
  const host = findHost(url)
  return host.startsWith('/') || host === 'localhost' || host === '[::1]' || /^127\./.test(host)
}

/** The address with what TLS takes: a host that is not this machine shows a certificate in its own name. */
export function toDatabaseUrl({ url: given, ca }: Pick<StoreSettings, 'url' | 'ca'>): string {
  const url = new URL(given)
  const mode =
    url.searchParams.get('sslmode') ?? (isLocal(url) && ca === undefined ? 'disable' : 'verify-full')
  url.searchParams.set('sslmode', mode === 'disable' ? 'disable' : 'verify-full')
  if (ca !== undefined && mode !== 'disable') url.searchParams.set('sslrootcert', ca)
  return url.href
}

/** For people: which database, without who and by which password. */
export function describeDatabase({ url: given }: Pick<StoreSettings, 'url'>): string {
  const url = new URL(given)
  return `the database ${decodeURIComponent(url.pathname.slice(1))} on ${findHost(url)}`
}

export function isPlainText(store: Pick<StoreSettings, 'url' | 'ca'>): boolean {
  return (
    !isLocal(new URL(store.url)) && new URL(toDatabaseUrl(store)).searchParams.get('sslmode') === 'disable'
  )
}

/** The address, and the password alone: errors of a driver may repeat either. */
export function listStoreSecrets({ url }: Pick<StoreSettings, 'url'>): readonly string[] {
  const { password } = new URL(url)
  return password === '' ? [] : [...new Set([password, decodeURIComponent(password)])]
}
