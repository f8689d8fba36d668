// What it means when Graph says no.
import { z } from 'zod'
import { BackendError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import { scrub } from '../scrub.js'
import { createStatusError, toOutcome } from './failures.js'
import type { HttpResponse } from './http.js'
import { findJson } from './json.js'

const errorSchema = z.object({
  error: z.object({ code: z.string().catch(''), message: z.string().catch('') }),
})

interface GraphRefusal {
  readonly response: HttpResponse
  readonly changing: boolean
  readonly clock: Clock
}

const service = 'Microsoft Graph'

export function toGraphRefusal({ response, changing, clock }: GraphRefusal): BackendError {
  const { status } = response
  const read = errorSchema.safeParse(findJson(response.body))
  const { code, message } = read.success ? read.data.error : { code: '', message: '' }
  if (status < 400 || status >= 500)
    return createStatusError(service, { response, outcome: toOutcome(changing), clock })
  if (isAboutLicence(code, message)) return refuse('unlicensed', `${service} wants a licence for this.`)
  if (status === 401 || status === 403)
    return refuse('forbidden', `${service} refused: the app lacks a permission.`)
  if (status === 404 && isAboutObject(code, message))
    return refuse('not-found', `${service} does not have it.`)
  if (status === 404)
    return refuse('rejected', `${service} answered with status 404, and not that this object is missing.`)
  return refuse('rejected', `${service} declined: ${scrub(message) || `status ${status}, no reason given.`}`)
}

function refuse(code: BackendError['code'], message: string): BackendError {
  return new BackendError(message, { code, outcome: 'unchanged' })
}

// A gateway, or a cloud without this part of Graph, answers 404 as well: that says nothing about who was asked for.
function isAboutObject(code: string, message: string): boolean {
  return /NotFound|DoesNotExist/i.test(code) && !/\bsegment\b|\bresource path\b/i.test(message)
}

// Sign-ins want P1, risk wants P2; each service has words of its own for it.
function isAboutLicence(code: string, message: string): boolean {
  if (/NonPremiumTenant|LicenseRequired|NotLicensed/i.test(code)) return true
  return /(premium|p1|p2)\b.{0,40}\blicen[cs]e|licen[cs]e.{0,40}\b(premium|p1|p2)\b|\bnot licen[cs]ed\b|does(?:n't| not) have (?:a |an |the )?.{0,60}\b(licen[cs]e|premium|p1|p2)\b/i.test(
    message,
  )
}
