// Neither the connector nor what it lets through was touched, or the change is explained.
import { toSign } from '../../sign.js'
import type { ConnectorSigns } from '../../types.js'
import { isLate } from '../../window.js'

export const unchanged: ConnectorSigns = (given) => {
  const { changes, definition } = given.evidence
  if (!changes.known || !definition.known) return []
  const late = changes.value.filter(({ at }) => isLate(at, given))
  if (late.some(({ explained, doubtful }) => explained !== true && doubtful !== false)) return []
  return [
    toSign({
      key: 'connector-unchanged',
      side: 'wanted',
      weight: 2,
      short: late.length > 0 ? ['Its change is explained'] : ['Nothing changed on it', 'in 30 days'],
      words:
        late.length > 0
          ? 'Every change of the last 30 days is explained.'
          : 'The log shows nobody who touched it in 30 days.',
    }),
  ]
}
