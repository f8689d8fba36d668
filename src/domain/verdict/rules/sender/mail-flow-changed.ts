// A connector or a transport rule that a doubtful hand made lets mail out under this address without the account.
import { findWorstChange } from '../../change.js'
import type { SenderSigns } from '../../types.js'

export const mailFlowChanged: SenderSigns = (given) => {
  const { mailFlowChanges } = given.evidence
  return mailFlowChanges?.known === true
    ? findWorstChange(mailFlowChanges.value, given, {
        doubtful: ['Mail flow changed', 'doubtful hand'],
        late: ['Mail flow changed lately'],
      })
    : []
}
