// reprieve explain
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { type BounceDiagnosis, concernWords, diagnoseBounce } from '../../domain/bounce.js'
import type { UnblockHelps } from '../../domain/bounce-meanings.js'
import type { BounceSayer } from '../../domain/bounce-said.js'
import { toDeadJson, toDeadLine } from '../dead-text.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'

export function addExplain(program: Command, terminal: Terminal): void {
  program
    .command('explain')
    .description('What a bounce means, and whether an unblock helps; by itself, without settings or a bot.')
    .argument(
      '[file]',
      'the bounce as text or as a whole mail (.eml); - or nothing reads the standard input',
      '-',
    )
    .option('--json', 'the diagnosis as JSON')
    .addHelpText(
      'after',
      '\nIt knows nothing of the list: hold it against reprieve list.\n\nExamples:\n  reprieve explain bounce.eml --json\n  reprieve explain < bounce.txt',
    )
    .action(async (file: string, { json }: { readonly json?: boolean }) => {
      const pasted = await readPasted(terminal, file)
      const { openMail } = await import('../../features/explain/mail.js')
      const { words, ...diagnosis } = diagnoseBounce(await openMail(pasted))
      await terminal.out(
        json === true ? toDeadJson(JSON.stringify(diagnosis)) : toPlainWords({ words, ...diagnosis }),
      )
    })
}

async function readPasted(terminal: Terminal, file: string): Promise<string> {
  if (file === '-') {
    if (terminal.isInteractive) terminal.err('Paste the bounce, then end with Ctrl-D on a line of its own.')
    return terminal.read()
  }
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ExitError(
      exitCodes.usage,
      `${toDeadLine(file)} cannot be read: ${toDeadLine(reason)}\nName the file that holds the bounce, or - for the standard input.`,
    )
  }
}

const sayerWords: Readonly<Record<BounceSayer, string>> = {
  microsoft: 'Microsoft',
  other: 'another server than Microsoft’s',
  unknown: 'not told',
}
const helpsWords: Readonly<Record<UnblockHelps, string>> = {
  yes: 'yes',
  no: 'no',
  look: 'look at the list first',
}

function toPlainWords(diagnosis: BounceDiagnosis): string {
  const { code, words, saidBy, concerns, unblockHelps, addresses, advice } = diagnosis
  return [
    `${code === '' ? '' : `${code}: `}${words}`,
    `Said by: ${sayerWords[saidBy]}`,
    ...(concernWords[concerns] === '' ? [] : [`Concerns: ${concernWords[concerns]}`]),
    `Unblock helps: ${helpsWords[unblockHelps]}`,
    ...(addresses.length === 0 ? [] : [`Addresses: ${addresses.join(', ')}`]),
    advice,
  ]
    .map(toDeadLine)
    .join('\n')
}
