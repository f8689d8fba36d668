import { expect, test } from 'vitest'
import type { SandboxSaved } from '../../../src/backends/sandbox/keeper.js'
import { comparePolicies } from '../../../src/domain/policy-drift.js'
import { judgePolicies } from '../../../src/domain/policy-findings.js'
import { createSetup, never } from './setup.js'

const sentence = '"User restricted from sending email" was turned off'

function createSaved(): SandboxSaved {
  let kept: string | undefined
  return {
    name: 'sandbox.json',
    read: () => (kept === undefined ? undefined : (JSON.parse(kept) as unknown)),
    write(value) {
      kept = JSON.stringify(value)
    },
  }
}

test('are as Microsoft sets a tenant up, but for one daily limit', async () => {
  const { sandbox, settle } = createSetup()
  const findings = judgePolicies(await settle(sandbox.readPolicies(never)))
  expect(findings.filter(({ result }) => result !== 'fine').map(({ subject }) => subject)).toEqual([
    '"Email sending limit exceeded"',
  ])
  expect(findings).toHaveLength(10)
})

test('drift when somebody turns the alert off, over a restart too', async () => {
  const saved = createSaved()
  const { sandbox, settle, clock } = createSetup({ saved })
  const before = await settle(sandbox.readPolicies(never))
  sandbox.switchAlert(false)
  expect(sandbox.isAlertOn()).toBe(false)
  expect(comparePolicies(before, await settle(sandbox.readPolicies(never)))).toEqual([sentence])

  const after = createSetup({ saved, clock })
  expect(after.sandbox.isAlertOn()).toBe(false)
  after.sandbox.switchAlert(false)
  after.sandbox.switchAlert(true)
  expect(comparePolicies(before, await after.settle(after.sandbox.readPolicies(never)))).toEqual([])
})

test('have a hole and say why when half an answer comes', async () => {
  const { sandbox, settle } = createSetup()
  sandbox.faults.set({ kind: 'partial' })
  const { alerts, audit, outbound } = await settle(sandbox.readPolicies(never))
  expect(alerts).toEqual({ known: false, why: 'Security & Compliance did not answer.' })
  expect([audit.known, outbound.known]).toEqual([true, true])
})

test('are on in a tenant that was saved before anybody could turn them off', () => {
  const older = {
    version: 1,
    listings: [],
    unblocks: {},
    heldUntil: {},
    relapses: {},
    script: { opened: true },
  }
  const saved: SandboxSaved = { name: 'sandbox.json', read: () => older, write() {} }
  expect(createSetup({ saved }).sandbox.isAlertOn()).toBe(true)
})
