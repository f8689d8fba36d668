// A drill on its card, and how it went; a sender before any restriction.
import type { Card, DrillReportView, IncidentView } from '../../src/features/cards.js'
import { incidents } from './sample-incidents.js'
import { restrictedAt, told, toTone } from './sample-rows.js'

const drill: Card = toIncidentSample({
  ...toTone('calm'),
  incidentId: '01JD9ZD1',
  entity: 'drill-4@exercise.invalid',
  entityDetail: '',
  tenantName: 'Drill, Contoso',
  statusIcon: '🧪',
  statusWord: 'Drill · looks compromised',
  notice: '🧪 Drill · looks compromised: drill-4@exercise.invalid cannot send. First sign-in from Lagos',
  restrictedAt,
  badgesText: '🧪 Invented. Exchange is not touched',
  smallText: told('Begun by Laura Bennett 03:14 UTC · ends 04:14 UTC'),
  menu: [{ pressId: 'end-drill', title: 'End the drill', isMain: false, incidentId: '01JD9ZD1' }],
  portalUrl: '',
})

/** As the card of any incident, and marked. */
function toIncidentSample(marked: Partial<IncidentView>): Card {
  const { open } = incidents
  if (open === undefined) throw new Error('no sample of an open incident')
  return { name: 'incident', view: { ...open, ...marked } }
}

const report: DrillReportView = {
  ...toTone('good'),
  title: 'Drill done',
  headline: 'On it in 3 min, unblocked in 14 min',
  whereText: told('Drill, Contoso · begun by Laura Bennett 2026-11-22 03:14 UTC · Exchange was not touched'),
  lines: [
    { icon: '✅', label: 'On it', finding: '3 min, Maya Okafor (was 9 min)', word: '' },
    { icon: '✅', label: 'Taken back', finding: '6 min, Maya Okafor', word: '' },
    { icon: '✅', label: 'Reviewed', finding: '11 min, Ines Duarte', word: '' },
    { icon: '✅', label: 'Signed first', finding: '13 min, Maya Okafor', word: '' },
    { icon: '✅', label: 'Unblocked', finding: '14 min, Tom Albers (was 31 min)', word: '' },
    { icon: '✅', label: 'Mail seen to flow', finding: '17 min', word: '' },
  ],
  incidentId: '01JD9ZD1',
}
const early: Card = toIncidentSample({
  ...toTone('calm'),
  incidentId: '01JD9ZE1',
  statusIcon: '⏱️',
  statusWord: 'Near the limit',
  notice: '⏱️ Near the limit: laura.bennett@contoso.com can still send. Risk not checked',
  headline: 'Can still send',
  headlineText: 'Can still send',
  isSince: false,
  verdictText: '⚠️ Unclear',
  badgesText: '',
  progress: [{ text: told('430 of 500 recipients outside in an hour (policy Strict), seen 14:05 UTC') }],
  smallText: 'Laura Bennett',
  buttons: [{ pressId: 'claim', title: 'I’m on it', isMain: true, incidentId: '01JD9ZE1' }],
  canReview: false,
})

export const drills: Readonly<Record<string, Card>> = {
  'incident.drill': drill,
  'incident.early': early,
  'drill-report': { name: 'drill-report', view: report },
  'drill-report.over': {
    name: 'drill-report',
    view: {
      ...report,
      ...toTone('calm'),
      title: 'Drill over',
      headline: 'Its time was over: on it in 22 min',
      lines: [
        { icon: '✅', label: 'On it', finding: '22 min, Maya Okafor', word: '' },
        { icon: '◻', label: 'Taken back', finding: 'not done', word: '' },
        { icon: '◻', label: 'Reviewed', finding: 'not done', word: '' },
        { icon: '◻', label: 'Unblocked', finding: 'not done', word: '' },
        { icon: '◻', label: 'Mail seen to flow', finding: 'not done', word: '' },
        { icon: '❗', label: 'Paged', finding: '20 min, night shift, not reached', word: '' },
      ],
    },
  },
}
