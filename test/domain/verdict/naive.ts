// Judges that a person might think of first. The real one has to be better than each of them.
import type { VerdictKind } from '../../../src/domain/verdict/index.js'
import { toContext } from './adapter.js'
import type { Story } from './story.js'

export const naiveJudges: Readonly<Record<string, (story: Story) => VerdictKind>> = {
  'always compromised': () => 'compromised',
  'always unclear': () => 'unclear',
  'by the reason alone': (story) => {
    const { cause } = toContext(story).restriction.reason
    return cause === 'spam' ? 'compromised' : cause === 'limit' ? 'limit-only' : 'unclear'
  },
  'new place means takeover': ({ known }) => {
    const usual = known.history30d ?? []
    const isNew = (known.signIns ?? []).some(
      ({ place = '', success }) => success !== false && !usual.includes(place),
    )
    return isNew ? 'compromised' : 'bulk'
  },
}
