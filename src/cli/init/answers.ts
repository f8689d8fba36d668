// Answers that somebody has written down: for a machine without a terminal, or to be asked less.
import { readFile } from 'node:fs/promises'
import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { ExitError, exitCodes } from '../terminal.js'
import { findQuestion, type QuestionId, questionIds } from './questions.js'

interface Given {
  readonly answers?: string
  readonly given: ReadonlyMap<QuestionId, string>
}

const fileSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/** What is said as an option counts before the file. @throws ExitError with every problem of the file. */
export async function readAnswers({ answers, given }: Given): Promise<ReadonlyMap<QuestionId, string>> {
  const written = answers === undefined ? [] : toEntries(answers, await readText(answers))
  return new Map([...written, ...given])
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new ExitError(exitCodes.usage, `${path}: cannot be read${code}.`)
  })
}

function toEntries(path: string, text: string): readonly (readonly [QuestionId, string])[] {
  const read = fileSchema.safeParse(parseFile(path, text))
  if (!read.success)
    throw new ExitError(
      exitCodes.usage,
      `${path}: must hold answers, one a line, such as "slack-channel: C0123456789".`,
    )
  const entries = Object.entries(read.data)
  const unknown = entries.map(([name]) => name).filter((name) => findQuestion(name) === undefined)
  // A secret may stand where a name should: names alone that look like ours are said back.
  if (unknown.length > 0)
    throw new ExitError(
      exitCodes.usage,
      `${path}: ${unknown.length === 1 ? 'one name is' : `${unknown.length} names are`} no answer (${unknown.map(toShown).join(', ')}). There is: ${questionIds.join(', ')}.`,
    )
  return entries.flatMap(([name, value]) => {
    const id = findQuestion(name)
    return id === undefined ? [] : [[id, toText(value)] as const]
  })
}

/** What YAML makes of yes and no is theirs again. */
function toText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

function toShown(name: string): string {
  return /^[a-z-]{1,40}$/i.test(name) ? name : '(not shown)'
}

/** The message of the parser would quote what may be a secret. */
function parseFile(path: string, text: string): unknown {
  try {
    return parse(text) as unknown
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    const line = error.linePos?.[0].line
    throw new ExitError(
      exitCodes.usage,
      `${path}: is not YAML${line === undefined ? '' : `, in line ${line}`}.`,
    )
  }
}
