// A bounce in words, and the request of the person it happened to.
import { listBounceCodes, subjectWords } from '../../domain/bounce.js'
import type { BounceMeaning } from '../../domain/bounce-entries.js'
import { toEntityName } from '../../domain/entity.js'
import { canBeReviewed, type Incident, isReviewable } from '../../domain/incident.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Card, ExplainView } from '../cards.js'
import { toStatusWords, toSubject, toTone, toUtcText } from '../words/words.js'

interface Explained {
  /** Undefined when the bounce is not known. */
  readonly meaning: BounceMeaning | undefined
  /** The restriction behind it, when there is one this reader may know about. */
  readonly incident: Incident | undefined
  /** What to say about the list when there is none. */
  readonly otherwise: string
  /** Whether this reader may be the one who unblocks what unblocking helps. */
  readonly mayReview: boolean
  readonly canReview: boolean
  readonly canRead: boolean
  readonly requestText: string
}

type MeaningRows = Pick<
  ExplainView,
  'code' | 'meaning' | 'whomText' | 'helpsText' | 'unblockHelps' | 'advice'
>

export function toExplainCard({ meaning, incident, otherwise, mayReview, ...rest }: Explained): Card {
  const tone = incident === undefined ? 'calm' : isReviewable(incident) ? 'bad' : 'busy'
  return {
    name: 'explain',
    view: {
      ...toTone(tone),
      ...(meaning === undefined ? toUnknownRows() : toMeaningRows(meaning, mayReview)),
      ...rest,
      incidentId: incident?.id ?? '',
      incidentText: incident === undefined ? otherwise : toIncidentText(incident),
    },
  }
}

const adviceForOthers =
  'Somebody else has to secure it first and then unblock it here. After that, mail may take up to one hour to flow again.'

function toMeaningRows({ code, subject, ...meaning }: BounceMeaning, mayReview: boolean): MeaningRows {
  return {
    ...meaning,
    advice: meaning.unblockHelps && !mayReview ? adviceForOthers : meaning.advice,
    code: `${code.startsWith('4') ? '451' : '550'} ${code}`,
    whomText: subjectWords[subject],
    helpsText: meaning.unblockHelps ? 'Unblocking it here helps' : 'Unblocking does not help',
  }
}

function toUnknownRows(): MeaningRows {
  return {
    code: '',
    meaning: 'Reprieve knows none of the codes and words in it.',
    whomText: '',
    helpsText: '',
    unblockHelps: false,
    advice: `Paste the whole bounce after explain, most of all the line with "Remote server returned". These codes are known: ${listBounceCodes().join(', ')}.`,
  }
}

function toIncidentText(incident: Incident): string {
  const since = toUtcText(incident.restriction.createdAt ?? incident.openedAt)
  const now = incident.state.status === 'open' ? '' : ` Now: ${toStatusWords(incident).word}.`
  return `${toEntityName(incident.entity)} has been restricted since ${since}.${now}`
}

export function toRequestCard(incident: Incident, tenant: Tenant): Card {
  const name = toEntityName(incident.entity)
  return {
    name: 'request',
    view: {
      ...toSubject(incident, tenant),
      text: `${incident.asked?.by.name ?? 'Its owner'} asks for ${name} to be unblocked`,
      statusText: `${toStatusWords(incident).word}, on the list since ${toUtcText(incident.restriction.createdAt ?? incident.openedAt)}`,
      canReview: canBeReviewed(incident),
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}
