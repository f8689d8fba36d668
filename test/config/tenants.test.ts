// Many tenants: what they have in common said once, and the rest from a CSV or a folder.
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { z } from 'zod'
import {
  describeWritten,
  findWarnings,
  listTenantSources,
  loadWhole,
  tellSources,
  tellTenant,
  tenantColumns,
} from '../../src/config/index.js'
import { toRows } from '../../src/config/rows.js'
import { ConfigError } from '../../src/errors.js'
import { environment, slack, teams, tenants } from './settings.js'

const defaults = `defaults:
  pollSeconds: 120
  mode: watch
  backend:
    kind: exchange
    appId: 99999999-8888-4777-a666-555555555555
    certificate: \${EXCHANGE_CERTIFICATE}
  channels:
    - { slack: C0, reminders: { leftMinutes: 45 } }
    - { teams: installed }
`
const directory = '8c3dad1d-b6bc-4f8b-939b-8263372eced6'

interface Files {
  readonly text: string
  readonly csv?: string
  readonly folder?: Readonly<Record<string, string>>
  readonly more?: Readonly<Record<string, string>>
}

function load({ text, csv, folder = {}, more = {} }: Files) {
  const files: Readonly<Record<string, string>> = {
    '/etc/reprieve.yaml': text,
    ...(csv === undefined ? {} : { '/etc/tenants.csv': csv }),
    ...Object.fromEntries(Object.entries(folder).map(([name, one]) => [`/etc/tenants.d/${name}`, one])),
  }
  return loadWhole({
    path: '/etc/reprieve.yaml',
    environment: { ...environment, ...more },
    readFile: async (path) =>
      files[path] ?? Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' })),
    listFolder: async () => [...Object.keys(folder), '.hidden.yaml', 'README.md'],
  })
}

async function findProblems(files: Files): Promise<readonly string[]> {
  const error = await load(files).catch((one: unknown) => one)
  if (error instanceof ConfigError) return error.problems
  throw new Error('expected a ConfigError')
}

const head = `${slack}\n${teams}\n${defaults}`
const fromCsv = `${head}tenants: { file: tenants.csv }`

