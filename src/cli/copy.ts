// reprieve store migrate | copy
import type { StoreSettings } from '../config/index.js'
import { type Copied, copyStore, migrateStore } from '../run/copy.js'
import { toDeadJson, toDeadLine } from './dead-text.js'
import type { Terminal } from './terminal.js'

export async function migrate(terminal: Terminal, to: StoreSettings): Promise<void> {
  const steps = await migrateStore(to)
  await terminal.out(
    steps.length === 0
      ? 'There was nothing to do: the database is as this program needs it.'
      : ['Brought up by:', ...steps.map((step) => `  ${step}`)].map(toDeadLine).join('\n'),
  )
}

interface CopyWish {
  readonly from: string
  readonly to: StoreSettings
  readonly json?: boolean | undefined
}

/** Entries between two words of progress. */
const progressEntries = 20_000

export async function copy(terminal: Terminal, { from, to, json }: CopyWish): Promise<void> {
  let checked = 0
  let told = { what: '', count: 0 }
  terminal.err('Checking the journal of the folder …')
  const copied = await copyStore(
    { from, to, pid: terminal.pid },
    {
      checked() {
        checked += 1
        if (checked % progressEntries === 0) terminal.err(`${toText(checked)} entries checked …`)
      },
      copied(what, count, of) {
        if (what === told.what && count - told.count < progressEntries && count < of) return
        told = { what, count }
        const words = what === 'entries' ? 'entries of the journal' : 'versions of closed incidents'
        terminal.err(`${toText(count)} of ${toText(of)} ${words} copied …`)
      },
      checking: () => terminal.err('Checking what is in the database …'),
    },
  )
  await terminal.out(json === true ? toDeadJson(JSON.stringify(copied)) : toEnd(copied))
}

function toEnd({ entries, head, live, closed, tasks }: Copied): string {
  return [
    `Copied, and found the same: ${toText(entries)} entries of the journal (head ${head.slice(0, 16)}), ${toText(live)} live and ${toText(closed)} closed incidents, ${toText(tasks)} tasks.`,
    'Start Reprieve with store.url, and no bot on the folder any more: keep that as a backup.',
  ].join('\n')
}

function toText(count: number): string {
  return count.toLocaleString('en-US')
}
