import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createOwnCheck, findBar } from '../../src/domain/bar.js'
import type { Access } from '../../src/domain/grants.js'
import { createActor, createIncident } from './incidents.js'
import { account, createSenderEvidence, known } from './rules/evidence.js'

const addresses = [
  'laura@contoso.com',
  'L.Bianchi+x@Contoso.com',
  'l.bianchi@contoso.com',
  'tom@fabrikam.com',
]
const ids = ['4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a04', '4B0F2F5E-5A53-4F0E-8A0E-6D8F0C1F1A01']
const directories = ['8c3dad1d-b6bc-4f8b-939b-8263372eced6', '1f0a6a4e-27e8-4d0c-9a35-5c1b7d0e93aa']
const tenants = ['contoso', 'fabrikam', 'drill/contoso', 'early/fabrikam']

const anyAddress = fc.constantFrom(...addresses)
const anyEntra = fc.record({
  objectId: fc.constantFrom(...ids),
  directoryId: fc.constantFrom(...directories),
})
const anyIncident = fc
  .record({
    tenantId: fc.constantFrom(...tenants),
    address: anyAddress,
    userId: fc.option(fc.constantFrom(...ids)),
    others: fc.array(anyAddress, { maxLength: 2 }),
    status: fc.constantFrom('open', 'reviewing', 'closed'),
    isConnector: fc.boolean(),
  })
  .map(({ tenantId, address, userId, others, status, isConnector }) => ({
    ...createIncident(status, {
      entity: isConnector
        ? { kind: 'connector', connectorId: address, name: address }
        : { kind: 'sender', address },
      evidence:
        userId === null || isConnector
          ? undefined
          : createSenderEvidence({ account: known({ ...account, userId, addresses: others }) }),
    }),
    tenantId,
  }))
const anyActor = fc
  .record({
    addresses: fc.array(anyAddress, { maxLength: 2 }),
    entraId: fc.option(anyEntra, { nil: undefined }),
  })
  .map(({ entraId, ...facts }) => createActor(entraId === undefined ? facts : { ...facts, entraId }))
const anyAccess = fc
  .record({
    written: fc.array(anyAddress, { maxLength: 2 }),
    account: fc.option(anyEntra, { nil: undefined }),
    known: fc.boolean(),
  })
  .map(({ written, account: entra, known: isKnown }): Access => {
    const key = 'slack:U1'
    return {
      homes: new Set(),
      groups: new Map(),
      people: new Map([[key, { role: 'approver', addresses: written }]]),
      ...(entra === undefined ? {} : { accounts: new Map([[key, entra]]) }),
      ...(isKnown
        ? {
            directories: new Map([
              ['contoso', directories[0] ?? ''],
              ['fabrikam', directories[1] ?? ''],
            ]),
          }
        : {}),
    }
  })

test('whoever is on the list themselves is found as surely as by going through all of it', () => {
  fc.assert(
    fc.property(fc.array(anyIncident, { maxLength: 6 }), anyActor, anyAccess, (live, person, access) => {
      const isOwn = createOwnCheck(person, access)
      const own = live.find((one) => one.state.status !== 'closed' && isOwn(one))
      const expected = own === undefined ? undefined : { reason: 'own-restricted', tenantId: own.tenantId }
      expect(findBar({ person, access, incident: undefined, live })).toEqual(expected)
    }),
    { numRuns: 2_000 },
  )
})