describe('defaults', () => {
  test('hold for every tenant that says nothing else: sections member by member, lists whole', async () => {
    const { settings } = await load({
      text: `${head}tenants:
  - { id: contoso, name: Contoso, backend: { tenantId: ${directory}, organization: contoso.onmicrosoft.com } }
  - { id: fabrikam, name: Fabrikam, mode: act, backend: { kind: sandbox }, channels: [{ slack: C2 }] }`,
    })
    expect(settings.tenants).toMatchObject([
      {
        mode: 'watch',
        pollSeconds: 120,
        backend: { kind: 'exchange', tenantId: directory, appId: '99999999-8888-4777-a666-555555555555' },
        channels: [{ slack: 'C0' }, { teams: 'installed' }],
      },
      { mode: 'act', pollSeconds: 120, backend: { kind: 'sandbox' }, channels: [{ slack: 'C2' }] },
    ])
    expect(settings.tenants[1]?.channels).toHaveLength(1)
  })

  test('that are wrong are complained about once, with the tenants that take them', async () => {
    const rows = ['Contoso', 'Fabrikam', 'Litware', 'Adatum'].map(
      (name) => `${name},${directory},${name.toLowerCase()}.onmicrosoft.com`,
    )
    const text = fromCsv
      .replace('pollSeconds: 120', 'pollSecond: 120')
      .replace('99999999-8888-4777-a666-555555555555', 'app')
      .replace('${EXCHANGE_CERTIFICATE}', '${NOT_SET}')
    expect(await findProblems({ text, csv: `name,tenantId,domain\n${rows.join('\n')}` })).toEqual([
      'defaults.pollSecond (line 10): is not a setting (comes from the defaults, for Contoso, Fabrikam, Litware and 1 more). Did you mean "pollSeconds"?',
      "defaults.backend.appId (line 14): is not a GUID such as 4c3b2a19-0817-4655-a4b3-c2d1e0f9a8b7 (comes from the defaults, for Contoso, Fabrikam, Litware and 1 more). Copy it from the registration's overview.",
      'defaults.backend.certificate (line 15): needs the environment variable NOT_SET, which is not set (comes from the defaults, for Contoso, Fabrikam, Litware and 1 more). Set it.',
    ])
  })

  test('cannot say what belongs to one tenant', async () => {
    expect(await findProblems({ text: `${slack}\ndefaults: { name: All }\n${tenants}` })).toEqual([
      'defaults.name (line 5): belongs to one tenant. Remove it here.',
    ])
    expect(await findProblems({ text: `${slack}\ndefaults: [1]\n${tenants}` })).toEqual([
      'defaults (line 5): is not a section. Write its keys below it, indented.',
    ])
  })

  test('may name a secret of each tenant by its id', async () => {
    const { settings } = await load({
      text: fromCsv.replace('certificate: ${EXCHANGE_CERTIFICATE}', 'clientSecret: ${SECRET_{ID}}'),
      csv: `id,name,tenantId,domain\nwide-world,Wide World,${directory},wide.onmicrosoft.com`,
      more: { SECRET_WIDE_WORLD: 'canary' },
    })
    expect(settings.tenants[0]?.backend).toMatchObject({ clientSecret: 'canary' })
  })

  test('of one kind of credential give way to a tenant with the other', async () => {
    const { settings } = await load({
      text: `${head}tenants:
  - { id: a, name: A, backend: { tenantId: ${directory}, organization: a.onmicrosoft.com, clientSecret: '\${EXCHANGE_CLIENT_SECRET}' } }`,
    })
    expect(settings.tenants[0]?.backend).not.toHaveProperty('certificate')
  })
})

