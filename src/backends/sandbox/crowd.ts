// Accounts that are made up for a storm, by the number in their name: of each forty thirty sent the same newsletter, four
// were taken over, three cannot be told, and three only met a limit.

import type { Account } from './account.js'
import { listCrowdStories } from './stories/crowd.js'

const name = /^user(\d{2,3})@contoso\.com$/i

export function findInCrowd(address: string): Account | undefined {
  const number = Number(name.exec(address)?.[1] ?? 0)
  if (number === 0) return undefined
  const stories = listCrowdStories()
  const one = stories[(number - 1) % stories.length]
  if (one === undefined) return undefined
  const upn = address.toLowerCase()
  return {
    upn,
    userId: `5c1e3a6f-6b64-4a1f-9b1f-7e9a1d2a${String(number).padStart(4, '0')}`,
    name: `User ${number}`,
    about: '',
    addresses: [upn],
    ...one,
  }
}
