// People who press all the time, whatever happens to the replicas: to the end of a review, twice, and at what others are at.
import { setTimeout as wait } from 'node:timers/promises'
import type { Random } from '../simulation/random.js'
import { createSlackEyes, createTeamsEyes, type Eyes, type Page } from './pages.js'
import { approverKeys } from './settings.js'
import type { World } from './world.js'

/** Somebody pressed, and was told that it is taken. */
export interface Taken {
  readonly what: 'unblock' | 'contain' | 'claim'
  readonly platform: Eyes['platform']
  readonly person: Eyes['person']
  readonly address: string
  readonly at: number
}

export interface People {
  readonly taken: readonly Taken[]
  presses(): number
  unanswered(): number
  /** Pages that were shown, by the press that led to them: for whoever looks at a run. */
  readonly seen: ReadonlyMap<string, number>
  /** Resolves when nobody presses any more. */
  stop(): Promise<void>
}

const ways = ['unblock', 'contain-set', 'contain-now', 'confirm', 'recommendations', 'review']
const detours = ['claim', 'contain', 'containment', 'undo', 'checks', 'refresh', 'show', 'overview', 'keep']
/** Laura looks on. */
const pressing = approverKeys.slice(0, 2)
const mostSteps = 8
/** What is looked up first may take ten seconds. */
const lookMilliseconds = 15_000

export function letPeoplePress(world: World, random: Random): People {
  const taken: Taken[] = []
  const seen = new Map<string, number>()
  let [presses, unanswered, isOver] = [0, 0, false]

  async function live(eyes: Eyes, dice: Random): Promise<void> {
    while (!isOver) {
      const cards = eyes.listCards()
      if (cards.length > 0) await walk(eyes, dice, dice.pick(cards))
      await wait(dice.between(200, 1_500))
    }
  }

  async function walk(eyes: Eyes, dice: Random, address: string): Promise<void> {
    await eyes.leave()
    let page = eyes.findCard(address)
    for (let step = 0; step < mostSteps && page !== undefined && !isOver; step += 1) {
      const button = pickButton(page, dice)
      if (button === undefined) return
      const before = page.text
      if (!(await press(button, dice))) return
      page = await findNext(eyes, { address, before })
      const told = page === undefined ? undefined : toTaken(button.action, page.text)
      note(`${eyes.platform} ${button.action}: ${told ?? '-'}`)
      if (told === undefined) continue
      const { platform, person } = eyes
      taken.push({ what: told, platform, person, address, at: Date.now() })
    }
  }

  /** @returns whether the platform had its answer in time. */
  async function press({ action, press: once }: Page['buttons'][number], dice: Random): Promise<boolean> {
    const isTwice = dice.chance(action === 'unblock' || action.startsWith('contain-') ? 0.4 : 0.1)
    presses += 1
    const first = once()
    if (isTwice) {
      if (dice.chance(0.5)) await wait(dice.between(5, 600))
      presses += 1
      await once()
    }
    const { ok } = await first
    if (!ok) unanswered += 1
    return ok
  }

  function note(what: string): void {
    seen.set(what, (seen.get(what) ?? 0) + 1)
  }

  const walks = pressing.flatMap((person) =>
    [createSlackEyes(world, person), createTeamsEyes(world, person)].map((eyes) =>
      live(eyes, random.fork(`${eyes.platform} ${person}`)),
    ),
  )
  return {
    taken,
    seen,
    presses: () => presses,
    unanswered: () => unanswered,
    async stop() {
      isOver = true
      await Promise.all(walks)
    },
  }
}

function pickButton({ buttons }: Page, dice: Random) {
  const liked = dice.chance(0.85) ? ways : detours
  for (const action of liked) {
    const found = buttons.find((button) => button.action === action)
    if (found !== undefined) return found
  }
  return buttons.length === 0 ? undefined : dice.pick(buttons)
}

/** What follows is drawn a moment after the press has been acknowledged. */
async function findNext(
  eyes: Eyes,
  { address, before }: { readonly address: string; readonly before: string },
): Promise<Page | undefined> {
  for (let waited = 0; waited < lookMilliseconds; waited += 200) {
    const page = eyes.findNext(address)
    if (page !== undefined && page.text !== before) return page
    await wait(200)
  }
  return eyes.findNext(address)
}

/** What a page says has been taken for good. */
function toTaken(action: string, text: string): Taken['what'] | undefined {
  if (action === 'unblock' && text.includes('is being unblocked')) return 'unblock'
  if (action === 'claim' && text.includes('You are on it')) return 'claim'
  if (action === 'contain-set' && /"(action_id|verb)":"contain-live"/.test(text)) return 'contain'
  return undefined
}
