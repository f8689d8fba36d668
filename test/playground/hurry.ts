// Time of a running playground hurried as its control desk hurries it, for tests that are not about the wait.
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

const sight = z.object({ slack: z.looseObject({}), teams: z.looseObject({}) })
const acted = z.looseObject({ ok: z.literal(true) })

async function setRate(address: string, rate: 1 | 60): Promise<void> {
  const response = await fetch(`${address}playground/api/desk/hurry`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rate }),
  })
  acted.parse(await response.json())
}

/** A second passes as a minute until this text is on both platforms, as Maya sees them; then as ever. */
export async function hurryUntilBothShow(address: string, text: string | RegExp): Promise<void> {
  const shows = (side: object) => new RegExp(text).test(JSON.stringify(side))
  await setRate(address, 60)
  for (;;) {
    const response = await fetch(`${address}playground/api/state?person=maya`)
    const { slack, teams } = sight.parse(await response.json())
    if (shows(slack) && shows(teams)) break
    await wait(20)
  }
  await setRate(address, 1)
}

/** The card of the sandbox's first restriction, with its evidence. */
export const hurryToFirstCard = (address: string) =>
  hurryUntilBothShow(address, /Looks compromised|Unclear|Looks like bulk mail|Sending limit only/)
