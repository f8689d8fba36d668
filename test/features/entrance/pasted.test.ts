// The same reader behind every command: whatever names the restricted account leads to it, and what does not is not denied.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BackendError } from '../../../src/errors.js'
import type { Card } from '../../../src/ports.js'
import { createRestriction } from '../../domain/incidents.js'
import { account, createSenderEvidence, known } from '../../domain/rules/evidence.js'
import { createSender, restrict } from '../acts.js'
import { contoso, maya, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const named = [
  'laura@contoso.com',
  'Laura Bianchi (laura@contoso.com)',
  '"Bianchi, Laura" <laura@contoso.com>',
  '[laura@contoso.com](mailto:laura@contoso.com)',
  'SMTP:laura@contoso.com',
  'laura\u200B@contoso.com',
  '\u202Alaura@contoso.com\u202C',
  '`laura@contoso.com`',
  '<mailto:laura@contoso.com|Laura>',
  'ｌａｕｒａ＠ｃｏｎｔｏｓｏ．ｃｏｍ',
  'https://eur01.safelinks.protection.outlook.com/?url=mailto%3Alaura%40contoso.com&data=1',
  'laura+news@contoso.com',
  'lbianchi@contoso.com',
  'laura',
  'Laura Bianchi',
  'the mailbox of laura@contoso.com, please',
]

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
  const laura = createSender('laura@contoso.com')
  const addresses = ['laura@contoso.com', 'lbianchi@contoso.com']
  stage.backend.know(
    laura.entity,
    createSenderEvidence({ account: known({ ...account, displayName: 'Laura Bianchi', addresses }) }),
  )
  await restrict(stage, laura)
  const muller = createSender('müller@contoso.com')
  stage.backend.know(
    muller.entity,
    createSenderEvidence({
      account: known({ ...account, displayName: 'Uwe', addresses: ['müller@contoso.com'] }),
    }),
  )
  await restrict(stage, muller)
  await restrict(
    stage,
    createRestriction({ entity: { kind: 'connector', connectorId: '8f2c', name: 'Head office' }, raw: {} }),
  )
})
afterEach(() => stage.close())

const readNotice = async (text: string) => toView(await stage.command(maya, text), 'notice').text
const toName = (card: Card | undefined) => JSON.stringify(card)

describe.each(named)('%s', (text) => {
  test('is shown, reviewed and listed as laura@contoso.com', async () => {
    expect(toView(await stage.command(vera, `show ${text}`), 'show').entity).toBe('laura@contoso.com')
    expect(toName(await stage.command(maya, `review ${text}`))).toContain('laura@contoso.com')
    const list = toView(await stage.command(vera, `list ${text}`), 'list')
    expect(list.rows.map(({ entity }) => entity)).toEqual(['laura@contoso.com'])
  })
})

test('an accent is the same however it was composed', async () => {
  const text = 'mu\u0308ller@contoso.com'
  expect(toView(await stage.command(vera, `show ${text}`), 'show').entity).toBe('müller@contoso.com')
})

test.each(['Head office', '“head office”', '{8F2C}'])('a connector is found by %s', async (text) => {
  expect(toView(await stage.command(vera, `show ${text}`), 'show').entity).toBe('Head office')
})

test.each([
  ['show laura@', 'holds no whole address'],
  ['show <@U123ABC>', 'A mention of somebody is no address'],
  ['history <@U123ABC|laura>', 'A mention of somebody is no address'],
  ['list <@U123ABC>', 'A mention of somebody is no address'],
  ['review Laura Rossi', 'is no address, and no name that Reprieve knows'],
  ['history Laura Rossi', 'is no address, and no name that Reprieve knows'],
  [
    'show zoe@contoso.com, kim@contoso.com',
    'There are several addresses in it: zoe@contoso.com, kim@contoso.com',
  ],
  ['list a|b', 'is not read'],
])('%s is refused as what it is, and nothing is denied', async (text, words) => {
  const notice = await readNotice(text)
  expect(notice).toContain(words)
  expect(notice).not.toMatch(/not on the|no record|Nothing|Nobody/)
})

