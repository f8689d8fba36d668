import type { ReasonName } from '../reasons.js'
import { bulkMailer } from './bulk-mailer.js'
import { compromised, compromisedAdmin } from './compromised.js'
import { quiet } from './everyday.js'
import type { Story } from './facts.js'
import { noLicence } from './unclear.js'

interface CrowdStory {
  readonly story: Story
  readonly reason: ReasonName
  readonly unresolved?: boolean
}

/** One shop's newsletter, sent as every month, from an account with nothing open. */
const newsletter: Story = (began) => ({
  ...bulkMailer(began),
  authentication: quiet(began).authentication,
  password: quiet(began).password,
})

const taken: CrowdStory = { story: compromised, reason: 'spamBurst', unresolved: true }
const admin: CrowdStory = { story: compromisedAdmin, reason: 'spam', unresolved: true }
const untold: CrowdStory = { story: noLicence, reason: 'externalLimit' }
const limited: CrowdStory = {
  story: quiet,
  reason: 'internalLimit',
}
const mailing: CrowdStory = { story: newsletter, reason: 'dailyRate' }

/** Of each forty, in the order of their numbers. */
export function listCrowdStories(): readonly CrowdStory[] {
  const many = (count: number, one: CrowdStory) => Array.from({ length: count }, () => one)
  return [admin, ...many(3, taken), ...many(3, untold), ...many(3, limited), ...many(30, mailing)]
}
