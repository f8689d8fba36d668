// How Exchange says no, whichever way it was asked, in words that are safe to show: without stack traces, tokens and
// the names of servers.
import { BackendError, type BackendErrorCode } from '../../errors.js'
import { scrub } from '../scrub.js'
import { type ServiceName, toOutcome } from './failures.js'

export interface CmdletRefusal {
  readonly service: ServiceName
  /** What was said, the most telling first. `Ex6F9304|<exception type>|<text>` is taken apart here. */
  readonly texts: readonly string[]
  /** What else tells the kind of it: types of exceptions, ids and categories of errors. */
  readonly names: readonly string[]
  /** Whether the cmdlet changes something. */
  readonly changing: boolean
}

interface Kind {
  readonly code: BackendErrorCode
  readonly texts: RegExp
  readonly names: RegExp
  /** What is said instead of Exchange's own words; undefined for those. */
  readonly message?: (service: ServiceName) => string
  /** The deed may have been done. */
  readonly lost?: true
}

const never = /(?!)/

// The first that matches counts, so what is more certain stands first: a command that is not there before an object
// that is not (PowerShell files both under ObjectNotFound), a status before the broken connection it came as.
// Sources: Exchange's own texts, as its clients quote them.
const kinds: readonly Kind[] = [
  {
    code: 'throttled',
    texts: /too many requests|maximum number of concurrent|throttl|micro.?delay|server is (too )?busy/i,
    names: /throttl|overbudget|serverbusy/i,
    message: (service) => `${service} asks for a pause: too many requests.`,
  },
  { code: 'rejected', texts: never, names: /ParameterBinding|NamedParameterNotFound/ },
  {
    code: 'forbidden',
    texts: /is not recognized as|not present in the role definition/i,
    names: /CommandNotFoundException/,
    message: (service) =>
      `${service} refused: the cmdlet is not permitted or not imported. The app lacks the role for it.`,
  },
  {
    code: 'forbidden',
    texts:
      /access (is |was )?denied|unauthorized|forbidden|insufficient (access|permission|privilege)|have (sufficient|the required) permission|write scope/i,
    names: /AccessDenied|UnauthorizedAccess|PermissionDenied/i,
    message: (service) => `${service} refused: the app lacks the permission or the role.`,
  },
  {
    code: 'unavailable',
    texts:
      /connection refused|actively refused|no such host|service not known|name resolution|network is unreachable|no route to host/i,
    names: never,
    message: (service) => `${service} cannot be reached.`,
  },
  {
    code: 'not-found',
    texts: /(couldn.t|could not|can.t|cannot) (be found|find)|(wasn.t|was not|not) found|doesn.t exist/i,
    names: /ManagementObjectNotFound|ObjectNotFoundException/,
  },
  {
    code: 'timeout',
    texts: /timed? ?out|HttpClient\.Timeout/i,
    names: /TaskCanceled|OperationCanceled|TimeoutException/,
    message: (service) => `${service} did not answer in time.`,
    lost: true,
  },
  {
    code: 'unavailable',
    texts: /service (is )?unavailable|bad gateway|internal server error|ended prematurely/i,
    names: /HttpRequestException|HttpIOException|WebException|SocketException|TransientException/,
    message: (service) => `The connection to ${service} broke before the answer came.`,
    lost: true,
  },
]

const errorWords = /service (is )?unavailable|bad gateway|internal server error/i

const declined: Kind = { code: 'rejected', texts: never, names: never }

export function toCmdletError({ service, texts, names, changing }: CmdletRefusal): BackendError {
  const said = texts.map(takeApart)
  const words = said.map(({ text }) => text)
  const types = [...names, ...said.flatMap(({ type }) => type ?? [])]
  const kind = findKind(words, types)
  const own = words.map(scrub).find((text) => text !== '')
  // A service that says it is broken has answered; a connection that broke has not.
  const isError = kind.lost === true && own !== undefined && words.some((text) => errorWords.test(text))
  const message = isError ? `${service} answered with an error: ${own}` : kind.message?.(service)
  return new BackendError(message ?? own ?? `${service} declined, and did not say why.`, {
    code: kind.code,
    outcome: toOutcome(changing && kind.lost === true),
    isAnswered: isError || (kind.code !== 'unavailable' && kind.code !== 'timeout'),
    ...(kind.code === 'throttled' ? toRetryAfter(words) : {}),
    ...(own === undefined ? {} : { cause: new Error(own) }),
  })
}

function findKind(words: readonly string[], types: readonly string[]): Kind {
  const said = words.map(withoutQuotes)
  const fits = ({ texts, names }: Kind) =>
    said.some((text) => texts.test(text)) || types.some((name) => names.test(name))
  return kinds.find(fits) ?? declined
}

/** What stands between quotes is a name that somebody chose, and must not decide what the error means. */
function withoutQuotes(text: string): string {
  return text.replaceAll(/(?<=^|[\s(])(['"‘“]).*?['"’”](?=[\s.,;:)]|$)/g, '')
}

function takeApart(raw: string): { readonly type?: string; readonly text: string } {
  const [, type, text] = /^[^|]*\|\s*([\w.`+]*Exception)\s*\|([\s\S]*)$/.exec(raw) ?? []
  return type === undefined || text === undefined ? { text: raw } : { type, text }
}

/** As far as it was said. */
function toRetryAfter(words: readonly string[]): { readonly retryAfterMilliseconds?: number } {
  const [, amount, unit] =
    /\b(?:after|in|for) (\d{1,7}) ?(milliseconds?|ms|seconds?|s)\b/i.exec(words.join(' ')) ?? []
  if (amount === undefined || unit === undefined) return {}
  return { retryAfterMilliseconds: Number(amount) * (/^m/i.test(unit) ? 1 : 1_000) }
}
