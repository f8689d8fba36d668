// Which domains are the organisation's own: mail that stays in them proves nothing about mail to the world.
import { z } from 'zod'
import { createRemembered } from '../../../concurrency/remembered.js'
import { hourMilliseconds } from '../../../domain/instant.js'
import { BackendError } from '../../../errors.js'
import type { Clock } from '../../../ports.js'
import type { Asking } from '../evidence/asking.js'
import { flag, parseAnswer, text } from '../evidence/values.js'

/** Whether an address is of the organisation. */
export type IsInside = (address: string) => boolean

const graphSchema = z.object({ id: z.string().min(1) })
const cmdletSchema = z.object({ DomainName: text, MatchSubDomains: flag })

export interface OwnDomains {
  /** @throws BackendError when neither Graph nor Exchange tells. */
  read(asking: Asking, signal: AbortSignal): Promise<IsInside>
}

export function createOwnDomains(clock: Clock): OwnDomains {
  const answers = createRemembered<IsInside>({ clock, keepMilliseconds: hourMilliseconds })
  return { read: (asking, signal) => answers.get('domains', () => readDomains(asking), signal) }
}

async function readDomains(asking: Asking): Promise<IsInside> {
  try {
    return toIsInside(await readByGraph(asking))
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return toIsInside(await readByCmdlet(asking))
  }
}

async function readByGraph(asking: Asking): Promise<readonly string[]> {
  const need = { what: 'Domains', permission: 'Domain.Read.All' }
  const found = await asking.list('/v1.0/domains?$select=id', need)
  return found.map((record) => parseAnswer(graphSchema, record, 'A domain').id)
}

async function readByCmdlet(asking: Asking): Promise<readonly string[]> {
  const records = await asking.run({ cmdlet: 'Get-AcceptedDomain', parameters: {} })
  return records.flatMap((record) => {
    const { DomainName, MatchSubDomains } = parseAnswer(cmdletSchema, record, 'An accepted domain')
    return MatchSubDomains ? [DomainName, `*.${DomainName}`] : [DomainName]
  })
}

function toIsInside(domains: readonly string[]): IsInside {
  const own = domains.map((domain) => domain.toLowerCase()).filter((domain) => domain !== '')
  // An organisation without a domain is an answer that says nothing: then all mail would be outside.
  if (own.length === 0)
    throw new BackendError('The accepted domains came in a form that Reprieve cannot read.', {
      code: 'malformed',
      outcome: 'unchanged',
    })
  return (address) => {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
    return own.some((one) => (one.startsWith('*.') ? domain.endsWith(one.slice(1)) : domain === one))
  }
}
