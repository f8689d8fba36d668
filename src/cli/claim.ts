// reprieve claim | handover --take | send-back: who is on it, from a terminal. The same rules and record as in chat.
import { z } from 'zod'
import { requireAnswer } from './refusal.js'
import { type Console, finish, press } from './resting.js'
import { ExitError, exitCodes } from './terminal.js'

/** @throws ExitError unless it is yours now. */
export async function claim(given: Console, entity: string): Promise<void> {
  await finish(given, await press(given, entity, { action: 'claim', values: {} }))
}

/** @throws ExitError unless it went back to its author. */
export async function sendBack(
  given: Console,
  entity: string,
  { reason }: { readonly reason: string },
): Promise<void> {
  await finish(given, await press(given, entity, { action: 'send-back-now', values: { reason } }))
}

const claimed = z.object({
  incidents: z.array(
    z.object({ claimedBy: z.object({ platform: z.string(), id: z.string(), name: z.string() }).nullable() }),
  ),
})

/** All that somebody is on. @throws ExitError naming those there are, unless one of them is meant. */
export async function takeOver(given: Console, person: string): Promise<void> {
  const { incidents } = claimed.parse(await given.line.askData('handover'))
  const people = new Map(
    incidents.flatMap(({ claimedBy: by }) => (by === null ? [] : [[`${by.platform}:${by.id}`, by.name]])),
  )
  const isMeant = (key: string, name: string) =>
    [key, name].some((one) => one.toLowerCase() === person.trim().toLowerCase())
  const [found, ...others] = [...people].filter(([key, name]) => isMeant(key, name))
  if (found === undefined || others.length > 0)
    throw new ExitError(
      exitCodes.no,
      people.size === 0
        ? 'Nobody is on anything.'
        : `${found === undefined ? 'Nobody of that name is on anything' : 'Several are called so'}. There are: ${[...people].map(([key, name]) => `${name} (${key})`).join(', ')}.`,
    )
  const [from] = found
  const asked = { kind: 'press', action: 'take-all', incidentId: '', confirmationId: '' } as const
  await finish(given, await given.line.ask({ ...asked, values: { from } }))
}

/** The text for Microsoft Support. */
export async function readSupportText({ terminal, line }: Console, entity: string): Promise<void> {
  const card = await press({ terminal, line }, entity, { action: 'handoff', values: {} })
  await terminal.out(requireAnswer(card, 'handoff').text)
}
