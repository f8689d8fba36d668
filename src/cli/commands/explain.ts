// reprieve explain

import { readFile, stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { type BounceDiagnosis, concernWords, diagnoseBounce, longestBounce } from '../../domain/bounce.js'
import type { UnblockHelps } from '../../domain/bounce-meanings.js'
import type { BounceSayer } from '../../domain/bounce-said.js'
import { type Plain, toPlain } from '../../domain/said.js'
import { toCountText } from '../../domain/words.js'
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
      const { words, ...diagnosis } = toPlain(await diagnose(await readPasted(terminal, file)))
      await terminal.out(
        json === true ? toDeadJson(JSON.stringify(diagnosis)) : toLines({ words, ...diagnosis }),
      )
    })
}

async function diagnose(pasted: string): Promise<BounceDiagnosis> {
  const { openMail, longestMail } = await import('../../features/explain/mail.js')
  if (pasted.length > longestMail) throw toTooLong('It', pasted.length, longestMail)
  const text = await openMail(pasted)
  const diagnosis = diagnoseBounce(text)
  if (diagnosis.meaning !== 'no-bounce' || text.length <= longestBounce) return diagnosis
  throw new ExitError(
    exitCodes.usage,
    `There is no bounce in the first ${toCountText(longestBounce)} characters, and what comes after them is not read. Leave in it the bounce alone.`,
  )
}

async function readPasted(terminal: Terminal, file: string): Promise<string> {
  if (file === '-') {
    if (terminal.isInteractive) terminal.err('Paste the bounce, then end with Ctrl-D on a line of its own.')
    return terminal.read()
  }
  const { longestMail } = await import('../../features/explain/mail.js')
  const name = toDeadLine(file)
  try {
    const { size } = await stat(file)
    if (size > 2 * longestMail) throw toTooLong(name, size, longestMail)
    return toFileText(name, await readFile(file))
  } catch (error) {
    if (error instanceof ExitError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new ExitError(
      exitCodes.usage,
      `${name} cannot be read: ${toDeadLine(reason)}\nName the file that holds the bounce, or - for the standard input.`,
    )
  }
}

function toTooLong(what: string, length: number, most: number): ExitError {
  return new ExitError(
    exitCodes.usage,
    `${what} is too long to be a bounce: ${toCountText(length)} characters, and ${toCountText(most)} are read. Leave out the mail that came back in it, or paste the text of the bounce.`,
  )
}

/** What Windows saves as text has two bytes a character; what Outlook saves as .msg is no text at all. */
function toFileText(name: string, bytes: Buffer): string {
  if (bytes.subarray(0, 4).equals(outlookMagic))
    throw new ExitError(
      exitCodes.usage,
      `${name} is a message as Outlook keeps it, and that is not read. Save it as .eml or as text, or paste the text of the bounce.`,
    )
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder().decode(bytes)
}

const outlookMagic = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])

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

function toLines(diagnosis: Plain<BounceDiagnosis>): string {
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
