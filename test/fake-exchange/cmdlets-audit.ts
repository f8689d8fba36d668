// The unified audit log. Switched off it has nothing to say, which looks like nothing having happened.
import type { FakeCall, FakeCmdlet } from './cmdlet.js'
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
  return found.map(({ creationDate, user, operation, data }, index) => ({
    RecordType: 'ExchangeAdmin',
    CreationDate: creationDate.replace(/Z$/, ''),
    UserIds: user,
    Operations: operation,
    AuditData: JSON.stringify({ Operation: operation, UserId: user, ...data }),
    ResultIndex: index + 1,
    ResultCount: found.length,
  }))
}
