import { expect, test } from 'vitest'
import { definition as rule } from '../../../../src/domain/rules/connector/definition.js'
import {
  createConnectorEvidence,
  createConnectorRestriction,
  definition,
  known,
  unknown,
} from '../evidence.js'

test.each([
  [
    'fine when it is tight',
    known(definition),
    'looks-fine',
    'Type OnPremises, enabled, addresses 192.0.2.10, domains contoso.com.',
  ],
  [
    'found without TLS',
    known({ ...definition, requiresTls: false }),
    'found',
    'TLS is not required. Type OnPremises, enabled, addresses 192.0.2.10, domains contoso.com.',
  ],
  [
    'found when open to any address, of another type',
    known({ ...definition, type: 'Partner', enabled: false, senderIpAddresses: [], senderDomains: [] }),
    'found',
    'The type is not OnPremises. It is not bound to addresses. Type Partner, disabled, addresses none, domains none.',
  ],
  ['not checked when unknown', unknown('Timed out.'), 'not-checked', 'Timed out.'],
] as const)('is %s', (_, fact, basis, finding) => {
  const evidence = createConnectorEvidence({ definition: fact })
  expect(rule(evidence, createConnectorRestriction())).toMatchObject({ ruleId: 'definition', basis, finding })
})
