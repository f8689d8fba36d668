// Follows a page step by step, in the order in which it stands there, and does nothing that it does not say. Only ids and
// secrets are others than those of the page.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getPerson } from '../../playground/people.js'
import type { Deed, Followed } from './deeds.js'
import type { Act, Step } from './page.js'

/** @throws Error with the step that could not be followed. */
export async function follow(
  steps: readonly Step[],
  deeds: readonly Deed[],
  followed: Followed,
): Promise<void> {
  for (const step of steps)
    try {
      await followStep(step, deeds, followed)
    } catch (cause) {
      throw new Error(`Step ${step.number} (${step.words.slice(0, 60)} …): ${String(cause)}`, { cause })
    }
}

async function followStep(step: Step, deeds: readonly Deed[], followed: Followed): Promise<void> {
  const here = deeds
    .filter(({ words }) => step.words.includes(words))
    .toSorted((one, other) => step.words.indexOf(one.words) - step.words.indexOf(other.words))
  if (here.length + step.acts.length === 0) throw new Error('Nothing in it is known to be done.')
  const isFirst = ({ words }: Deed) => step.acts.length > 0 && /^stop /i.test(words)
  for (const deed of here.filter(isFirst)) await deed.do(followed)
  for (const act of step.acts) await (act.kind === 'write' ? write(act, followed) : type(act, followed))
  for (const deed of here.filter((one) => !isFirst(one))) await deed.do(followed)
}

async function type({ text }: Act, { terminal, world }: Followed): Promise<void> {
  if (!text.includes('reprieve serve')) return void (await terminal.type(text))
  world.forwardTo(await terminal.serve(text))
}

/** A line for a variable that the file has already takes its place; people are added to those who are there. */
async function write({ text }: Act, followed: Followed): Promise<void> {
  const path = join(followed.terminal.folder, 'reprieve.env')
  const before = await readFile(path, 'utf8').catch(() => '')
  const lines = new Map(before.split('\n').filter(Boolean).map(toPair))
  for (const [name, given] of text.split('\n').filter(Boolean).map(toPair)) {
    const value = fill(name, given, followed)
    const there = lines.get(name)
    lines.set(name, name === 'REPRIEVE_APPROVERS' && there !== undefined ? `${there},${value}` : value)
  }
  await writeFile(path, [...lines].map(([name, value]) => `${name}=${value}\n`).join(''))
}

function fill(name: string, given: string, { copied }: Followed): string {
  if (name === 'REPRIEVE_DATA') return given
  const value = copied.get(name)
  if (value === undefined) throw new Error(`The page has not said yet where ${name} comes from.`)
  if (name !== 'REPRIEVE_APPROVERS') return value
  const maya = getPerson('maya')
  return given
    .replace('U0123456789', maya.slack.userId)
    .replace('bbbbbbbb-cccc-4ddd-8eee-ffffffffffff', maya.teams.aadObjectId)
}

function toPair(line: string): readonly [string, string] {
  const at = line.indexOf('=')
  return [line.slice(0, at), line.slice(at + 1)]
}
