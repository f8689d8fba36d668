import { describe, expect, test } from 'vitest'
import { createLane, createLanes } from '../../src/concurrency/lanes.js'

/** Work that says when it begins and ends when told to. */
function createJobs() {
  const seen: string[] = []
  const ends = new Map<string, (error?: Error) => void>()
  return {
    seen,
    job: (name: string) => () => {
      seen.push(name)
      return new Promise<string>((resolve, reject) => {
        ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)))
      })
    },
    end: (name: string) => ends.get(name)?.(),
    fail: (name: string) => ends.get(name)?.(new Error(name)),
  }
}

describe('lanes', () => {
  test('run what belongs to one key one after the other, in the order it came', async () => {
    const { seen, job, end } = createJobs()
    const lanes = createLanes()
    const [first, second, third] = ['one', 'two', 'three'].map((name) => lanes.run('laura', job(name)))
    await Promise.resolve()
    expect(seen).toEqual(['one'])
    end('one')
    expect(await first).toBe('one')
    await settle()
    expect(seen).toEqual(['one', 'two'])
    end('two')
    expect(await second).toBe('two')
    await settle()
    end('three')
    expect(await third).toBe('three')
  })

  test('let different keys run side by side', async () => {
    const { seen, job } = createJobs()
    const lanes = createLanes()
    void lanes.run('laura', job('one'))
    void lanes.run('henrik', job('two'))
    await settle()
    expect(seen).toEqual(['one', 'two'])
  })

  test('tell a failure to its own caller alone, and go on with the next', async () => {
    const { seen, job, end, fail } = createJobs()
    const lanes = createLanes()
    const first = lanes.run('laura', job('one'))
    const second = lanes.run('laura', job('two'))
    await settle()
    fail('one')
    await expect(first).rejects.toThrow('one')
    await settle()
    expect(seen).toEqual(['one', 'two'])
    end('two')
    expect(await second).toBe('two')
  })

  test('take a job that throws before it waits for anything as a failure like any other', async () => {
    const lanes = createLanes()
    const broken = lanes.run('laura', () => {
      throw new Error('broken')
    })
    await expect(broken).rejects.toThrow('broken')
    expect(await lanes.run('laura', () => Promise.resolve('next'))).toBe('next')
  })
})

test('one lane runs everything one after the other', async () => {
  const { seen, job, end } = createJobs()
  const lane = createLane()
  const first = lane(job('one'))
  const second = lane(job('two'))
  await settle()
  expect(seen).toEqual(['one'])
  end('one')
  expect(await first).toBe('one')
  await settle()
  end('two')
  expect(await second).toBe('two')
})

function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
