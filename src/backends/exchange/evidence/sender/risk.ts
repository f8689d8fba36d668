// What Entra ID Protection thinks. It only knows users who were ever at risk: not found means none.
import { z } from 'zod'
import { BackendError } from '../../../../errors.js'
import { isMissing } from '../failures.js'
import type { SenderQuestion } from '../question.js'
import { parseAnswer, text } from '../values.js'
import type { SenderValue } from './value.js'

const licence = 'Microsoft Entra ID P2'
const need = { what: 'Risk reports', permission: 'IdentityRiskyUser.Read.All', licence }
const riskSchema = z.object({ riskLevel: z.string(), riskState: z.string(), riskDetail: text })

/** A risk in one of these states is over. */
const overStates = ['dismissed', 'remediated', 'confirmedSafe', 'none']

type Risk = SenderValue<'risk'>

export async function readRisk({ asking, getUserId }: SenderQuestion): Promise<Risk> {
  // Source: Graph's metadata of the cloud, v1.0-Mooncake.
  if (asking.cloud === 'china')
    throw new BackendError('Risk cannot be told in this cloud: Microsoft Graph has no risk reports there.', {
      code: 'rejected',
      outcome: 'unchanged',
    })
  const id = encodeURIComponent(await getUserId())
  try {
    const record = await asking.get(`/v1.0/identityProtection/riskyUsers/${id}`, need)
    return toRisk(parseAnswer(riskSchema, record, 'The risk'))
  } catch (error) {
    if (isMissing(error)) return { level: 'none', detail: '' }
    throw error
  }
}

function toRisk({ riskLevel, riskState, riskDetail }: z.infer<typeof riskSchema>): Risk {
  const words = [riskState, riskDetail].map(toWords).filter((word) => word !== '')
  const detail = words.join(', ')
  if (overStates.includes(riskState)) return { level: 'none', detail }
  if (riskState === 'confirmedCompromised') return { level: 'high', detail }
  switch (riskLevel) {
    case 'none':
    case 'low':
    case 'medium':
    case 'high':
      return { level: riskLevel, detail }
    case 'hidden':
      throw new BackendError(`How high the risk is needs a ${licence} licence.`, {
        code: 'unlicensed',
        outcome: 'unchanged',
      })
    default:
      throw createUnknownLevelError()
  }
}

function createUnknownLevelError(): BackendError {
  return new BackendError('Entra gives a risk level that Reprieve does not know.', {
    code: 'malformed',
    outcome: 'unchanged',
  })
}

/** `adminConfirmedUserCompromised` -> "admin confirmed user compromised". */
function toWords(name: string): string {
  if (name === 'none' || name === 'unknownFutureValue') return ''
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim()
}
