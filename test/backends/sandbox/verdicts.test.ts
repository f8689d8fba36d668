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
