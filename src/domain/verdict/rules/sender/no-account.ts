// A relay's address: there is no password, no session and no mailbox that could be taken over.
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const noAccount: SenderSigns = ({ evidence: { owner, submission } }) => {
  if (owner?.kind !== 'nobody') return []
  const isRelay = submission?.known === true && submission.value.by === 'connector'
  return [
    toSign({
      key: 'no-account',
      side: 'wanted',
      weight: 2,
      short: ['No account', isRelay ? 'a relay sends it' : 'has this address'],
      words: `Neither a mailbox nor an account has this address${isRelay ? '; the mail comes through a connector' : ''}.`,
    }),
  ]
}
