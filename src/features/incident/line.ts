// The short lines in the threads of cards.
import { findUnblock } from '../../domain/attempts.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { toMailVerdict } from '../../domain/mail-flow.js'
import type { ToLine } from '../feature.js'

/** What people must notice although editing the card tells nobody. */
export const incidentLines = {
  failed: toLine(
    '🔴',
    (name) => `${name} could not be unblocked. The card says why; it can be reviewed again.`,
  ),
  uncertain: (incident) => ({
    name: 'line',
    view: { icon: '🟠', text: toUncertainText(incident, toEntityName(incident.entity)), mentions: [] },
  }),
  stuck: toLine(
    '🔴',
    (name) => `${name} is still on the Restricted entities list one hour after the unblock.`,
  ),
  handoff: (incident) => ({
    name: 'line',
    view: { icon: '🔴', text: toHandoffLine(incident, toEntityName(incident.entity)), mentions: [] },
  }),
  relapse: toLine(
    '🔴',
    (name) => `${name} was restricted again after the unblock. There is a new card for it.`,
  ),
  back: toLine(
    '🔴',
    (name) =>
      `${name} is on the Restricted entities list again. It had left it for a while, and nothing shows that this is another restriction: the card goes on.`,
  ),
  replaced: toLine(
    '⚪',
    (name) => `The earlier card about ${name} could no longer be edited; this one takes its place.`,
  ),
} satisfies Readonly<Record<string, ToLine>>

/** @param toText is given the name of the entity and, where the line was asked for with it, of whom it is about. */
export function toLine(icon: string, toText: (name: string, who: string) => string): ToLine {
  return (incident, { who }) => ({
    name: 'line',
    view: { icon, text: toText(toEntityName(incident.entity), who), mentions: [] },
  })
}

function toHandoffLine(incident: Incident, name: string): string {
  const isRefused = toMailVerdict(findUnblock(incident)?.mail) === 'refused'
  const what = isRefused ? `Mail of ${name} is still refused` : `${name} is still restricted`
  return `${what} 24 hours after the unblock. The text for Microsoft Support is ready on the card.`
}

function toUncertainText(incident: Incident, name: string): string {
  const trouble = findUnblock(incident)?.trouble
  const what =
    trouble?.isAnswered === true
      ? `Exchange answered the unblock of ${name} with an error: ${trouble.why}`
      : `Exchange did not answer the unblock of ${name}.`
  return `${what} The next reads of the list decide.`
}
