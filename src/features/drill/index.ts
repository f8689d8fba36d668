import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { listAllRunning } from './begin.js'
import { examineDrills } from './check.js'
import { runDrill } from './command.js'
import { callOff, endDrill } from './end.js'
import { drillEvents } from './events.js'
import { listDrillsForHome } from './home.js'
import { followDrill } from './marks.js'
import { reportDrill } from './report.js'
import { drillEndDuty, drillReportDuty } from './tasks.js'
import type { DrillCards } from './views.js'
import { listDrillButtons, toDrillMark } from './words.js'

const listEnds = async (parts: Parts, { incidentId }: { readonly incidentId: string }) =>
  listIncidentEnds(parts, [incidentId])

/** People practise on a sender that was invented: the real channel, the real steps, and nothing of Exchange. */
export const drill = {
  presses: { 'end-drill': { permission: 'end-drill', run: callOff } },
  commands: {
    drill: {
      permission: 'read',
      usage: 'drill [TENANT] [with pager], drill end, drill list',
      text: 'A marked exercise on an invented sender, with the real people',
      hint: { usage: 'drill [tenant, end or list]' },
      run: runDrill,
    },
  },
  tasks: {
    'drill-end': toTaskRow({
      words: 'the end of a drill',
      pool: 'broadcasts',
      schema: drillEndDuty,
      run: endDrill,
      listEnds,
    }),
    'drill-report': toTaskRow({
      words: 'the report of a drill',
      pool: 'broadcasts',
      schema: drillReportDuty,
      run: reportDrill,
      listEnds,
    }),
  },
  cards: {
    'drill-report': { isForThreads: true, bounds: { lines: { most: 10, keep: 'first' } } },
  } satisfies CardTable<DrillCards>,
  events: drillEvents,
  follow: followDrill,
  toMark: toDrillMark,
  listButtons: listDrillButtons,
  listNamed: listAllRunning,
  listApart: listDrillsForHome,
  examine: examineDrills,
} satisfies Feature
