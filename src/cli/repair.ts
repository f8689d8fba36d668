// What a repair would do, in words, and then does.
import { openStoreRepair, type Repair, type RepairPlan } from '../run/repair.js'
import { toDeadJson, toDeadLine } from './dead-text.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

interface RepairWish {
  readonly dataFolder: string
  readonly yes?: boolean
  readonly json?: boolean
}

export async function repairStore(terminal: Terminal, wish: RepairWish): Promise<void> {
  const repair = await openStoreRepair(wish.dataFolder, terminal.pid)
  try {
    const { plan } = repair
    await terminal.out(wish.json === true ? toDeadJson(JSON.stringify(plan)) : toPlanText(plan))
    if (plan.problems.length > 0) await repairIfWanted(terminal, repair, wish.yes === true)
  } finally {
    await repair.close()
  }
}

async function repairIfWanted(terminal: Terminal, repair: Repair, isSure: boolean): Promise<void> {
  if (!isSure && !(await isWanted(terminal)))
    throw new ExitError(exitCodes.no, 'Nothing was changed. With --yes it is done.')
  const kept = await repair.apply()
  terminal.err(
    `Repaired. What was there before is in ${kept}. At the next start the bot says in every alert channel that it may have ` +
      'forgotten something, voids what was confirmed, and polls before anything else.',
  )
}

async function isWanted(terminal: Terminal): Promise<boolean> {
  if (!terminal.isInteractive) return false
  const typed = await terminal.ask('Repair it like this? Type yes: ')
  return typed?.trim().toLowerCase() === 'yes'
}

function toPlanText({ problems, base, entries, incidents, tasks, lost }: RepairPlan): string {
  if (problems.length === 0) return 'There is nothing to repair: state, journal and archive belong together.'
  const source = base === 'nothing' ? 'the journal alone' : `${base} and the journal`
  const lines = [
    'What is wrong:',
    ...problems.map((problem) => `  ${problem}`),
    `What can be rebuilt from ${source} (${toCount(entries.all, 'entry', 'entries')}):`,
    `  ${toCount(incidents.live, 'live incident', 'live incidents')}, ${incidents.told.length} of them as the journal tells them${toList(incidents.told)}`,
    ...when(
      incidents.closed.length > 0,
      `  ${incidents.closed.length} closed since${toList(incidents.closed)}`,
    ),
    `  ${toCount(tasks, 'task', 'tasks')}; polls, looks after unblocks, evidence and cards of live incidents are asked for anew`,
    'What is lost:',
    ...toLossLines({ base, lost }).map((line) => `  ${line}`),
  ]
  return lines.map(toDeadLine).join('\n')
}

function toLossLines({ base, lost }: Pick<RepairPlan, 'base' | 'lost'>): readonly string[] {
  return [
    ...when(
      base === 'nothing',
      'Where cards are: incidents that are still live get a new one. Where Teams alerts go: press Send alerts here again.',
      'Digests, claims to reviews, counts of refusals, and the tenants’ own settings as they were accepted.',
    ),
    ...when(
      base !== 'nothing' && lost.cells,
      'Where digests are, claims to reviews, counts of refusals, and the tenants’ own settings as they were accepted, as far as the file of cells held them.',
    ),
    ...when(
      base === 'state.previous.json',
      'Whatever the last save held beside the journal, such as the place of a card just posted.',
    ),
    'Evidence, answers and notes of incidents as the journal tells them; the journal itself keeps what it says of them.',
    ...lost.incidents.map(
      (id) =>
        `Incident ${id}: too little is known. If it is still restricted, the next poll opens a new one.`,
    ),
    ...lost.steps.map((step) => `The way back of ${step}: give it back in the portal.`),
    ...when(lost.entries > 0, `${toCount(lost.entries, 'entry', 'entries')} of the journal.`),
    ...when(
      lost.archived > 0,
      `${toCount(lost.archived, 'closed incident', 'closed incidents')} of the archive.`,
    ),
  ]
}

function when(is: boolean, ...lines: readonly string[]): readonly string[] {
  return is ? lines : []
}

/** Few enough to read. */
const mostIds = 5

function toList(ids: readonly string[]): string {
  if (ids.length === 0) return ''
  const more = ids.length > mostIds ? `, and ${ids.length - mostIds} more` : ''
  return ` (${ids.slice(0, mostIds).join(', ')}${more})`
}

function toCount(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
