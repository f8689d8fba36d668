// The files of the settings change while the bot runs.
import { expect, test } from 'vitest'
import { watchSettings } from '../../src/run/settings-watch.js'
import { createManualClock } from '../clock.js'
import { began } from '../domain/incidents.js'
import { silentLog } from '../stores/file/folder.js'

function open() {
  const clock = createManualClock(began)
  let written = 'first'
  let isBroken = false
  const taken: string[] = []
  const notices = new Map<string, () => void>()
  const watch = watchSettings(
    {
      clock,
      log: silentLog,
      read: async () => ({ mark: written, folders: ['/etc'] }),
      take: async ({ isForced }) => {
        if (isBroken) throw new Error('the store is away')
        taken.push(`${written}${isForced ? ' forced' : ''}`)
      },
      watchFolder: (folder, notice) => {
        notices.set(folder, notice)
        return () => notices.delete(folder)
      },
    },
    'first',
  )
  return {
    clock,
    watch,
    taken,
    notices,
    write: (text: string) => {
      written = text
    },
    fail: (given: boolean) => {
      isBroken = given
    },
  }
}

test('a change that nothing tells of is taken up within seconds, and once', async () => {
  const { clock, taken, write, watch } = open()
  await clock.advance(10_000)
  expect(taken).toEqual([])
  write('second')
  await clock.advance(6_000)
  expect(taken).toEqual(['second'])
  await clock.advance(60_000)
  expect(taken).toHaveLength(1)
  await watch.close()
  expect(clock.countTimers()).toBe(0)
})

test('a file that is still being written is left alone until it says the same twice', async () => {
  const { clock, taken, write, notices } = open()
  await clock.advance(1_000)
  for (const text of ['half', 'more', 'whole']) {
    write(text)
    notices.get('/etc')?.()
    await clock.advance(900)
  }
  expect(taken).toEqual([])
  await clock.advance(1_000)
  expect(taken).toEqual(['whole'])
})

test('what could not be saved is tried again', async () => {
  const { clock, taken, write, fail } = open()
  fail(true)
  write('second')
  await clock.advance(10_000)
  fail(false)
  await clock.advance(10_000)
  expect(taken).toEqual(['second'])
})

test('a signal takes what is there at once, also when it is what was there before', async () => {
  const { taken, write, watch } = open()
  await watch.force()
  write('second')
  await watch.force()
  expect(taken).toEqual(['first forced', 'second forced'])
})
