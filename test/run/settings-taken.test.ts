// What another reading of the settings does to the running bot.
import { expect, test } from 'vitest'
import { loadWhole, toTenants } from '../../src/config/index.js'
import { createTaking } from '../../src/run/settings-taken.js'
import { createManualClock } from '../clock.js'
import { environment, slack } from '../config/settings.js'
import { began } from '../domain/incidents.js'
import { createScriptedBackend } from '../features/backend.js'
import { silentLog } from '../stores/file/folder.js'

const base = `${slack}
defaults: { backend: { kind: sandbox }, channels: [slack: C1] }
tenants: { file: tenants.csv }
`
const rows = (count: number) => Array.from({ length: count }, (_, at) => `c${at},Customer ${at}`)

async function open(count: number) {
  const clock = createManualClock(began)
  let text = base
  let csv = ['id,name', ...rows(count)].join('\n')
  const load = () =>
    loadWhole({
      path: '/etc/reprieve.yaml',
      environment,
      readFile: async (path) => (path.endsWith('.csv') ? csv : text),
    })
  const taking = createTaking(await load(), { clock, log: silentLog, load })
  const taken: string[][] = []
  const alertChannels = { slack: ['C1'], teams: [] }
  const running = {
    bot: {
      async changeTenants({
        tenants,
      }: {
        readonly tenants: readonly { readonly tenant: { readonly id: string } }[]
      }) {
        taken.push(tenants.map(({ tenant }) => tenant.id))
      },
    },
    backends: {
      async change(next: Parameters<typeof toTenants>[0]) {
        const tenants = toTenants(next).map(({ tenant }) => ({
          tenant,
          backend: createScriptedBackend(clock),
          isSticky: false,
        }))
        return { tenants, settle: async () => {} }
      },
    },
    alertChannels,
    secrets: new Set<string>(),
  }
  return {
    taken,
    alertChannels,
    standing: () => taking.readStanding(),
    async write(change: { readonly text?: string; readonly csv?: readonly string[] }, isForced = false) {
      text = change.text ?? text
      csv = change.csv === undefined ? csv : ['id,name', ...change.csv].join('\n')
      await taking.take(running, { isForced })
    },
  }
}

test('what only a restart can change is said, and tenants are taken all the same', async () => {
  const { write, standing, taken } = await open(2)
  await write({ text: `${base}retentionDays: 30\nserver: { port: 1 }\n`, csv: rows(3) })
  expect(taken).toEqual([['c0', 'c1', 'c2']])
  expect(standing()).toMatchObject({ problems: [], waiting: ['server', 'retentionDays'] })
})

test('a file with a mistake changes nothing and is told until it is mended', async () => {
  const { write, standing, taken } = await open(2)
  await write({ csv: ['c0,'] })
  expect(taken).toEqual([])
  expect(standing()?.problems).toEqual([
    'tenants.csv (line 2: c0), column name: is missing. Write something like Contoso.',
  ])
  await write({ csv: rows(1) })
  expect(taken).toEqual([['c0']])
  expect(standing()?.problems).toEqual([])
})

test('a comment alone begins nothing anew', async () => {
  const { write, taken } = await open(2)
  await write({ text: `# ours\n${base}` })
  expect(taken).toEqual([])
})

test('most tenants do not go by a file that was cut short, unless somebody says that it is meant', async () => {
  const { write, standing, taken } = await open(30)
  await write({ csv: rows(3) })
  expect(taken).toEqual([])
  expect(standing()?.problems.join('')).toMatch(/^tenants: 27 of 30 would not be watched any more\./)
  await write({}, true)
  expect(taken).toEqual([['c0', 'c1', 'c2']])
})

test('tenants that need a platform which waits for the restart wait as well', async () => {
  const { write, standing, taken } = await open(1)
  const teams =
    'teams: { appId: 11111111-2222-4333-8444-555555555555, appType: UserAssignedMsi, tenantId: 66666666-7777-4888-8999-aaaaaaaaaaaa }'
  await write({ text: base.replace('[slack: C1]', '[slack: C1, { teams: installed }]') + teams })
  expect(taken).toEqual([])
  expect(standing()?.problems).toEqual([
    'tenants: need what is new in "teams", which is taken up by a restart alone. Restart Reprieve.',
  ])
})

test('channels of new tenants are among those that platforms look after', async () => {
  const { write, alertChannels } = await open(1)
  await write({ text: base.replace('slack: C1', 'slack: C2') })
  expect(alertChannels).toEqual({ slack: ['C2'], teams: [] })
})
