// Where the links of a tenant's cards lead in each of Microsoft's clouds: the settings as they are written, the whole bot,
// and the JSON that goes to Slack and Teams.
import { afterEach, describe, expect, test } from 'vitest'
import { readSettingsFile, toTenants } from '../../src/config/index.js'
import { dayMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { catalogue } from '../../src/features/index.js'
import { createRenderer } from '../../src/platforms/templates/index.js'
import type { Answer, Card } from '../../src/ports.js'
import { environment, slack } from '../config/settings.js'
import { createAlert, createPolicies } from '../domain/policies.js'
import { createConnectorRestriction, known } from '../domain/rules/evidence.js'
import { findTeamsProblems } from '../platforms/adaptive-card.js'
import { findSlackProblems } from '../platforms/block-kit.js'
import { confirm, createSender, pressYes, restrict } from './acts.js'
import { contoso, laura, maya } from './people.js'
import { createStage, type Stage } from './stage.js'

let stage: Stage
afterEach(async () => {
  await stage.close()
})

const renderers = {
  slack: createRenderer({ platform: 'slack', cards: catalogue.cards }),
  teams: createRenderer({ platform: 'teams', cards: catalogue.cards }),
}

/** Microsoft's explanations, and the name of the card format, are the same for everybody. */
const allowed = ['learn.microsoft.com', 'adaptivecards.io']

const expected = {
  worldwide: ['security.microsoft.com', 'entra.microsoft.com', 'admin.exchange.microsoft.com'],
  'gcc-high': ['security.microsoft.us', 'entra.microsoft.us', 'admin.exchange.office365.us'],
  dod: ['security.apps.mil', 'entra.microsoft.us'],
  china: ['entra.microsoftonline.cn'],
}

function toTenant(cloud: string) {
  const text = `${slack}
tenants:
  - id: contoso
    name: Contoso
    channels: [{ slack: C1 }]
    backend:
      kind: exchange
      cloud: ${cloud}
      tenantId: 8c3dad1d-b6bc-4f8b-939b-8263372eced6
      organization: contoso.onmicrosoft.com
      appId: 99999999-8888-4777-a666-555555555555
      clientSecret: \${EXCHANGE_CLIENT_SECRET}
`
  const [given] = toTenants(readSettingsFile(text, { ...environment, EXCHANGE_CLIENT_SECRET: 'x' }))
  if (given === undefined) throw new Error('no tenant')
  return { ...given.tenant, routes: contoso.routes }
}

/** Every card that everybody or somebody is shown, from the alert to the end. */
async function listCards(): Promise<readonly Card[]> {
  const answers: Answer[] = []
  const ask = async (answer: Promise<Answer>) => void answers.push(await answer)
  const sam = await restrict(stage)
  await restrict(stage, createConnectorRestriction())
  for (const { id: incidentId } of await stage.incidents())
    for (const action of ['review', 'recommendations', 'show', 'containment'] as const)
      await ask(stage.press(maya, action, { incidentId }))
  await restrict(stage, createSender('laura@contoso.com', { temporary: true }))
  const own = (await stage.incidents()).find(
    ({ entity }) => 'address' in entity && entity.address.startsWith('laura'),
  )
  await ask(stage.press(maya, 'recommendations', { incidentId: own?.id ?? '' }))
  await ask(stage.press(laura, 'review', { incidentId: own?.id ?? '' }))
  await ask(stage.command(laura, 'unblock laura@contoso.com'))
  await ask(stage.command(maya, 'policies'))
  await ask(stage.command(maya, 'list'))
  await ask(stage.command(maya, 'explain 550 5.1.8 Access denied, bad outbound sender'))
  await ask(pressYes(stage, maya, await confirm(stage, maya, sam)))
  for (let count = 1; count <= 20; count += 1)
    stage.backend.restrict(createSender(`user${count}@contoso.com`))
  await stage.advance(2 * minuteMilliseconds)
  stage.backend.setPolicies(createPolicies({ alerts: known([createAlert({ enabled: false })]) }))
  await stage.skip(dayMilliseconds)
  const sent = [...stage.slack.sent, ...stage.teams.sent].map(({ card }) => card)
  return [...sent, ...answers.flatMap((answer) => answer ?? [])]
}

/** Hosts of every address in the JSON of these cards, in any place. */
function listHosts(cards: readonly Card[]): ReadonlySet<string> {
  const texts = cards.flatMap((card) =>
    [renderers.slack(card), renderers.teams(card)].map((one) => JSON.stringify(one)),
  )
  const found = texts.flatMap((text) =>
    [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host = '']) => host),
  )
  return new Set(found.filter((host) => !allowed.includes(host)))
}

describe.each(['worldwide', 'gcc-high', 'dod', 'china'] as const)('in the cloud %s', (cloud) => {
  test('every link leads into a portal of the tenant, and what has no known address has no link', async () => {
    stage = await createStage({ tenants: [toTenant(cloud)] })
    const cards = await listCards()
    const names = new Set(cards.map(({ name }) => name))
    for (const name of [
      'incident',
      'digest',
      'overview',
      'recommendations',
      'show',
      'policies',
      'drift',
      'accepted',
    ])
      expect(names).toContain(name)
    expect([...listHosts(cards)].toSorted()).toEqual(expected[cloud].toSorted())
    for (const card of cards) {
      expect(`${card.name}: ${findSlackProblems(renderers.slack(card))}`).toBe(`${card.name}: `)
      expect(`${card.name}: ${findTeamsProblems(renderers.teams(card)).join(', ')}`).toBe(`${card.name}: `)
    }
  })
})

test('a step whose portal is not known says where it is done without a link', async () => {
  stage = await createStage({ tenants: [toTenant('china')] })
  const { id: incidentId } = await restrict(stage)
  const card = await stage.press(maya, 'recommendations', { incidentId })
  if (card === undefined) throw new Error('no card')
  for (const render of Object.values(renderers)) {
    const text = JSON.stringify(render(card))
    expect(text).toContain('(Message trace)')
    expect(text).not.toContain('admin.exchange')
  }
})
