// The Markdown report of what really happened on the stage, for every way an incident can go.
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toReport } from '../../src/cli/report/index.js'
import { toCode, toCodeBlock, toTable } from '../../src/cli/report/markdown.js'
import { toSpan } from '../../src/cli/report/words.js'
import { toActorRef } from '../../src/domain/actor.js'
import type { Incident } from '../../src/domain/incident.js'
import { dayMilliseconds, hourMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import type { JournalEntry, JournalEvent } from '../../src/domain/journal.js'
import { BackendError } from '../../src/errors.js'
import { began } from '../domain/incidents.js'
import { createTakenOver, known } from '../domain/rules/evidence.js'
import { confirm, createSender, pressYes, restrict } from '../features/acts.js'
import { maya, olga, tom } from '../features/people.js'
import { createStage, type Stage, toView } from '../features/stage.js'

async function open(): Promise<Stage> {
  const stage = await createStage()
  onTestFinished(() => stage.close())
  return stage
}

async function report(stage: Stage, { id }: Pick<Incident, 'id'>): Promise<string> {
  return toReport(await stage.store().readJournal({ incidentId: id, limit: 1_000 }))
}

/** The sentence under the title. */
async function summarize(stage: Stage, incident: Pick<Incident, 'id'>): Promise<string | undefined> {
  return (await report(stage, incident)).split('\n')[2]
}

async function unblock(stage: Stage, incident: Incident): Promise<void> {
  await pressYes(stage, maya, await confirm(stage, maya, incident))
  await stage.idle()
}

function lost(outcome: 'unchanged' | 'unknown'): BackendError {
  return new BackendError('no `answer`', { code: 'timeout', outcome })
}

const by = 'Unblocked by `Maya` (`slack:U1`)'

describe('the report', () => {
  test('tells the whole story of an unblock', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    await confirm(stage, olga, incident)
    await stage.advance(5 * minuteMilliseconds)
    await unblock(stage, incident)
    await stage.press(tom, 'review', { incidentId: incident.id })
    await stage.advance(2 * hourMilliseconds)
    await expect(await report(stage, incident)).toMatchFileSnapshot(
      join(import.meta.dirname, 'golden/unblocked.md'),
    )
  })

  test('tells each step that took the account back, with what became of it', async () => {
    const stage = await open()
    const sam = createSender('sam@contoso.com')
    stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
    const incident = await restrict(stage, sam)
    const incidentId = incident.id
    const contain = async (values: Readonly<Record<string, string>>) => {
      const page = toView(await stage.press(maya, 'contain', { incidentId, values }), 'contain-confirm')
      const { confirmationId } = page
      await stage.press(maya, 'contain-now', { incidentId, confirmationId })
      await stage.idle()
      return confirmationId
    }
    const undoes = await contain({ step: 'block-sign-in' })
    await contain({ undoes })
    stage.backend.trouble('contain', { error: lost('unknown') })
    await contain({ step: 'revoke-sessions' })
    stage.backend.trouble('contain', { error: lost('unchanged') })
    await contain({ step: 'stop-forwarding' })
    const text = await report(stage, incident)
    for (const line of [
      '**Step block sign in**: confirmed',
      'Step block sign in: asked for',
      '**Step block sign in**: done: `block-sign-in is done.`',
      '**Step block sign in taken back**: done',
      '**Step revoke sessions**: no answer: ',
      '**Step stop forwarding**: failed: ',
    ])
      expect(text).toContain(line)
  })

  test('counts the review of whoever said Yes, not a later one of somebody else', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    const yes = await confirm(stage, maya, incident)
    await confirm(stage, olga, incident)
    await pressYes(stage, maya, yes)
    await stage.idle()
    expect(await report(stage, incident)).toMatch(/`Maya` \(`slack:U1`\) answered the recommendations/)
  })

  test('quotes what was on the screen when it was answered, not what was found before or after', async () => {
    const stage = await open()
    const sam = createSender('sam@contoso.com')
    const first = createTakenOver({ addresses: ['sam@contoso.com'] })
    stage.backend.know(sam.entity, first)
    const incident = await restrict(stage, sam)
    const find = async (to: string) => {
      stage.backend.know(sam.entity, { ...first, forwarding: known({ to, keepsCopy: false }) })
      await stage.press(olga, 'refresh', { incidentId: incident.id })
      await stage.advance(2 * minuteMilliseconds)
    }
    await find('seen@evil.example')
    const yes = await confirm(stage, maya, incident)
    await pressYes(stage, maya, yes)
    await find('later@evil.example')
    const text = await report(stage, incident)
    expect(text).toContain(
      '| Forwarding | found: `Mail is forwarded to seen@evil.example, without a copy in the mailbox.` | ⚠️ not done |',
    )
    expect(text).not.toMatch(/drop@evil|later@evil|before them/)
    expect(text).toContain('On the screen was the evidence gathered at 2026-11-22 03:15:00 UTC.')
  })

  test('quotes the review that was approved, not what its author wrote later', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    await confirm(stage, olga, incident)
    await stage.advance(minuteMilliseconds)
    const { id: incidentId } = incident
    const overview = toView(await stage.press(maya, 'review', { incidentId }), 'overview')
    const { revision, reviewId } = overview
    const yes = await stage.press(maya, 'confirm', { incidentId, revision: Number(revision), reviewId })
    await pressYes(stage, maya, toView(yes, 'confirm'))
    await stage.idle()
    const text = await report(stage, incident)
    expect(text).toMatch(/`Olga` \(`slack:U3`\) answered the recommendations at 2026-11-22 03:15:00 UTC/)
    expect(text).toContain('`Maya` (`slack:U1`) approved this review at 2026-11-22 03:16:00 UTC.')
    expect(text).toContain('| **Unblock confirmed**, reviewed by `Olga` |')
  })

  test('does not say what was on the screen where an older version did not write it down', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    const at = stage.clock.now()
    const about = { at, tenantId: 'contoso', incidentId: incident.id, by: { ...toActorRef(maya) } }
    const data = { attested: { forwarding: 'done' }, note: 'Password reset' }
    await stage.store().commit({
      events: [
        { ...about, type: 'review.submitted', data },
        { ...about, type: 'unblock.requested', data: { confirmation: 'id-1' } },
      ],
    })
    const text = await report(stage, incident)
    expect(text).toContain('| Forwarding | not recorded | ✅ done |')
    expect(text).toContain('whether it was on the screen was not recorded.')
  })

  test('says where an incident stands that is not over', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    expect(await summarize(stage, incident)).toBe('Still restricted. Nobody has reviewed it yet.')
    expect(await report(stage, incident)).toContain(
      'Nobody submitted a review, and nothing was unblocked here.',
    )
    await stage.press(maya, 'review', { incidentId: incident.id })
    expect(await summarize(stage, incident)).toBe('Still restricted, and in review.')
    await confirm(stage, maya, incident)
    expect(await summarize(stage, incident)).toContain('no unblock has been confirmed yet')
    expect(await report(stage, incident)).toContain('No unblock was confirmed on this review.')
    const answer = stage.backend.hold('unblock')
    await unblock(stage, incident)
    expect(await summarize(stage, incident)).toContain('Exchange has not answered yet')
    answer()
    await stage.idle()
    expect(await summarize(stage, incident)).toBe(`${by}, and still being watched.`)
  })

  test('says that the answer was lost, and then that it happened', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    stage.backend.trouble('unblock', { error: lost('unknown'), isDone: true })
    await unblock(stage, incident)
    expect(await summarize(stage, incident)).toContain('was lost; the list decides')
    await stage.advance(2 * minuteMilliseconds)
    expect(await report(stage, incident)).toContain('the list shows that it happened')
  })

  test('says that an unblock failed, in words that cannot become Markdown', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    stage.backend.trouble('unblock', { error: lost('unchanged') })
    await unblock(stage, incident)
    expect(await summarize(stage, incident)).toBe('The unblock **failed**, and it is still restricted.')
    expect(await report(stage, incident)).toContain('**Unblock failed**: `` no `answer` `` |')
  })

  test('says that it was unblocked and is restricted all the same', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    stage.backend.freeze()
    await unblock(stage, incident)
    await stage.advance(hourMilliseconds + minuteMilliseconds)
    expect(await summarize(stage, incident)).toBe(
      'Exchange accepted the unblock by `Maya` (`slack:U1`), but **still restricted** an hour later.',
    )
    await stage.skip(dayMilliseconds)
    expect(await summarize(stage, incident)).toContain('a case for Microsoft Support')
  })

  test('says that it was restricted again', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    await unblock(stage, incident)
    await stage.advance(2 * minuteMilliseconds)
    stage.backend.restrict(createSender('sam@contoso.com', { createdAt: stage.clock.now() }))
    await stage.advance(minuteMilliseconds)
    expect(await summarize(stage, incident)).toContain(`${by}, and **restricted again**`)
  })

  test('says that it left the list, and by whom once the audit log tells', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    stage.backend.clear(incident.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    expect(await summarize(stage, incident)).toContain(
      'Left the list without an unblock through Reprieve: lifted elsewhere, by Microsoft, or ended by itself.',
    )
    const deed = { operation: 'Remove-BlockedSenderAddress', object: '', from: '' }
    stage.backend.log([{ ...deed, at: stage.clock.now(), who: 'nadia@contoso.com' }])
    await stage.advance(6 * minuteMilliseconds)
    expect(await summarize(stage, incident)).toMatch(
      /^Lifted elsewhere, without Reprieve, by .*nadia@contoso/,
    )
  })

  test('says that nobody watches it any more, and where it stood', async () => {
    const stage = await open()
    const incident = await restrict(stage)
    await unblock(stage, incident)
    await stage.crash({ tenantIds: [] })
    expect(await summarize(stage, incident)).toBe(
      `No longer watched: its tenant was taken out of the settings. Where it stood then: ${by}, and still being watched.`,
    )
  })

  test('says that it ended by itself', () => {
    const entry = toEntry({ type: 'incident.closed', data: { outcome: 'expired' } })
    expect(toReport([entry])).toContain('Ended by itself when its time was over.')
  })

  test('has words for refusals that came again, and keeps outside text in its cell', () => {
    const at = Date.UTC(2026, 10, 22, 3, 14)
    const counted = { via: 'press', action: 'unblock', from: at, until: at + 371_000 }
    const text = toReport([
      toEntry({
        type: 'refusals.counted',
        data: { ...counted, times: 7, reasons: { 'own-mailbox': 6, 'no-role': 1 } },
      }),
      toEntry({ type: 'refusals.counted', data: { ...counted, times: 1, reasons: { 'no-role': 1 } } }),
      toEntry({ type: 'refusals.counted', data: { times: 2, reasons: { '| <b>': '# x' } } }),
    ])
    const span = 'from 2026-11-22 03:14:00 to 2026-11-22 03:20:11'
    expect(text).toContain(`| Refused \`unblock\` 7 times more, ${span}: own mailbox 6, no role 1 |`)
    expect(text).toContain(`| Refused \`unblock\` once more, ${span}: no role 1 |`)
    expect(text).toContain('`\\| <b>` `"# x"`')
  })

  test('has words for a refusal, and keeps outside text in its cell', () => {
    const evil = 'x | <img src=x onerror=alert(1)> `` [a](b)\n# y'
    const text = toReport([
      toEntry({ type: 'incident.opened', data: { entity: `sender:${evil}`, reason: evil, earlier: 0 } }),
      toEntry({ type: 'press.refused', data: { reason: 'own-mailbox', action: evil } }),
      toEntry({
        type: 'review.submitted',
        data: { attested: { [evil]: evil }, note: '```\n<b>\n\u202E```' },
      }),
    ])
    expect(text).toContain('| Refused ```x \\| <img src=x onerror=alert(1)> `` [a](b) # y```: own mailbox |')
    expect(text).toContain('\n````text\n```\n<b>\n⟨U+202E⟩```\n````\n')
    expect(text.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1)
  })
})