describe('a CSV of tenants', () => {
  test('is read as spreadsheets save it, and stands beside a list and a folder', async () => {
    const { settings, origins } = await load({
      text: `${head}tenants:
  - { file: tenants.csv }
  - { id: listed, name: Listed, backend: { kind: sandbox } }
  - { folder: tenants.d }`,
      csv: `\u{FEFF}Name;Tenant ID;Domain;Poll Seconds;Defender Alerts\r\n"Contoso; ""West""\r\nand more";${directory.toUpperCase()};Contoso.onmicrosoft.com;300;TRUE\r\n;;;;\r\n`.replace(
        'West""\r\nand more',
        'West""',
      ),
      folder: { 'b.yaml': 'id: inside\nname: Inside\nbackend: { kind: sandbox }' },
    })
    expect(settings.tenants).toMatchObject([
      {
        id: 'contoso',
        name: 'Contoso; "West"',
        pollSeconds: 300,
        defenderAlerts: true,
        backend: { kind: 'exchange', tenantId: directory, organization: 'contoso.onmicrosoft.com' },
      },
      { id: 'listed' },
      { id: 'inside', pollSeconds: 120 },
    ])
    expect(origins && tellSources(origins)).toBe('1 from tenants.csv, 1 written out, 1 from tenants.d')
  })

  test("names channels, which take over what the defaults say of a platform's channel", async () => {
    const { settings } = await load({
      text: fromCsv,
      csv: `name,tenantId,domain,slack\nContoso,${directory},contoso.onmicrosoft.com,C1 C2\nFabrikam,${directory},fabrikam.onmicrosoft.com,`,
    })
    expect(settings.tenants.map(({ channels }) => channels)).toMatchObject([
      [{ slack: 'C1', reminders: { leftMinutes: 45 } }, { slack: 'C2' }, { teams: 'installed' }],
      [{ slack: 'C0' }, { teams: 'installed' }],
    ])
  })

  test('has every bad row named with its line, and the same mistake said once', async () => {
    const csv = `name,tenantId,domain,colour,pollSeconds
Contoso,${directory},contoso.onmicrosoft.com,,5
Fabrikam,tenant,fabrikam.onmicrosoft.com,,
Litware,tenant,litware.onmicrosoft.com,,
,${directory},adatum.onmicrosoft.com,,
CONTOSO,${directory},other.onmicrosoft.com,,,more`
    expect(await findProblems({ text: fromCsv, csv })).toEqual([
      'tenants.csv (line 1): has a column 4 that is no setting of a tenant. Did you mean "cloud"? Its columns may be id, name, tenantId, domain, slack, teams, mode, timeZone, pollSeconds, defenderAlerts, appId, cloud, transport, backend; remove the others.',
      'tenants.csv (line 2: Contoso), column pollSeconds: is not a whole number from 15 to 3600. Write one, or leave it out for 60.',
      "tenants.csv (lines 3-4: Fabrikam, Litware), column tenantId: is not a GUID such as 4c3b2a19-0817-4655-a4b3-c2d1e0f9a8b7. Copy it from the overview of the organisation's Entra.",
      'tenants.csv (line 5: adatum), column name: is missing. Write something like Contoso.',
      'tenants.csv (line 6): has more cells than there are columns. Put a cell with a comma in it into quotation marks.',
      'tenants.csv (line 6: CONTOSO), column name: is taken by a tenant above, and commands could not tell them apart. Choose another.',
    ])
  })

  test.each([
    [
      'that is not there',
      undefined,
      'tenants.csv: cannot be read (ENOENT). Check the path and who may read it.',
    ],
    [
      'that is empty',
      '\n',
      'tenants.csv (line 1): is empty. Write the names of columns in its first line, and a tenant in each other.',
    ],
    [
      'whose quote is open',
      'id,name\na,"A\nb,B',
      'tenants.csv (line 2): has a quotation mark that is never closed. Close it, or write "" for a quotation mark inside of a cell.',
    ],
    [
      'with a quote inside of a cell',
      'id,name\na,Pipes 10"',
      'tenants.csv (line 2): has a quotation mark in a cell that does not begin with one. Put the whole cell into quotation marks, and write "" for each inside of it.',
    ],
    [
      'in another alphabet',
      'id,name\na,M\u{FFFD}nchen',
      'tenants.csv (line 2): is not UTF-8. Save the file as "CSV UTF-8".',
    ],
  ])('%s is said', async (_title, csv, problem) => {
    const [first] = await findProblems({ text: fromCsv, ...(csv === undefined ? {} : { csv }) })
    expect(first).toBe(problem)
  })

  test('never reaches what stands in the environment', async () => {
    const { settings } = await load({
      text: fromCsv,
      csv: `name,tenantId,domain\n\${EXCHANGE_CLIENT_SECRET},${directory},a.onmicrosoft.com`,
    })
    expect(settings.tenants[0]?.name).toBe('${EXCHANGE_CLIENT_SECRET}')
  })

  test('of a thousand rows is taken whole', async () => {
    const rows = Array.from({ length: 1000 }, (_, at) => `Customer ${at},${directory},c${at}.onmicrosoft.com`)
    const { settings } = await load({ text: fromCsv, csv: `name,tenantId,domain\n${rows.join('\n')}` })
    expect(settings.tenants).toHaveLength(1000)
  })
})

test('a folder with one broken file says which', async () => {
  const folder = {
    'a.yml': 'id: a\nname: A\nbackend: { kind: sandbox }\nmode: look',
    'b.yaml': 'id: b\n\tname: B',
  }
  expect(await findProblems({ text: `${head}tenants: { folder: tenants.d }`, folder })).toEqual([
    'tenants.d/b.yaml (line 2): is indented with a tab. Indent with spaces.',
    'tenants.d/a.yml, mode (line 4): is not one of act, watch. Write one of these.',
  ])
})

