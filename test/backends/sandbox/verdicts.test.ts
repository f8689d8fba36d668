import { expect, test } from 'vitest'
import { judge } from '../../../src/domain/verdict/index.js'
import { createSetup } from './setup.js'

test('the sandbox has somebody for every verdict, and nobody is judged by the name', async () => {
  const { sandbox, gather, find } = createSetup()
  const verdicts: Record<string, string> = {}
  for (const { entity, name } of sandbox.directory) {
    sandbox.restrict(entity)
    const restriction = await find(entity)
    if (restriction === undefined) throw new Error(`${name} is not restricted`)
    const { verdict, severity } = judge(await gather(entity), { restriction })
    verdicts[name] = `${verdict}, ${severity}`
  }
  expect(verdicts).toEqual({
    'Maya Lindqvist': 'bulk, low',
    'Tom Okafor': 'unclear, medium',
    'Vera Novak': 'limit-only, low',
    'Laura Bianchi': 'compromised, high',
    'Oscar Reyes': 'unclear, medium',
    'Priya Raman': 'unclear, medium',
    'Henrik Dahl': 'compromised, critical',
    'Info desk': 'unclear, medium',
    'Billing service': 'bulk, low',
    'Chen Wei': 'unclear, medium',
    'Fatima El Amrani': 'unclear, medium',
    "Sean O'Brien": 'unclear, medium',
    'Head office relay': 'compromised, critical',
    'Warehouse scanners': 'bulk, low',
    'Payroll gateway': 'unclear, medium',
  })
})

test('of forty senders that are made up for a storm thirty look like bulk mail, and four were taken over', async () => {
  const { sandbox, gather, find } = createSetup()
  const counts = new Map<string, number>()
  for (let number = 1; number <= 40; number += 1) {
    const entity = { kind: 'sender', address: `user${String(number).padStart(2, '0')}@contoso.com` } as const
    sandbox.restrict(entity)
    const restriction = await find(entity)
    if (restriction === undefined) throw new Error(`${entity.address} is not restricted`)
    const { verdict } = judge(await gather(entity), { restriction })
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  }
  expect(Object.fromEntries(counts)).toEqual({ compromised: 4, unclear: 3, 'limit-only': 3, bulk: 30 })
})
