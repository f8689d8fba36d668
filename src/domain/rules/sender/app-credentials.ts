// A secret or certificate that was added to an app lets whoever has it in as that app, whatever becomes of the account.
import type { SenderEvidence } from '../../evidence.js'
import type { SenderRule } from '../../recommendation.js'
import { toHandText, toListText, toUtcText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { appsLink } from '../links.js'
import { isRecent, recentDays } from '../window.js'

const step = {
  ruleId: 'app-credentials',
  stage: 'contain',
  title: 'Check secrets that were added to apps',
  advice:
    'Ask whoever added it. Remove what nobody can explain: it works without a person, a password and a second factor.',
  link: appsLink,
} as const

type Credential = Extract<SenderEvidence['appCredentials'], { known: true }>['value'][number]

export const appCredentials: SenderRule = ({ appCredentials: added, gatheredAt }, restriction) => {
  if (added === undefined) return undefined
  if (!added.known) return notChecked(step, added.why)
  const isNew = ({ addedAt }: Credential) => isRecent(addedAt, restriction, gatheredAt)
  const recent = added.value.filter(isNew).map(toText)
  if (recent.length > 0) return found(step, `Added: ${toListText(recent)}.`, recent)
  const earlier = added.value.map(toText)
  if (earlier.length === 0) return undefined
  return notChecked(step, `None in the ${recentDays} days before. Earlier: ${toListText(earlier)}.`, earlier)
}

function toText({ app, kind, addedAt, by, from, scopes, removedAt }: Credential): string {
  const may = scopes === undefined ? ' (what it may do is not known)' : scopes === '' ? '' : ` (${scopes})`
  const gone = removedAt === undefined ? '' : `, taken away again ${toUtcText(removedAt)}`
  return `a ${kind ?? 'secret or certificate'} for the app "${app}"${may}, added ${toUtcText(addedAt)}${toHandText({ by, from })}${gone}`
}
