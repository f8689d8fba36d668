// The tenants of quiet weeks: each in its own part of the world, with shifts, hours of work, and who is told when nobody comes.
import type { BusinessHours } from '../../../src/domain/business-hours.js'
import type { Ladder, Step } from '../../../src/domain/ladder.js'
import { type AlertRoute, toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import type { HourMinute } from '../../../src/domain/time-zone.js'
import type { Random } from '../random.js'

/** Half an hour is added in summer on Lord Howe; where it is summer in December the clock goes the other way. */
const zones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Asia/Kolkata',
  'UTC',
]

const officeHours: BusinessHours = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  fromMinutes: 8 * 60,
  toMinutes: 18 * 60,
}

/** The hour that a change leaves out, or brings twice, is a shift like any other. */
const shifts: readonly (readonly HourMinute[])[] = [
  [
    { hour: 7, minute: 0 },
    { hour: 19, minute: 30 },
  ],
  [{ hour: 2, minute: 30 }],
  [
    { hour: 1, minute: 15 },
    { hour: 9, minute: 0 },
    { hour: 17, minute: 0 },
  ],
]

/** One answers by itself, the other one has to be asked. */
export const pagerIds = ['night', 'duty'] as const

export function createPlaces(random: Random): readonly Tenant[] {
  return Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, index) => ({
    id: `tenant${index}`,
    name: `Tenant ${index}`,
    pollSeconds: random.pick([300, 600]),
    portals: { defender: 'https://security.example' },
    timeZone: random.pick(zones),
    routes: [
      createRoute(random, toOpenRoute({ platform: 'slack', channel: `C${index}` })),
      createRoute(random, toOpenRoute({ platform: 'teams', channel: `19:${index}` })),
    ],
  }))
}

function createRoute(random: Random, route: AlertRoute): AlertRoute {
  return {
    ...route,
    ...(random.chance(0.5) ? { timeZone: random.pick(zones) } : {}),
    ...(random.chance(0.6) ? { handover: random.pick(shifts) } : {}),
    ...(random.chance(0.7) ? { businessHours: officeHours } : {}),
    ...(random.chance(0.8) ? { ladders: [createLadder(random, route)] } : {}),
  }
}

function createLadder(random: Random, { channel }: AlertRoute): Ladder {
  const { platform } = channel
  const steps: readonly Step[] = [
    { afterMinutes: 10, when: 'always', ...ask(`${platform}-first`, true) },
    { afterMinutes: 25, when: 'business', ...ask(`${platform}-office`, false) },
    { afterMinutes: 25, when: 'outside', ...ring('night') },
    {
      afterMinutes: 60,
      when: 'always',
      name: 'everybody',
      target: { kind: 'channel', channel: { platform, channel: `${platform}-everybody` } },
    },
    { afterMinutes: 90, when: 'always', ...ring('duty') },
    { afterMinutes: 240, when: 'always', ...ask(`${platform}-last`, true) },
  ]
  return {
    verdicts: ['compromised', 'bulk', 'limit-only', 'unclear'],
    severities: ['critical', 'high', 'medium', 'low'],
    steps: steps.filter(() => random.chance(0.8)),
  }
}

function ask(memberId: string, isGroup: boolean): Pick<Step, 'name' | 'target'> {
  return { name: memberId, target: { kind: 'mention', memberId, isGroup } }
}

function ring(pager: (typeof pagerIds)[number]): Pick<Step, 'name' | 'target'> {
  return { name: pager, target: { kind: 'pager', pager } }
}
