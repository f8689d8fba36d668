// What the command line says when an unblock does not end well. The bot is on the stage, where Exchange does as told.

import { expect, onTestFinished, test } from 'vitest'
import { type Approval, singleApproval } from '../../src/domain/approval.js'
import type { PersonEntry } from '../../src/domain/grants.js'
import { BackendError } from '../../src/errors.js'
import type { Card, CardViews } from '../../src/features/cards.js'
import type { PlatformHandlers } from '../../src/ports.js'
import { createTakenOver } from '../domain/rules/evidence.js'
import { countUnblocks, createSender, restrict, toAnswers } from '../features/acts.js'
import { access, olga } from '../features/people.js'
import { createStage } from '../features/stage.js'
import { run } from './run.js'
import { openDoor } from './stage.js'

async function listen(handlers: PlatformHandlers) {
  const ask = await openDoor(handlers)
  return (...args: readonly string[]) => ask(args)
}

const answers = ['--yes', '--answer', 'wanted=yes', '--done', 'all', '--note', 'Spoke to him'] as const

const takesTwo: Approval = {
  ...singleApproval,
  protected: [{ by: 'domain', value: 'contoso.com', rule: 'two-people' }],
}

/** @param shown what `show` says instead of the truth. */
async function open(shown: Partial<CardViews['show']> = {}, approval: Approval = singleApproval) {
  const maya: PersonEntry = { role: 'approver', addresses: ['maya@contoso.com'] }
  const stage = await createStage({
    approval,
    access: {
      homes: new Set([...access.homes, 'console:this-machine']),
      people: new Map([...access.people, ['console:maya', maya]]),
      groups: new Map(),
    },
  })
  onTestFinished(() => stage.close())
  await restrict(stage)
  const { handlers } = stage.bot()
  const ask = await listen({
    ...handlers,
    async onCommand(command) {
      const card = await handlers.onCommand(command)
      return card?.name === 'show' ? { ...card, view: { ...card.view, ...shown } } : card
    },
  })
  const unblock = (...args: readonly string[]) =>
    ask('unblock', 'sam@contoso.com', ...answers, '--json', ...args)
  return { stage, ask, unblock }
}

function lost(outcome: 'unchanged' | 'unknown'): BackendError {
  return new BackendError('too slow', { code: 'timeout', outcome })
}

test('the first of two signatures unblocks nothing, and has an exit code of its own', async () => {
  const { stage, unblock } = await open({}, takesTwo)
  const ran = await unblock()
  expect(ran.code).toBe(4)
  expect(ran.stderr).toContain('Signed, 1 of 2: nothing is unblocked yet')
  expect(countUnblocks(stage)).toBe(0)
})

test('a finished review of somebody else is approved in one command', async () => {
  const { stage, ask } = await open()
  const [incident] = await stage.incidents()
  const incidentId = incident?.id ?? ''
  await stage.press(olga, 'confirm', await toAnswers(stage, olga, incidentId))
  const ran = await ask('approve', 'sam@contoso.com', '--yes', '--json')
  expect(ran.code).toBe(0)
  expect(JSON.parse(ran.stdout)).toMatchObject({ statusWord: 'Unblocked, watching' })
  expect(ran.stderr).toContain('Olga')
})

test('where there is no finished review nothing is approved', async () => {
  const { stage, ask } = await open()
  const ran = await ask('approve', 'sam@contoso.com', '--yes')
  expect(ran.code).toBe(3)
  expect(countUnblocks(stage)).toBe(0)
})

test('done is only what Exchange has done', async () => {
  const { unblock } = await open()
  const ran = await unblock()
  expect(ran.code).toBe(0)
  expect(JSON.parse(ran.stdout)).toMatchObject({ statusWord: 'Unblocked, watching' })
})

test('an unblock that Exchange refused is a no, and the end is told all the same', async () => {
  const { stage, unblock } = await open()
  stage.backend.fail('unblock', lost('unchanged'))
  const ran = await unblock()
  expect(ran.code).toBe(3)
  expect(JSON.parse(ran.stdout)).toMatchObject({ statusWord: 'Unblock failed' })
  expect(ran.stderr).toMatch(/Nothing was unblocked\.$/)
})

test('a lost answer is not called done', async () => {
  const { stage, unblock } = await open()
  stage.backend.fail('unblock', lost('unknown'))
  const ran = await unblock()
  expect(ran.code).toBe(3)
  expect(JSON.parse(ran.stdout)).toMatchObject({ statusWord: 'Outcome unknown' })
  expect(ran.stderr).toMatch(/The next look decides/)
})

