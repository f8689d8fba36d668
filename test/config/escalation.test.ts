import { describe, expect, test } from 'vitest'
import {
  listSecrets,
  readSettingsFile,
  toSlackSettings,
  toTeamsSettings,
  toTenants,
} from '../../src/config/index.js'
import { environment, findProblems, least, slack, teams } from './settings.js'

const tag = 'MjQzMmI1N2ItMGFiZC00M2RiLWFhN2ItMTZlYWRkMTE1ZDM0IyM3ZDg4'

/** Settings with one channel, of which this is said. */
const toText = (channel: string, platforms = `${slack}\n${teams}`) => `${platforms}
tenants:
  - id: contoso
    name: Contoso
    backend: { kind: sandbox }
    timeZone: Europe/Berlin
    channels:
      - ${channel.trim().replaceAll('\n', '\n        ')}
`

const full = toText(`
slack: C1
businessHours: { days: [mon, sat], from: "07:30", to: "24:00" }
escalate:
  - verdicts: [compromised]
    severities: [critical]
    steps:
      - { afterMinutes: 5, mention: S1, name: Mail on call }
      - { afterMinutes: 10, mention: U1, when: business }
      - { afterMinutes: 15, channel: C9, name: Security }
      - { afterMinutes: 15, channel: "19:sec@thread.tacv2" }
  - steps: [{ afterMinutes: 30, mention: S1 }]
reminders: { leftMinutes: 0 }
`)

describe('the ladder of a channel', () => {
  test('is read with whom each step tells, and when people are at work', () => {
    const [given] = toTenants(readSettingsFile(full, environment))
    const [route] = given?.tenant.routes ?? []
    expect(route?.businessHours).toEqual({ days: ['mon', 'sat'], fromMinutes: 450, toMinutes: 1440 })
    expect(route?.reminders).toEqual({ approvalMinutes: 60, stuckMinutes: 240, leftMinutes: 0 })
    expect(route?.ladders).toEqual([
      {
        verdicts: ['compromised'],
        severities: ['critical'],
        steps: [
          {
            afterMinutes: 5,
            when: 'always',
            name: 'Mail on call',
            target: { kind: 'mention', memberId: 'S1', isGroup: true },
          },
          {
            afterMinutes: 10,
            when: 'business',
            name: 'somebody',
            target: { kind: 'mention', memberId: 'U1', isGroup: false },
          },
          {
            afterMinutes: 15,
            when: 'always',
            name: 'Security',
            target: { kind: 'channel', channel: { platform: 'slack', channel: 'C9' } },
          },
          {
            afterMinutes: 15,
            when: 'always',
            name: 'another channel',
            target: { kind: 'channel', channel: { platform: 'teams', channel: '19:sec@thread.tacv2' } },
          },
        ],
      },
      expect.objectContaining({ verdicts: ['compromised', 'unclear'] }),
    ])
  })

  test('makes its further channels ones that the platforms know of', () => {
    const settings = readSettingsFile(full, environment)
    expect(toSlackSettings(settings)?.alertChannels).toEqual(['C1', 'C9'])
    expect(toTeamsSettings(settings)?.alertChannels).toEqual(['19:sec@thread.tacv2'])
  })

  test('of Teams mentions tags and people by what they are called', () => {
    const text = toText(`
teams: installed
escalate:
  - steps:
      - { afterMinutes: 5, mention: ${tag}, name: Mail on call }
      - { afterMinutes: 5, mention: bbbbbbbb-cccc-4ddd-8eee-ffffffffffff, name: Tom }
`)
    const [given] = toTenants(readSettingsFile(text, environment))
    const steps = given?.tenant.routes[0]?.ladders?.[0]?.steps ?? []
    expect(steps.map(({ target }) => target)).toEqual([
      { kind: 'mention', memberId: tag, isGroup: true },
      { kind: 'mention', memberId: 'bbbbbbbb-cccc-4ddd-8eee-ffffffffffff', isGroup: false },
    ])
  })
})

const toStep = (step: string, channel = 'slack: C1') =>
  findProblems(toText(`${channel}\nescalate: [{ steps: [${step}] }]`))

