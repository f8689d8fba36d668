// Makes whoever sets it up an approver: without one nobody may do anything, not even ask the doctor.
import { z } from 'zod'
import type { Draft } from '../../../config/index.js'
import { ConfigError } from '../../../errors.js'
import type { Probe } from '../../../run/probe.js'
import { askSetting, probe, trySet, type Walk } from '../walk.js'

const accessSchema = z.array(z.record(z.string(), z.unknown())).catch([])

export async function askPeople(walk: Walk): Promise<void> {
  const { draft } = walk.files
  const hasTeams = draft.read(['teams']) !== undefined
  const hasSlack = draft.read(['slack']) !== undefined
  const { at, address } = await askAddress(walk)
  const path = ['access', at] as const
  // Before the entry is there: without an id it is none that a start would take.
  const member = hasSlack ? await find(walk, (one) => one.findPerson('slack', address)) : undefined
  const account = await find(walk, (one) => one.findAccount(address))
  if (draft.read(path) === undefined) draft.set(path, { role: 'approver', addresses: [address] })
  else draft.set([...path, 'role'], 'approver')
  if (hasSlack) await askSetting(walk, 'slack-member', [...path, 'slack'], member)
  await askAccount(walk, { path, account, hasTeams, isNeeded: !hasSlack })
  await askConsole(walk, path)
}

interface Person {
  /** Where their entry stands, or is to stand. */
  readonly at: number
  readonly address: string
}

async function askAddress({ asker, files: { draft } }: Walk): Promise<Person> {
  const entries = accessSchema.parse(draft.read(['access']))
  const listed = entries.map(({ addresses }) => addressesSchema.parse(addresses))
  const first = entries.findIndex(({ role }, at) => role === 'approver' && listed[at]?.[0] !== undefined)
  let person: Person = { at: entries.length, address: '' }
  await asker.ask('address', {
    byDefault: listed[first]?.[0],
    take(answer) {
      const address = answer.toLowerCase()
      const known = listed.findIndex((own) => own.includes(address))
      person = { at: known === -1 ? entries.length : known, address }
      return known === -1 ? findAddressProblem(draft, person) : undefined
    },
  })
  return person
}

const addressesSchema = z.array(z.string().toLowerCase()).catch([])

function findAddressProblem(draft: Draft, { at, address }: Person): string | undefined {
  const undo = draft.toMark()
  draft.set(['access', at], { role: 'approver', addresses: [address] })
  const problem = draft.findProblem(['access', at, 'addresses'])
  undo()
  return problem && `That ${problem}`
}

interface Account {
  readonly path: readonly (string | number)[]
  /** As the directory tells by the address. */
  readonly account: string | undefined
  readonly hasTeams: boolean
  /** There is no other way to tell who they are. */
  readonly isNeeded: boolean
}

/** On Teams the account in Entra is the person; beside an id of Slack it tells whose mailbox is whose. */
async function askAccount(walk: Walk, { path, account, hasTeams, isNeeded }: Account): Promise<void> {
  const { asker, files } = walk
  const { draft } = files
  const own = [...path, hasTeams ? 'entra' : 'entraId']
  const found = draft.readText(own) ?? account
  await asker.ask('entra-object', {
    byDefault: found ?? (isNeeded ? undefined : 'none'),
    take(answer) {
      const isNone = answer.toLowerCase() === 'none'
      if (isNone && isNeeded) return 'Teams knows people by it alone.'
      return trySet(files, own, () => draft.set(own, isNone ? undefined : answer))
    },
  })
}

async function askConsole({ asker, files: { draft }, terminal }: Walk, path: readonly (string | number)[]) {
  const own = [...path, 'console']
  const known = draft.readText(own)
  const isListed = accessSchema.parse(draft.read(['access'])).some(({ console }) => console === terminal.user)
  if (known !== undefined || isListed) return
  if (await asker.isYes('console', true)) draft.set(own, terminal.user)
}

/** Whoever cannot be looked up is asked for. */
async function find(
  walk: Walk,
  look: (probe: Probe) => Promise<string | undefined>,
): Promise<string | undefined> {
  const found = await probe(walk, look)
  return found instanceof ConfigError ? undefined : found
}
