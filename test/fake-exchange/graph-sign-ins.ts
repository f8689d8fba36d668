// Sign-in logs: interactive ones unless beta is asked for the others, newest first, and only with a P1 licence.
import type { FakeGraphAnswer, FakeGraphCall, FakeGraphRoute } from './graph.js'
import { toGraphError } from './graph.js'
import type { FakeAccount, FakeSignIn } from './model.js'

export const signInRoutes: readonly FakeGraphRoute[] = [
  {
    method: 'GET',
    path: /^\/(v1\.0|beta)\/auditLogs\/signIns$/,
    permissions: ['AuditLog.Read.All'],
    answer: listSignIns,
  },
]

const programs = " and signInEventTypes/any(t: t eq 'nonInteractiveUser')"

function listSignIns({ state, request }: FakeGraphCall, [version]: readonly string[]): FakeGraphAnswer {
  if (!state.licences.has('P1'))
    return toGraphError(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    )
  const filter = request.query.get('$filter') ?? ''
  const isPrograms = filter.endsWith(programs)
  const [, whose = '', since, until] = wanted.exec(filter.replace(programs, '')) ?? []
  if (since === undefined || (isPrograms && version !== 'beta'))
    return toGraphError(400, 'BadRequest', 'Invalid filter clause')
  const names = [...whose.matchAll(/'([^']+)'/g)].map(([, name = '']) => name.toLowerCase())
  const end = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until)
  const signIns = state.accounts
    .flatMap((account) => account.signIns.map((signIn) => ({ ...signIn, ...toWho(account) })))
    .filter(({ userId, ipAddress }) =>
      names.includes((whose.includes('ipAddress') ? ipAddress : userId).toLowerCase()),
    )
    .filter(({ interactive }) => interactive !== isPrograms)
    .filter(({ createdDateTime }) => Date.parse(createdDateTime) >= Date.parse(since))
    .filter(({ createdDateTime }) => Date.parse(createdDateTime) <= end)
    .sort((one, other) => Date.parse(other.createdDateTime) - Date.parse(one.createdDateTime))
  return { status: 200, body: { value: signIns.map(toRecord) } }
}

/** One or several of one property, from a moment on, and until one where it is said. */
const wanted =
  /^((?:userId|ipAddress) eq '[^']+'|\((?:userId|ipAddress) eq '[^']+'(?: or (?:userId|ipAddress) eq '[^']+')+\)) and createdDateTime ge (\S+)(?: and createdDateTime le (\S+))?$/

function toWho({ userId, upn }: FakeAccount) {
  return { userId, userPrincipalName: upn }
}

function toRecord(signIn: FakeSignIn & ReturnType<typeof toWho>) {
  return {
    userId: signIn.userId,
    userPrincipalName: signIn.userPrincipalName,
    createdDateTime: signIn.createdDateTime,
    ipAddress: signIn.ipAddress,
    clientAppUsed: signIn.clientAppUsed,
    appDisplayName: signIn.app ?? 'Office 365 Exchange Online',
    deviceDetail: {
      deviceId: '',
      isManaged: signIn.managed ?? null,
      isCompliant: null,
      trustType: '',
      operatingSystem: signIn.system ?? '',
      browser: '',
    },
    ...(signIn.protocol === undefined ? {} : { authenticationProtocol: signIn.protocol }),
    location: { city: signIn.city, countryOrRegion: signIn.countryOrRegion },
    status: { errorCode: signIn.errorCode, failureReason: signIn.errorCode === 0 ? 'Other.' : 'Error.' },
    isInteractive: signIn.interactive,
  }
}
