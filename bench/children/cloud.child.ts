// Microsoft's cloud, as the tests have it, in a process of its own.
import { z } from 'zod'
import { createCertificate } from '../../test/fake-exchange/certificate.js'
import { createFakeExchange, type FakeExchange } from '../../test/fake-exchange/server.js'
import { createFakeTenant, type FakeTenant } from '../../test/fake-exchange/tenant.js'
import { answerCalls } from '../processes/answer.js'
import { toDirectoryId } from '../world/cloud.js'
import { app, reason } from '../world/facts.js'

const settingsSchema = z.object({
  /** How many senders each tenant has listed. */
  restricted: z.array(z.number()),
})
const tenants: FakeTenant[] = []
let fake: FakeExchange | undefined
let guests = 0

answerCalls({
  async start(argument) {
    tenants.push(...settingsSchema.parse(argument).restricted.map(createTenant))
    const pair = createCertificate()
    const registered = { appId: app.id, clientSecret: app.clientSecret, certificate: pair.certificate }
    const homes = tenants.map((tenant, index) => ({ ...registered, tenant, tenantId: toDirectoryId(index) }))
    fake = await createFakeExchange({ homes })
    return { ...pair, port: fake.port }
  },
  /** Issued since the start. */
  countTokens: () => fake?.count('token'),
  /** The oldest entry of the first tenant goes and another comes, so that the list stays as long as it is. */
  turnOver() {
    const [tenant] = tenants
    tenant?.state.listings.shift()
    restrict(tenant)
  },
})

function createTenant(restricted: number): FakeTenant {
  const tenant = createFakeTenant()
  for (let count = 0; count < restricted; count += 1) restrict(tenant)
  return tenant
}

function restrict(tenant: FakeTenant | undefined): void {
  guests += 1
  tenant?.restrict({ kind: 'sender', address: `guest-${guests}@contoso.com` }, reason)
}
