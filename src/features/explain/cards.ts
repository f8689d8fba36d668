// A bounce in words, and the request of the person it happened to.

import { type BounceDiagnosis, concernWords } from '../../domain/bounce.js'
import type { UnblockHelps } from '../../domain/bounce-meanings.js'
import { toEntityName } from '../../domain/entity.js'
import { type Incident, isReviewable } from '../../domain/incident.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import { joinWords, say, tellDay, type Words } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import { isReviewOffered } from '../../domain/watch-only.js'
import type { Card, ExplainView } from '../cards.js'
import { toStatusWords, toSubject, toTone } from '../words/words.js'
import type { Standing } from './standing.js'

interface Explained {
  readonly diagnosis: BounceDiagnosis
  /** How things are now, where that can be told. */
  readonly standing: Standing | undefined
  /** The restriction behind it, when there is one this reader may know about. */
  readonly incident: Incident | undefined
  /** What is said about the list where that incident is not simply the one that the bounce names. */
  readonly otherwise: Words
  /** Whether this reader may be the one who unblocks what unblocking helps. */
  readonly mayReview: boolean
  readonly canReview: boolean
  readonly canRead: boolean
  readonly requestText: Words
}

type MeaningRows = Pick<
  ExplainView,
  'code' | 'meaning' | 'whomText' | 'helpsText' | 'unblockHelps' | 'advice'
>

export function toExplainCard({
  diagnosis,
  standing,
  incident,
  otherwise,
  mayReview,
  ...rest
}: Explained): Card {
  const tone = incident === undefined ? 'calm' : isReviewable(incident) ? 'bad' : 'busy'
  return {
    name: 'explain',
    view: {
      ...toTone(tone),
      ...toMeaningRows(diagnosis, mayReview),
      ...toStandingRows(standing),
      ...rest,
      incidentId: incident?.id ?? '',
      incidentText: joinWords([otherwise, incident === undefined ? '' : toIncidentText(incident)], ' '),
    },
  }
}

/** What takes the place of the bounce's own. */
function toStandingRows(standing: Standing | undefined): Partial<MeaningRows> {
  if (standing === undefined) return {}
  const { helpsText, unblockHelps, advice } = standing
  return { helpsText, unblockHelps, ...(advice === undefined ? {} : { advice }) }
}

const adviceForOthers =
  'Somebody else has to secure it first and then unblock it here. After that, mail may take up to one hour to flow again.'

const helpsWords: Readonly<Record<UnblockHelps, string>> = {
  yes: 'Unblocking helps while it is on the list',
  no: 'Unblocking does not help',
  look: 'Whether an unblock helps, the list tells',
}

function toMeaningRows(diagnosis: BounceDiagnosis, mayReview: boolean): MeaningRows {
  const { code, concerns, unblockHelps, words, advice } = diagnosis
  const isUnread = diagnosis.meaning === 'no-bounce' || (diagnosis.meaning === 'unknown' && code === '')
  return {
    meaning: words,
    advice: unblockHelps === 'yes' && !mayReview ? adviceForOthers : advice,
    code: isUnread ? '' : toTitle(code),
    whomText: concernWords[concerns],
    helpsText: isUnread ? '' : helpsWords[unblockHelps],
    unblockHelps: unblockHelps === 'yes',
  }
}

/** An alert has no code, and is understood all the same. */
function toTitle(code: string): string {
  return code === '' ? 'Understood by its words' : `${code.startsWith('4') ? '451' : '550'} ${code}`
}

function toIncidentText(incident: Incident): Words {
  const since = tellDay(incident.restriction.createdAt ?? incident.openedAt)
  const now = incident.state.status === 'open' ? '' : ` Now: ${toStatusWords(incident).word}.`
  return say`${toEntityName(incident.entity)} has been restricted since ${since}.${now}`
}

export function toRequestCard(incident: Incident, tenant: Tenant): Card {
  const name = toEntityName(incident.entity)
  return {
    name: 'request',
    view: {
      ...toSubject(incident, tenant),
      text: `${incident.asked?.by.name ?? 'Its owner'} asks for ${name} to be unblocked`,
      statusText: say`${toStatusWords(incident).word}, on the list since ${tellDay(incident.restriction.createdAt ?? incident.openedAt)}`,
      canReview: isReviewOffered(incident, tenant),
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}