test('what stands beside a file is said', async () => {
  expect(
    await findProblems({ text: `${head}tenants: { file: tenants.csv, name: All }`, csv: 'id,name\na,A' }),
  ).toContain(
    'tenants.name (line 19): stands beside the name of a file. Write what all tenants have into "defaults", and a tenant as an entry of its own.',
  )
})

test('what is to be masked for whoever helps includes what each tenant refers to, by the defaults and in a file of its own', async () => {
  const files: Readonly<Record<string, string>> = {
    '/etc/reprieve.yaml': `${slack}\ndefaults: { backend: { certificate: '\${KEY_{ID}}' } }\ntenants: [{ folder: a.d }]`,
    '/etc/a.d/b.yaml': "{ id: b-c, name: B, backend: { clientSecret: '${OWN}' } }",
    '/etc/a.d/d.yaml': '{ id: d, name: D }',
  }
  const { values } = await describeWritten({
    path: '/etc/reprieve.yaml',
    environment: { OWN: 'canary-1', KEY_D: 'canary-2' },
    readFile: async (path) => files[path] ?? '',
    listFolder: async () => ['b.yaml', 'd.yaml'],
  })
  expect(values).toEqual(expect.arrayContaining(['canary-1', 'canary-2']))
})

test('where a value comes from is told, and no secret', async () => {
  const loaded = await load({
    text: fromCsv,
    csv: `name,tenantId,domain,slack\nContoso,${directory},contoso.onmicrosoft.com,C1`,
  })
  const told = tellTenant(loaded, 'contoso').map(({ path, value, from }) => `${path}: ${value} (${from})`)
  expect(told).toEqual(
    expect.arrayContaining([
      'id: contoso (tenants.csv, line 2)',
      'mode: watch (defaults, line 11)',
      'timeZone: UTC (the usual)',
      'backend.certificate: (a secret) (defaults, line 15)',
      'channels[0].slack: C1 (tenants.csv, line 2)',
    ]),
  )
})

test('where tenants come from is told without reading them', () => {
  expect(listTenantSources(`${slack}\n${tenants}\n  - { file: a.csv, folder: b.d }`)).toEqual([
    { kind: 'list', count: 1 },
    { kind: 'csv', file: 'a.csv' },
    { kind: 'folder', folder: 'b.d' },
  ])
})

test('what is unusual about many tenants is one line', async () => {
  const { settings } = await load({
    text: `${slack}\ndefaults: { backend: { kind: sandbox }, channels: [slack: C1] }\ntenants: { file: tenants.csv }`,
    csv: `id,name\n${Array.from({ length: 30 }, (_, at) => `c${at},Customer ${at}`).join('\n')}`,
  })
  expect(findWarnings(settings).filter((one) => one.includes('sandbox'))).toEqual([
    '30 tenants are sandboxes: nothing real is watched or unblocked (Customer 0, Customer 1, Customer 2, Customer 3, Customer 4 and 25 more).',
  ])
})

test('one mistake of many that are written out is one line', async () => {
  const all = Array.from(
    { length: 30 },
    (_, at) =>
      `  - { id: c${at}, name: C${at}, backend: { kind: sandbox }, mode: look, channels: [slack: C1] }`,
  )
  expect(await findProblems({ text: `${slack}\ntenants:\n${all.join('\n')}` })).toEqual([
    'tenants[0].mode and 29 more like it (lines 6-35): is not one of act, watch. Write one of these.',
  ])
})