test('an answer that takes longer than one waits is not called done either', async () => {
  const { stage, unblock } = await open()
  const answer = stage.backend.hold('unblock')
  const ran = await unblock('--wait', '0')
  answer()
  expect(ran.code).toBe(3)
  expect(JSON.parse(ran.stdout)).toMatchObject({ statusWord: 'Unblocking' })
  expect(ran.stderr).toMatch(/has not answered yet\. The bot goes on/)
})

test.each<[number, Partial<CardViews['show']>, RegExp]>([
  [0, { status: 'watching', statusWord: 'Unblock failed' }, /Waiting for Exchange …$/],
  [0, { status: 'closed', outcome: 'unblocked', statusWord: 'Over' }, /Waiting for Exchange …$/],
  [3, { status: 'failed' }, /Nothing was unblocked\.$/],
  [3, { status: 'open' }, /waits for a review again\.$/],
  [3, { status: 'reviewing' }, /waits for a review again\.$/],
  [3, { status: 'stuck' }, /still restricted; see "reprieve show"\.$/],
  [3, { status: 'closed', outcome: 'restricted-again' }, /ended in another way; see "reprieve show"\.$/],
  [3, { status: 'closed', outcome: 'expired' }, /ended in another way; see "reprieve show"\.$/],
])('the exit code is %i when the bot says %j, whatever its words', async (code, shown, words) => {
  const { unblock } = await open({ statusWord: 'Unblocked, watching', ...shown })
  const ran = await unblock()
  expect(ran.code).toBe(code)
  expect(ran.stderr).toMatch(words)
})

test.each(['confirm', 'unblock'] as const)(
  'what is found right before the %s is told, and nothing is unblocked',
  async (action) => {
    const { stage } = await open()
    const { handlers } = stage.bot()
    const ask = await listen({
      ...handlers,
      async onPress(press) {
        if (press.action === action) {
          stage.backend.know(createSender('sam@contoso.com').entity, createTakenOver())
          await stage.press(olga, 'refresh', { incidentId: press.incidentId })
          await stage.advance(2_000)
        }
        return handlers.onPress(press)
      },
    })
    const ran = await ask('unblock', 'sam@contoso.com', ...answers)
    expect(ran).toMatchObject({ code: 3, stdout: '' })
    expect(ran.stderr).toMatch(
      /Something was found or done since you looked; it is marked below\. Nothing was unblocked/,
    )
    expect(ran.stderr).toMatch(
      /new since 03:15 UTC: Remove unknown forwarding: \[still open\] Mail is forwarded to drop@evil\.example/,
    )
    expect(stage.backend.isListed(createSender('sam@contoso.com').entity)).toBe(true)
  },
)

test.each([['-1'], ['1.5'], ['soon'], ['']])('--wait "%s" is wrong usage', async (wait) => {
  expect(await run(['unblock', 'sam@contoso.com', '--wait', wait])).toMatchObject({ code: 2, stdout: '' })
})

function answerWith(text: string, isBad: boolean): Promise<Card> {
  const tone = { isBad, isBusy: !isBad, isGood: false, isCalm: false }
  return Promise.resolve({
    name: 'notice',
    view: { ...tone, icon: '', title: 'Not done', text, incidentId: '' },
  })
}

test('what broke is a failure, what was refused a no, and neither drives the terminal', async () => {
  const answering = (isBad: boolean): PlatformHandlers => {
    const answer = () => answerWith('x\u001b]0;evil\u0007\u202Ey', isBad)
    return { onCommand: answer, onPress: answer, onHome: answer, onChannelNews: async () => undefined }
  }
  const broken = await (await listen(answering(true)))('list')
  expect(broken).toMatchObject({ code: 1, stdout: '', stderr: 'Not done: x ]0;evil ⟨U+202E⟩y' })
  const refused = await (await listen(answering(false)))('list')
  expect(refused).toMatchObject({ code: 3, stdout: '', stderr: 'Not done: x ]0;evil ⟨U+202E⟩y' })
})

test('an answer that is no card is not taken for one', async () => {
  const handlers = {
    onCommand: () => Promise.reject(new Error('no')),
    onPress: () => Promise.resolve(undefined),
    onChannelNews: async () => undefined,
  }
  const ask = await listen({ ...handlers, onHome: () => answerWith('', true) })
  const ran = await ask('list')
  expect(ran).toMatchObject({ code: 1, stdout: '' })
  expect(ran.stderr).toMatch(/did not understand\. Is it another version\?/)
})
