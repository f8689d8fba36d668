// The unified audit log. Switched off it has nothing to say, which looks like nothing having happened.
import { type FakeCall, type FakeCmdlet, findParameter } from './cmdlet.js'
import { isSame } from './find-account.js'
import { findText, findTexts } from './parameters.js'

export const auditCmdlets: Readonly<Record<string, FakeCmdlet>> = { 'Search-UnifiedAuditLog': search }

function search({ state, parameters }: FakeCall) {
  if (!state.unifiedAuditLogIngestionEnabled) return []
  const start = Date.parse(findText(parameters, 'StartDate'))
  const end = Date.parse(findText(parameters, 'EndDate'))
  const operations = findTexts(parameters, 'Operations')
  const users = findTexts(parameters, 'UserIds')
  const found = state.audit.filter(({ creationDate, operation, user }) => {
    const at = Date.parse(creationDate)
    const isWanted = (wanted: readonly string[], one: string) =>
      wanted.length === 0 || wanted.some((other) => isSame(other, one))
    return at >= start && at <= end && isWanted(operations, operation) && isWanted(users, user)
  })
  const first = toFirst(state, parameters, found.length)
  const most = findParameter(parameters, 'ResultSize')
  const given = typeof most === 'number' ? found.slice(first, first + most) : found
  return given.map(({ creationDate, user, operation, data }, index) => ({
    RecordType: 'ExchangeAdmin',
    CreationDate: creationDate.replace(/Z$/, ''),
    UserIds: user,
    Operations: operation,
    AuditData: JSON.stringify({ Operation: operation, UserId: user, ...data }),
    ResultIndex: first + index + 1,
    ResultCount: found.length,
  }))
}

/** A session gives what comes after what it gave before. */
function toFirst(state: FakeCall['state'], parameters: FakeCall['parameters'], count: number): number {
  const session = findText(parameters, 'SessionId')
  const most = findParameter(parameters, 'ResultSize')
  const first = state.auditSessions.get(session) ?? 0
  const next = first + (typeof most === 'number' ? most : count)
  if (session !== '' && next < count) state.auditSessions.set(session, next)
  return first
}
