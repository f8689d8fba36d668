// Every code, said by every kind of server, held against every way things can stand: exactly one of five answers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BackendError } from '../../../src/errors.js'
import type { PlainViews } from '../../../src/features/cards.js'
import { createRestriction } from '../../domain/incidents.js'
import { createSender, restrict, unblock } from '../acts.js'
import { maya, olga } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const answers = {
  restricted: /^Restricted now/,
  unblocked: /^Unblocked \d+ (?:s|min|h) ago$/,
  'not listed': /^There is nothing to unblock under what it names$/,
  'not known': /cannot be known/,
  'nothing of the list': /^Unblocking does not help$/,
} as const
type AnswerName = keyof typeof answers

const sam = createSender('sam@contoso.com')
const connector = createRestriction({
  entity: { kind: 'connector', connectorId: '8f2c', name: 'Head office' },
  raw: {},
})
const down = new BackendError('down', { code: 'unavailable', outcome: 'unchanged' })

interface State {
  readonly prepare: (stage: Stage) => Promise<unknown>
  readonly ofSender: AnswerName
  readonly ofConnector: AnswerName
}

async function lift(stage: Stage): Promise<void> {
  await unblock(stage, maya, await restrict(stage, sam))
}

const states: Readonly<Record<string, State>> = {
  'is restricted': {
    prepare: (stage) => restrict(stage, sam),
    ofSender: 'restricted',
    ofConnector: 'not listed',
  },
  'was unblocked minutes ago': {
    prepare: async (stage) => {
      await lift(stage)
      await stage.advance(5 * 60_000)
    },
    ofSender: 'unblocked',
    ofConnector: 'not listed',
  },
  'was unblocked within the day, and is over': {
    prepare: async (stage) => {
      await lift(stage)
      await stage.advance(75 * 60_000)
    },
    ofSender: 'unblocked',
    ofConnector: 'not listed',
  },
  'is not on a list that was read': {
    prepare: (stage) => stage.advance(65_000),
    ofSender: 'not listed',
    ofConnector: 'not listed',
  },
  'is on a list that was not read for hours': {
    prepare: async (stage) => {
      await stage.advance(65_000)
      stage.backend.fail('list', down)
      await stage.advance(3 * 3_600_000)
    },
    ofSender: 'not known',
    ofConnector: 'not known',
  },
  'is on a list that was never read': {
    prepare: async (stage) => {
      await stage.advance(65_000)
    },
    ofSender: 'not known',
    ofConnector: 'not known',
  },
  'is not what is restricted: a connector is': {
    prepare: (stage) => restrict(stage, connector),
    ofSender: 'not listed',
    ofConnector: 'restricted',
  },
}

const codes = [
  ['5.1.8', 'sender'],
  ['5.7.709', 'sender'],
  ['5.7.711', 'connector'],
  ...[
    '5.7.705',
    '5.7.703',
    '5.7.708',
    '5.7.750',
    '5.7.233',
    '5.7.236',
    '5.1.90',
    '5.7.501',
    '5.7.511',
    '5.7.606',
  ].map((code) => [code, 'nothing'] as const),
  ...['5.1.10', '5.7.60', '5.7.520', '4.7.500', '5.4.310'].map((code) => [code, 'nothing'] as const),
] as const

const servers = {
  Microsoft: (text: string) => `host contoso-com.mail.protection.outlook.com[192.0.2.7] said: ${text}`,
  'another server': (text: string) => `host mx.fabrikam.example[192.0.2.1] said: ${text}`,
  nobody: (text: string) => text,
} as const

const cells = codes.flatMap(([code, about]) =>
  Object.entries(servers).map(([server, wrap]) => ({
    code,
    server,
    about: server === 'another server' ? 'nothing' : about,
    text: wrap(`${code.startsWith('4') ? '451' : '550'} ${code} no`),
  })),
)

function toAnswers({ helpsText }: PlainViews['explain']): readonly string[] {
  return Object.entries(answers)
    .filter(([, pattern]) => pattern.test(helpsText))
    .map(([name]) => name)
}

describe.each(Object.entries(states))('when the sender %s', (name, { prepare, ofSender, ofConnector }) => {
  let stage: Stage
  beforeAll(async () => {
    const isBlind = name.endsWith('never read')
    stage = await createStage(isBlind ? { prepare: (backend) => backend.fail('list', down) } : {})
    await prepare(stage)
  })
  afterAll(() => stage.close())

  test.each(cells)('$code said by $server has its one answer', async ({ text, about }) => {
    const wanted = about === 'sender' ? ofSender : about === 'connector' ? ofConnector : 'nothing of the list'
    const view = toView(await stage.command(olga, `explain ${text} from sam@contoso.com`), 'explain')
    expect(toAnswers(view)).toEqual([wanted])
    expect(view.unblockHelps).toBe(wanted === 'restricted')
    const said = JSON.stringify(view)
    expect(/is not on the list|No connector is/.test(said) && /has been restricted since/.test(said)).toBe(
      false,
    )
    if (wanted !== 'not listed') expect(said).not.toMatch(/is not on the list|None of|No sender|No connector/)
  })
})
