// Power over others makes everything worse, and proves nothing.
import { toListText } from '../../../words.js'
import { toSign } from '../../sign.js'
import type { SenderSigns } from '../../types.js'

export const admin: SenderSigns = ({ evidence: { roles } }) =>
  roles.known && roles.value.length > 0
    ? [
        toSign({
          key: 'admin',
          side: 'note',
          weight: 1,
          short: [roles.value[0] ?? 'Administrator'],
          words: `The account holds ${toListText(roles.value)}.`,
        }),
      ]
    : []
