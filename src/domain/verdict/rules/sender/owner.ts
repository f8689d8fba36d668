// Whose mail it is, the owner knows best. A word that came by mail or chat may come from whoever is in the account.
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const owner: SenderSigns = ({ owner: said }) => {
  if (said === undefined)
    return [
      toSign({
        key: 'ask-owner',
        side: 'note',
        weight: 0,
        short: ['Ask the owner', 'by phone'],
        words:
          'The owner can settle it: ask by phone, not by mail or chat, which whoever is in the account reads too.',
      }),
    ]
  if (said.says === 'not-mine')
    return [
      toSign({
        key: 'ask-owner',
        side: 'takeover',
        weight: said.verified ? 4 : 3,
        short: ['Owner: it is not mine'],
        words: 'The owner says that the mail is not theirs.',
      }),
    ]
  if (said.verified)
    return [
      toSign({
        key: 'ask-owner',
        side: 'wanted',
        weight: 3,
        short: ['Owner: it is mine', 'checked'],
        words:
          'The owner says that the mail is theirs, and somebody checked that it is the owner who says so.',
      }),
    ]
  return [
    toSign({
      key: 'ask-owner',
      side: 'note',
      weight: 1,
      short: ['Owner: it is mine', 'not checked'],
      words: 'The owner’s word came by a way that whoever is in the account could use. Ask by phone.',
    }),
  ]
}