test('a part of several names asks which', async () => {
  await restrict(stage, createSender('laura@fabrikam.com'))
  expect(await readNotice('show laura')).toContain('fits several: laura@contoso.com, laura@fabrikam.com')
})

test.each(['show zoe@fabrikam.com', 'history zoe@fabrikam.com', 'list zoe@fabrikam.com', 'list', 'history'])(
  '%s denies nothing while the list cannot be read',
  async (text) => {
    const blind = await createStage()
    blind.backend.fail('list', new BackendError('down', { code: 'unavailable', outcome: 'unchanged' }))
    await blind.advance(3 * 3_600_000)
    const said = JSON.stringify(await blind.command(vera, text))
    expect(said).toMatch(
      /cannot be known now: the list of Contoso was (?:last read at \d\d:\d\d UTC|not read yet)/,
    )
    expect(said).not.toMatch(/Nobody is|Nothing (?:that|about|has)|is not on the|0 restrictions/)
    await blind.close()
  },
)

test('a home denies nothing while the list cannot be read', async () => {
  const blind = await createStage()
  blind.backend.fail('list', new BackendError('down', { code: 'unavailable', outcome: 'unchanged' }))
  await blind.advance(3 * 3_600_000)
  const home = JSON.stringify(await blind.slack.handlers().onHome(vera))
  expect(home).toContain('Whether anybody waits for a review cannot be known now')
  expect(home).not.toMatch(/Nobody waits|Nothing waits/)
  await blind.close()
})

describe('a tenant with a name of several words', () => {
  test.each([
    'list tenant Contoso Ltd',
    'list tenant "Contoso Ltd"',
    'list tenant “Contoso Ltd”',
    'list tenant Contoso Ltd page 1',
    'list tenant=„contoso ltd“ senders',
    'list Contoso Ltd',
    'list "Contoso Ltd"',
    'list tenant Contoso L',
  ])('is the tenant of %s', async (text) => {
    const two = await createTwo()
    const list = toView(await two.command(vera, text), 'list')
    expect(list.rows.map(({ entity }) => entity)).toEqual(['laura@woodgrove.com'])
    await two.close()
  })

  test.each(['policies tenant "Contoso Ltd"', 'policies “Contoso Ltd”'])(
    'is the tenant of %s',
    async (text) => {
      const two = await createTwo()
      expect(JSON.stringify(await two.command(vera, text))).toContain('Contoso Ltd')
      await two.close()
    },
  )

  test.each(['list tenant Contoso Ldt', 'list tenant “Contosso Ltd”', 'policies tenant Contoso Ldt'])(
    'is suggested for %s',
    async (text) => {
      const two = await createTwo()
      expect(toView(await two.command(vera, text), 'notice').text).toContain('Did you mean Contoso Ltd')
      await two.close()
    },
  )
})

async function createTwo(): Promise<Stage> {
  const two = await createStage({
    tenants: [
      { ...contoso, id: 'contoso-ltd', name: 'Contoso Ltd' },
      { ...contoso, id: 'fabrikam', name: 'Fabrikam' },
    ],
  })
  two.backend.restrict(createSender('laura@woodgrove.com'))
  await two.advance(65_000)
  return two
}

test.each(['unblock laura@contoso.com', 'release laura@contoso.com', 'reveiw laura@contoso.com'])(
  '%s suggests a review of it',
  async (text) => {
    const help = toView(await stage.command(maya, text), 'help')
    expect(help.suggestion).toContain('Did you mean reprieve review laura@contoso.com?')
  },
)

test('an address alone and a bounce alone are told their verb', async () => {
  expect(toView(await stage.command(maya, 'laura@contoso.com'), 'help').suggestion).toContain(
    'show laura@contoso.com',
  )
  expect(
    toView(await stage.command(maya, "returned '550 5.1.8 Access denied'"), 'help').suggestion,
  ).toContain('Type reprieve explain')
})
