// What a link can set: `/?scene=storm`.
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Scene, Seen } from './scene.js'

const isJudged = ({ incidents }: Seen) =>
  incidents.length > 0 && incidents.every(({ verdict }) => verdict !== undefined)

/** Maya's, as soon as there is anything to review. */
async function reviewFirst(stage: Parameters<Scene['set']>[0]): Promise<void> {
  let incidentId = ''
  await stage.until((seen) => {
    incidentId = seen.incidents[0]?.id ?? ''
    return isJudged(seen)
  })
  await stage.review('maya', incidentId)
}

/** Every channel has so many messages more than at its beginning, at which Teams has the greeting. */
const hasPosted =
  (count: number) =>
  ({ slack, teams }: Seen) =>
    slack.messages.length >= count && teams.posts.length > count

const hourMinutes = 60
const seconds = (count: number) => (count * 1_000) / minuteMilliseconds

export const scenes: readonly Scene[] = [
  {
    name: 'first',
    title: 'The first alert',
    about: 'Laura’s account was taken over, sent spam, and may not send any more.',
    next: 'The tour leads you from here to the end.',
    person: 'maya',
    async set(stage) {
      stage.restrict('laura@contoso.com')
      await stage.until(isJudged)
    },
  },
  {
    name: 'compromised',
    title: 'A compromised administrator',
    about: 'Henrik administers Exchange, and somebody else is in his account.',
    next: 'Press Take the account back: the list is ticked by what was found. His role asks for two signatures.',
    person: 'maya',
    async set(stage) {
      stage.restrict('henrik.dahl@contoso.com')
      await stage.until(isJudged)
    },
  },
  {
    name: 'approvers',
    title: 'Two approvers',
    about: 'Fatima’s address is protected: Maya has reviewed and signed, and a second person has to.',
    next: 'You are Tom: press Approve… and read whose answers these are.',
    person: 'tom',
    async set(stage) {
      stage.restrict('fatima.elamrani@contoso.com')
      await reviewFirst(stage)
      await stage.until(({ incidents }) => incidents.some(({ signatures }) => signatures !== undefined))
    },
  },
  {
    name: 'storm',
    title: 'A storm',
    about: 'Forty senders were restricted at once: one digest instead of forty cards.',
    next: 'Press Review 25… to sign for what is bulk mail; who looks compromised is not among them.',
    person: 'maya',
    async set(stage) {
      stage.storm()
      await stage.until((seen) => seen.incidents.length >= 40 && isJudged(seen))
    },
  },
  {
    name: 'blind',
    title: 'Nothing is seen',
    about: 'Exchange does not answer, so nobody would hear of a restriction: the channels are told.',
    next: 'Press I’m on it, then mend Exchange on the control desk, at Break.',
    person: 'maya',
    async set(stage) {
      // A first look has to succeed for the next to be missed.
      await stage.pass(seconds(10))
      await stage.until(() => true)
      stage.breakExchange('down')
      await stage.pass(2)
      await stage.until(hasPosted(1))
    },
  },
  {
    name: 'early',
    title: 'Before it happens',
    about: 'Tom has nearly written to as many as he may in a day. He is not restricted yet.',
    next: 'Behind the dots is Details: what speaks for and against him.',
    person: 'maya',
    async set(stage) {
      stage.approach('tom@contoso.com')
      await stage.until(({ incidents }) => incidents.some(({ early }) => early !== undefined))
    },
  },
  {
    name: 'drill',
    title: 'A drill',
    about: 'Maya has called an exercise: a marked card about somebody who does not exist.',
    next: 'Go through it as if it were real: nothing is changed in Exchange. /restricted drill end calls it off.',
    person: 'maya',
    async set(stage) {
      await stage.say('maya', '/restricted drill')
      await stage.until((seen) => seen.incidents.some(({ drill }) => drill !== undefined) && isJudged(seen))
    },
  },
  {
    name: 'pager',
    title: 'Nobody came',
    about: 'Twenty minutes long nobody took the card: first a name was called, then the phone rang.',
    next: 'Open Phone above and press Acknowledge: both cards say who is on it.',
    person: 'maya',
    async set(stage) {
      stage.restrict('laura@contoso.com')
      await stage.until(isJudged)
      await stage.pass(10)
      await stage.until(() => true)
      await stage.pass(10)
      await stage.until(({ pages }) => pages > 0)
    },
  },
  {
    name: 'stuck',
    title: 'Still restricted',
    about: 'Exchange took the unblock of svc-billing an hour ago, and the entry is still there.',
    next: 'Press Text for Microsoft: it says all that they will ask.',
    person: 'maya',
    async set(stage) {
      stage.breakExchange('no-effect')
      stage.restrict('svc-billing@contoso.com')
      await reviewFirst(stage)
      await stage.until(({ incidents }) => incidents.some(({ state }) => state.status === 'watching'))
      await stage.pass(hourMinutes)
      await stage.until(({ incidents }) => incidents.some(({ state }) => state.status === 'stuck'))
    },
  },
  {
    name: 'drift',
    title: 'The alert is off',
    about: 'Somebody turned off the alert by which Microsoft tells of restrictions. The daily read found it.',
    next: 'Press Accept as the new normal if that was meant, or turn the alert on again on the control desk, at Restrict.',
    person: 'maya',
    async set(stage) {
      // What is there at first is what the next read is compared with.
      await stage.pass(seconds(10))
      await stage.until(() => true)
      stage.turnAlertOff()
      await stage.pass(24 * hourMinutes)
      await stage.until(hasPosted(1))
    },
  },
]