describe('a step that tells nobody is refused', () => {
  test.each([
    ['{ afterMinutes: 5 }', 'has none of mention, channel and pager'],
    ['{ afterMinutes: 5, mention: S1, channel: C9 }', 'has more than one of mention, channel and pager'],
    ['{ afterMinutes: 0, mention: S1 }', 'is not a whole number from 1 to 2880'],
    ['{ afterMinutes: 5, mention: oncall }', 'is not the id of a Slack user group or member'],
    ['{ afterMinutes: 5, pager: night }', 'is the id of no pager'],
    ['{ afterMinutes: 5, mention: S1, when: outside }', 'needs hours of work, and the channel has none'],
  ])('%s', (step, problem) => {
    expect(toStep(step).join()).toContain(problem)
  })

  test('on the other platform', () => {
    expect(toStep(`{ afterMinutes: 5, mention: ${tag}, name: On call }`).join()).toContain(
      'is no id of Slack, and the channel is there',
    )
    expect(toStep('{ afterMinutes: 5, mention: S1 }', 'teams: installed').join()).toContain(
      'is an id of Slack, and the channel is on Teams',
    )
  })

  test('on Teams without the name that the mention shows', () => {
    expect(toStep(`{ afterMinutes: 5, mention: ${tag} }`, 'teams: installed').join()).toContain(
      'Write what Teams calls the tag or the person',
    )
  })

  test('in a channel of a platform that is not set up', () => {
    const step = '{ afterMinutes: 5, channel: "19:sec@thread.tacv2" }'
    const problems = findProblems(toText(`slack: C1\nescalate: [{ steps: [${step}] }]`, slack))
    expect(problems.join()).toContain('is a channel of Teams, which is not set up')
  })
})

test('hours of work end later than they begin', () => {
  const problems = findProblems(toText('slack: C1\nbusinessHours: { from: "18:00", to: "08:00" }'))
  expect(problems.join()).toContain('is not later than "from"')
})

test('without any of it a channel is as it was', () => {
  const [given] = toTenants(readSettingsFile(least, environment))
  expect(given?.tenant.routes[0]).not.toHaveProperty('ladders')
  expect(given?.tenant.routes[0]).not.toHaveProperty('businessHours')
})

describe('a pager', () => {
  const pagers = `pagers:
  - { kind: pagerduty, id: night, routingKey: "\${ROUTING_KEY}", webhookSecret: "\${PAGER_SECRET}", region: eu }
  - { kind: webhook, id: desk, url: "\${PAGER_URL}", secret: "\${PAGER_HOOK_SECRET}" }
`
  const given = {
    ...environment,
    ROUTING_KEY: 'R0123456789abcdef0123456789abcde',
    PAGER_SECRET: 'pager-canary-1',
    PAGER_URL: 'https://pager.test/hook?token=canary',
    PAGER_HOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  }
  const withStep = (pager: string) =>
    `${pagers}${toText(`slack: C1\nescalate: [{ steps: [{ afterMinutes: 30, pager: ${pager} }] }]`)}`

  test('is named by the steps that make it ring', () => {
    const settings = readSettingsFile(withStep('night'), given)
    expect(settings.pagers?.map(({ id }) => id)).toEqual(['night', 'desk'])
    const [{ tenant } = { tenant: undefined }] = toTenants(settings)
    expect(tenant?.routes[0]?.ladders?.[0]?.steps).toEqual([
      { afterMinutes: 30, when: 'always', name: 'night', target: { kind: 'pager', pager: 'night' } },
    ])
  })

  test('has keys and addresses that are never shown', () => {
    const secrets = listSecrets(readSettingsFile(withStep('night'), given))
    for (const name of ['ROUTING_KEY', 'PAGER_SECRET', 'PAGER_URL', 'PAGER_HOOK_SECRET'] as const)
      expect(secrets).toContain(given[name])
  })

  test.each([
    [withStep('day'), given, 'is the id of no pager'],
    [withStep('night').replace('id: desk', 'id: night'), given, 'is taken by a pager above'],
    [withStep('night'), { ...given, ROUTING_KEY: 'short' }, 'an integration key of 32 letters and digits'],
    [withStep('night'), { ...given, PAGER_URL: 'http://pager.test/' }, 'begins with https://'],
    [withStep('night'), { ...given, PAGER_HOOK_SECRET: 'secret' }, 'whsec_'],
    [withStep('night').replace('"${ROUTING_KEY}"', given.ROUTING_KEY), given, 'secret'],
  ])('that cannot ring is refused', (text, values, problem) => {
    expect(findProblems(text, values).join()).toContain(problem)
  })
})
