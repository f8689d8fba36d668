// Registered sign-in methods: everything but the password. When the app may not read them, the report of registrations
// still tells whether there is a second factor.
import { z } from 'zod'
import { BackendError } from '../../../../errors.js'
import type { GraphRecord } from '../../graph.js'
import type { SenderQuestion } from '../question.js'
import { instant, parseAnswer, texts } from '../values.js'
import { isSecondFactor, toMethodKind, toMethodTarget, toReportedKind } from './method-kinds.js'
import type { SenderValue } from './value.js'

const need = { what: 'Sign-in methods', permission: 'UserAuthenticationMethod.Read.All' }
const reportNeed = {
  what: 'Reports of registered methods',
  permission: 'AuditLog.Read.All',
  licence: 'Microsoft Entra ID P1',
}

const methodSchema = z.object({
  '@odata.type': z.string(),
  id: z.string().optional().catch(undefined),
  createdDateTime: instant,
})
const reportSchema = z.object({ isMfaRegistered: z.boolean(), methodsRegistered: texts })

type Authentication = SenderValue<'authentication'>

export async function readAuthentication(question: SenderQuestion): Promise<Authentication> {
  const id = encodeURIComponent(await question.getUserId())
  try {
    return toAuthentication(await question.asking.list(`/v1.0/users/${id}/authentication/methods`, need))
  } catch (error) {
    if (!(error instanceof BackendError) || error.code !== 'forbidden') throw error
    const report = await findReport(question, id)
    if (report === undefined) throw error
    return report
  }
}

function toAuthentication(records: readonly GraphRecord[]): Authentication {
  const types = records
    .map((record) => parseAnswer(methodSchema, record, need.what))
    .map(({ '@odata.type': type, id = '', createdDateTime: addedAt }) => ({ type, id, addedAt }))
    .filter(({ type }) => !/\.passwordAuthenticationMethod$/i.test(type))
  return {
    multiFactor: types.some(({ type }) => isSecondFactor(type)),
    methods: types.map(({ type, id, addedAt }) => {
      const target = toMethodTarget({ type, id })
      return {
        ...(target === undefined ? {} : { id: target }),
        kind: toMethodKind(type),
        ...(addedAt === undefined ? {} : { addedAt }),
      }
    }),
  }
}

async function findReport({ asking }: SenderQuestion, id: string): Promise<Authentication | undefined> {
  try {
    const path = `/v1.0/reports/authenticationMethods/userRegistrationDetails/${id}`
    const report = parseAnswer(reportSchema, await asking.get(path, reportNeed), reportNeed.what)
    return {
      multiFactor: report.isMfaRegistered,
      methods: report.methodsRegistered.map((name) => ({ kind: toReportedKind(name) })),
    }
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}
