// Whether anybody in the Teams channel can see what was for somebody else alone. Told by what only such messages have: the
// mark on their buttons, forms, and the steps of the review.
import { expect } from 'vitest'
import { personKeys } from '../../playground/people.js'
import type { PlaygroundSight, TeamsPostSight } from '../../playground/sight.js'

const ofPages = ['card', 'confirm', 'unblock', 'recommendations', 'contain', 'contain-now', 'contain-set']
const marks = ['"pageId"', '"type":"Input.', ...ofPages.map((verb) => `"verb":"${verb}"`)]

export async function expectNoLeaks(address: string): Promise<void> {
  const sights = await Promise.all(
    personKeys.map(async (person) => {
      const response = await fetch(`${address}playground/api/state?person=${person}`)
      return { person, teams: ((await response.json()) as PlaygroundSight).teams }
    }),
  )
  const seen = sights.flatMap(({ person, teams }) =>
    teams.posts.flatMap((post) => [post, ...post.replies]).map((post) => ({ person, post })),
  )
  const shared = seen.filter(({ post }) => !post.onlyForYou)
  const leaks = shared.flatMap(({ person, post }) =>
    marks
      .filter((mark) => toShared(post).includes(mark))
      .map((mark) => `${person} sees ${mark} on ${post.id}`),
  )
  const ids = seen.filter(({ post }) => post.onlyForYou).map(({ post }) => post.id)
  const several = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `several see ${id}`)
  expect([...leaks, ...several]).toEqual([])
}

/** What a card's own place shows to whoever pressed it is theirs. */
function toShared({ text, cards }: TeamsPostSight): string {
  return JSON.stringify([text, ...cards.filter(({ onlyForYou }) => !onlyForYou).map(({ card }) => card)])
}
