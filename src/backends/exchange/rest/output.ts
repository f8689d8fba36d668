// Reads what a cmdlet put out. A look is all pages or an error; a change is done when Exchange says 2xx, whatever else.
import { BackendError } from '../../../errors.js'
import type { CmdletOutput } from '../cmdlets.js'
import { createMalformedError, createPartialError, type ServiceName, toOutcome } from '../failures.js'
import { findSameOrigin } from '../same-origin.js'
import type { RestAnswer } from './answer.js'
import { findPage, type Page, readWarnings } from './page.js'

interface Reading {
  readonly service: ServiceName
  readonly url: string
  /** Asks for one page: a POST of the same body each time. Resolves with a success. */
  readonly post: (url: string) => Promise<RestAnswer>
  /** Whether what is no object is told apart by whoever asked. */
  readonly isLoose?: boolean
}

/** Only an answer that gives the same links again and again comes to so many. */
const mostPages = 1_000

export async function readPages({ service, url, post, isLoose }: Reading): Promise<CmdletOutput> {
  const pages: Page[] = []
  const warnings: string[] = []
  const asked = new Set<string>()
  for (let next: string | undefined = url; next !== undefined; ) {
    if (asked.has(next) || asked.size >= mostPages) throw createPartialError(service)
    asked.add(next)
    const response = await post(next)
    const page = findPage(response, isLoose)
    if (page === undefined)
      throw asked.size > 1 ? createPartialError(service) : createMalformedError(service, 'unchanged')
    pages.push(page)
    warnings.push(...readWarnings(response))
    next = page.nextLink === undefined ? undefined : findSameOrigin(page.nextLink, url)
    if (next === undefined && page.nextLink !== undefined) throw createPartialError(service)
  }
  return { records: pages.flatMap(({ records }) => records), warnings: [...new Set(warnings)] }
}

/** Asks once: another page would run the cmdlet again. */
export async function readChange({ service, url, post }: Reading): Promise<CmdletOutput> {
  const response = await post(url)
  const warnings = readWarnings(response)
  if (isBlank(response.body)) return { records: [], warnings }
  const { json } = response
  if (typeof json !== 'object' || json === null) throw createMalformedError(service, toOutcome(true))
  // Nothing is done before somebody says yes, which only `Confirm` could ask for, and that is never sent.
  if ('@adminapi.confirmationmessage' in json)
    throw new BackendError(`${service} wants a confirmation first.`, {
      code: 'rejected',
      outcome: 'unchanged',
    })
  return { records: findPage(response)?.records ?? [], warnings }
}

function isBlank(body: string): boolean {
  return body.replaceAll('\0', '').trim() === ''
}
