import { expect, test } from 'vitest'
import { onPremisesServer } from '../../../../src/domain/rules/connector/on-premises-server.js'
import { createConnectorEvidence, createConnectorRestriction } from '../evidence.js'

test('always asks for a look at the server, and says that the unblock comes last', () => {
  const advice = onPremisesServer(createConnectorEvidence(), createConnectorRestriction())
  expect(advice).toMatchObject({ ruleId: 'on-premises-server', stage: 'investigate', basis: 'not-checked' })
  expect(advice?.advice).toMatch(/last of all/)
})