function toEntry(event: Pick<JournalEvent, 'type' | 'data'>): JournalEntry {
  const who = { platform: 'slack', id: 'U1', name: '| Maya |' } as const
  return {
    seq: 7,
    previousHash: '',
    hash: 'abc',
    event: { at: began, tenantId: 'contoso', incidentId: 'incident-1', by: who, ...event },
  }
}

test.each([
  ['plain', '`plain`'],
  ['', ''],
  ['a`b', '``a`b``'],
  ['`a`', '`` `a` ``'],
  ['a\n\u001b[2Jb', '`a [2Jb`'],
])('code of %j', (text, code) => {
  expect(toCode(text)).toBe(code)
})

test('a code block is not ended by what is in it', () => {
  expect(toCodeBlock('a\r\n````\nb')).toBe('`````text\na\n````\nb\n`````')
})

test('a bar does not end a cell', () => {
  expect(toTable(['a'], [['x | y']])).toBe('| a |\n| --- |\n| x \\| y |')
})

test.each([
  [999, '0 s'],
  [59_999, '59 s'],
  [27 * minuteMilliseconds, '27 min'],
  [3 * hourMilliseconds + 5 * minuteMilliseconds, '3 h 5 min'],
  [dayMilliseconds, '1 day 0 h'],
  [2 * dayMilliseconds + 4 * hourMilliseconds, '2 days 4 h'],
])('%i ms are %s', (milliseconds, words) => {
  expect(toSpan(milliseconds)).toBe(words)
})
