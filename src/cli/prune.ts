// reprieve journal prune
import type { StorePlace } from '../config/index.js'
import { toTold } from '../domain/told.js'
import { type Erased, eraseSaved } from '../run/erase.js'
import { openSavedJournal } from '../run/journal.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

interface PruneWish {
  readonly place: StorePlace
  /** Until now when undefined. */
  readonly before?: number | undefined
  readonly incident?: string | undefined
  readonly yes?: boolean | undefined
}

export async function pruneJournal(terminal: Terminal, wish: PruneWish): Promise<void> {
  const { incident, place } = wish
  const before = wish.before ?? Date.now()
  if (before > Date.now())
    throw new ExitError(exitCodes.usage, 'Say a day that is over: --before 2026-09-01.')
  const { texts, inline } = await count({ place, before, incident })
  terminal.err(
    `${toCount(texts)} beside the journal, and the evidence and notes of incidents that were over then, are erased for good. Who did what, and when, stays. Backups keep what they have.`,
  )
  if (inline > 0)
    terminal.err(
      `${toCount(inline)} of an older version stand in the journal itself and cannot be erased: its chain would break.`,
    )
  if (wish.yes !== true && !(await isWanted(terminal)))
    throw new ExitError(exitCodes.no, 'Nothing was erased. With --yes it is done.')
  const erasure = incident === undefined ? { before } : { before, incidentId: incident }
  const { pid, user, host } = terminal
  tell(terminal, await eraseSaved({ place, pid, user, host, erasure }), wish)
}

function tell(terminal: Terminal, erased: Erased, { incident }: PruneWish): void {
  switch (erased) {
    case 'erased':
      terminal.err('Erased. The journal says so.')
      break
    case 'left':
      throw new ExitError(
        exitCodes.failed,
        'It is journalled, but a file could not be written. The next start of the bot, or this command, finishes it.',
      )
    case 'unknown-incident':
      throw new ExitError(
        exitCodes.no,
        `There is no incident ${incident}. "reprieve show" says the id of one.`,
      )
    case 'live-incident':
      throw new ExitError(
        exitCodes.no,
        `Incident ${incident} is not over: what is known of it is needed until then.`,
      )
    default:
      erased satisfies never
  }
}

async function isWanted(terminal: Terminal): Promise<boolean> {
  if (!terminal.isInteractive) return false
  const typed = await terminal.ask('Erase them? Type yes: ')
  return typed?.trim().toLowerCase() === 'yes'
}

/** What older versions wrote into the record itself. */
const inlineNames = ['raw', 'note', 'shown', 'detail']

interface About {
  readonly place: StorePlace
  readonly before: number
  readonly incident: string | undefined
}

async function count({ place, before, incident }: About) {
  let texts = 0
  let inline = 0
  const journal = await openSavedJournal(place)
  try {
    for await (const { entry } of journal.streamJournal({ incidentId: incident })) {
      const { event } = entry
      if (event.at >= before) continue
      const names = Object.keys(event.digests ?? {})
      texts += names.length - toTold(entry).erased.length
      if (names.length === 0) inline += inlineNames.filter((name) => isThere(event.data[name])).length
    }
  } finally {
    await journal.close()
  }
  return { texts, inline }
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== ''
}

function toCount(texts: number): string {
  return texts === 1 ? '1 text' : `${texts.toLocaleString('en-US')} texts`
}