test('every column is told in docs/many-tenants.md', async () => {
  const page = await readFile(new URL('../../docs/many-tenants.md', import.meta.url), 'utf8')
  const told = page
    .split('\n')
    .filter((line) => /^\| `/.test(line))
    .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name))
  expect(new Set(told)).toEqual(new Set(tenantColumns.map(({ name }) => name)))
})

describe('null', () => {
  const all = {
    mode: 'watch',
    defenderAlerts: true,
    timeZone: 'Europe/Berlin',
    early: { nearLimitPercent: 80, alerts: true },
    pollSeconds: 120,
    channels: [{ slack: 'C0' }],
    backend: {
      kind: 'exchange',
      tenantId: directory,
      organization: 'contoso.onmicrosoft.com',
      appId: '99999999-8888-4777-a666-555555555555',
      certificate: '${EXCHANGE_CERTIFICATE}',
      clientSecret: '${EXCHANGE_CLIENT_SECRET}',
      cloud: 'china',
      transport: 'powershell',
      powershell: {
        path: '/opt/pwsh',
        modulePath: '/opt/modules',
        signIn: 'token',
        recycleAfterCalls: 7,
        recycleAfterMinutes: 9,
      },
    },
  }
  type Section = Readonly<Record<string, unknown>>
  const sectionSchema = z.record(z.string(), z.unknown())
  const listPaths = (section: Section): readonly (readonly string[])[] =>
    Object.entries(section).flatMap(([name, value]) => {
      const inner = sectionSchema.safeParse(value)
      return [[name], ...(inner.success ? listPaths(inner.data).map((path) => [name, ...path]) : [])]
    })
  /** The section with what is written there, or without anything. */
  const put = (section: Section, [name = '', ...rest]: readonly string[], value?: unknown): Section => {
    const before = sectionSchema.safeParse(section[name]).data ?? {}
    const next = rest.length === 0 ? value : put(before, rest, value)
    return { ...section, [name]: next }
  }
  const paths = listPaths(all)
  /** The settings, or what is wrong: which of the tenants says it, and where, is another matter. */
  const read = async (common: Section, own: Section) => {
    const whole = { defaults: common, tenants: [{ id: 'contoso', name: 'Contoso', ...own }] }
    const text = `${slack}\n${stringify(whole)}`
    return load({ text }).then(
      ({ settings }) => settings.tenants,
      (error: unknown) =>
        error instanceof ConfigError
          ? error.problems.map((one) =>
              one.replace(/^\S+( \(line \d+\))?: /, '').replace(/ \(comes from .*?\)/, ''),
            )
          : error,
    )
  }

  test('can be said of every default that there is', () => {
    const known = toRows().flatMap(({ path }) => /^tenants\[\]\.([^[]+)$/.exec(path)?.[1] ?? [])
    const belongToOne = ['id', 'name', 'file', 'folder']
    expect(new Set([...paths.map((path) => path.join('.')), ...belongToOne])).toEqual(
      new Set([...known, ...belongToOne]),
    )
  })

  test.each(paths.map((path) => ({ title: path.join('.'), path })))(
    'in a tenant is as if the defaults did not say $title',
    async ({ path }) => {
      // An organisation has one credential.
      const other = path.at(-1) === 'clientSecret' ? 'certificate' : 'clientSecret'
      const common = put(all, ['backend', other])
      const undone = await read(common, put({}, path, null))
      expect(undone).toEqual(await read(put(common, path), {}))
      expect(undone).not.toEqual(await read(common, {}))
    },
  )

  test('is what is written, and not what is left empty', async () => {
    const text = `${slack}\n${stringify({ defaults: { ...all, backend: { kind: 'sandbox' } } })}tenants:
  - { id: a, name: A, early: ~, mode: null }
  - { id: b, name: B, early: , mode: }
  - { folder: tenants.d }`
    const { settings, origins } = await load({ text, folder: { 'c.yaml': 'id: c\nname: C\nearly: null' } })
    expect(settings.tenants.map(({ early, mode }) => [early, mode])).toEqual([
      [undefined, 'act'],
      [all.early, 'watch'],
      [undefined, 'watch'],
    ])
    expect(tellTenant({ settings, origins }, 'a')).toContainEqual({
      path: 'mode',
      value: 'act',
      from: 'tenants[0], line 18',
    })
  })
})
