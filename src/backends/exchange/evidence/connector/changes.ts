// Who changed the connector, and when. An empty log is only believed when logging is on.
import { z } from 'zod'
import { dayMilliseconds } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import { type AuditRecord, searchAudit } from '../audit.js'
import { flag, parseAnswer } from '../values.js'
import type { ConnectorQuestion, ConnectorValue } from './question.js'

const operations = ['New-InboundConnector', 'Set-InboundConnector', 'Remove-InboundConnector']
const searchedDays = 90

const settingSchema = z.object({ UnifiedAuditLogIngestionEnabled: flag })

export async function readChanges(question: ConnectorQuestion): Promise<ConnectorValue<'changes'>> {
  const { asking, now, connector } = question
  const { records, isCut } = await searchAudit(asking, {
    from: now - searchedDays * dayMilliseconds,
    to: now,
    operations,
  })
  if (records.length === 0) await assertAudited(question)
  const names = [connector.connectorId, connector.name, await readCurrentName(question)]
  const own = records.filter((record) => isAbout(record, names))
  if (own.length === 0 && isCut)
    throw new BackendError('The audit log has more than could be read.', {
      code: 'partial',
      outcome: 'unchanged',
    })
  return own.map(({ at, who, operation }) => ({ at, who, operation })).sort((one, other) => other.at - one.at)
}

async function assertAudited({ tenantWide, signal }: ConnectorQuestion): Promise<void> {
  const settings = await tenantWide.readAuditSetting(signal)
  const isOn = settings.some(
    (one) => parseAnswer(settingSchema, one, 'The audit setting').UnifiedAuditLogIngestionEnabled,
  )
  if (isOn) return
  throw new BackendError('Audit logging is off in this tenant.', { code: 'rejected', outcome: 'unchanged' })
}

/** Empty when it is not there any more or cannot be asked for: the log may know it by its id or its old name. */
async function readCurrentName({ getDefinition }: ConnectorQuestion): Promise<string> {
  try {
    return (await getDefinition()).name
  } catch (error) {
    if (error instanceof BackendError) return ''
    throw error
  }
}

function isAbout({ object, values }: AuditRecord, names: readonly string[]): boolean {
  const wanted = names.filter((name) => name !== '').map((name) => name.toLowerCase())
  const given = [object, values.get('identity'), values.get('name')]
  return given.some((one) => one !== undefined && listForms(one).some((form) => wanted.includes(form)))
}

/** `contoso.onmicrosoft.com\Head office` is the connector's name with the organisation before it. */
function listForms(name: string): readonly string[] {
  const lower = name.toLowerCase()
  return [lower, lower.split('\\').at(-1) ?? lower]
}
