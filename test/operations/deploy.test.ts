// What is handed to operators asks for things that exist.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { taskKinds } from '../../src/features/index.js'
import { createMetrics } from '../../src/metrics/index.js'
import { platformNames } from '../../src/platforms/names.js'
import { listSeriesNames } from '../prometheus.js'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

async function readNames(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics({ version: '1', taskKinds, platforms: platformNames })
  metrics.pressAnswered({ platform: 'slack', action: 'review', outcome: 'answered', milliseconds: 1 })
  const { text } = await metrics.expose({
    isReady: true,
    isSettingsRefused: false,
    isJournalWritten: false,
    replicas: 1,
    blind: new Map(),
    incidents: new Map(),
    resting: { snoozed: 0, muted: 0 },
    polls: [{ tenantId: 'contoso', lastGoodAt: 1, pollSeconds: 60, doubts: 0 }],
    platforms: [{ name: 'slack', ok: true }],
    work: { due: 0, lateMilliseconds: 0, failing: 0 },
  })
  return listSeriesNames(text)
}

/** The metrics a PromQL expression reads: what is neither a function, nor a keyword, nor a label. */
function listMetrics(expression: string): readonly string[] {
  const bare = expression
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '')
  return [...bare.matchAll(/[a-z_:][\w:]*(?!\w)(?!\s*\()/gi)]
    .map(([name]) => name)
    .filter((name) => !['and', 'or', 'unless', 'bool', 'offset', 'by'].includes(name))
}

const panelSchema = z.looseObject({
  id: z.number(),
  title: z.string().min(1),
  type: z.enum(['row', 'stat', 'timeseries']),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(z.looseObject({ refId: z.string(), expr: z.string() })).default([]),
})
const dashboardSchema = z.looseObject({
  uid: z.literal('reprieve'),
  schemaVersion: z.number(),
  templating: z.object({ list: z.array(z.looseObject({ name: z.literal('datasource') })).length(1) }),
  panels: z.array(panelSchema),
})
const { panels } = dashboardSchema.parse(JSON.parse(read('deploy/grafana-dashboard.json')))

const alertsSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
})
const alerts = alertsSchema.parse(parse(read('deploy/alerts.yaml'))).groups.flatMap(({ rules }) => rules)

test('the reader of expressions finds metrics and nothing else', () => {
  expect(
    listMetrics(
      'time() - max by (tenant) (a_seconds{x="b_c"}) > clamp_min(2 * sum(rate(b_total[5m])), 300) or c',
    ),
  ).toEqual(['a_seconds', 'b_total', 'c'])
})

describe('the dashboard', () => {
  const asked = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => listMetrics(expr)))

  test('asks for metrics that there are', async () => {
    const names = await readNames()
    expect(asked.length).toBeGreaterThan(20)
    expect(asked.filter((name) => !names.has(name))).toEqual([])
  })

  test('leaves out none of ours', async () => {
    const ours = [...(await readNames())].filter(
      // The earlier names of series are told for one release more, and asked for by nobody here.
      (name) => name.startsWith('reprieve_') && !name.includes('_look_'),
    )
    const shown = new Set(asked.map((name) => name.replace(/_(bucket|count|sum)$/, '')))
    expect(ours.filter((name) => !shown.has(name.replace(/_(bucket|count|sum)$/, '')))).toEqual([])
  })

  test('has panels that lie side by side, each with an id of its own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)}:${y + Math.floor(index / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true)
  })
})

describe('the alerts', () => {
  test('ask for metrics that there are', async () => {
    const names = await readNames()
    const asked = alerts.flatMap(({ expr }) => listMetrics(expr))
    expect(asked.length).toBeGreaterThan(10)
    expect(asked.filter((name) => !names.has(name))).toEqual([])
  })

  test('sound when no good poll is had, work stands still or a platform refuses', () => {
    const asked = alerts.map(({ expr }) => expr).join('\n')
    for (const name of ['last_good_poll', 'oldest_due_task', 'platform_errors', 'absent(', 'unblocks_total'])
      expect(asked).toContain(name)
  })
})

describe('the image', () => {
  const dockerfile = read('deploy/Dockerfile')
  const stages = dockerfile.split(/^FROM /m).slice(1)
  const last = stages.at(-1) ?? ''

  test('is built from what is there and let in', () => {
    const letIn = read('.dockerignore')
      .split('\n')
      .flatMap((line) => /^!(.+)$/.exec(line)?.[1] ?? [])
    expect(letIn.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) =>
      from.split(' '),
    )
    expect(copied.length).toBeGreaterThan(5)
    expect(copied.filter((path) => path !== '.' && !letIn.includes(path))).toEqual([])
    // What builds it is in more than one file.
    const builders = [...read('build.mjs').matchAll(/ from '\.\/([^']+)'/g)].map(([, path = '']) => path)
    expect(['build.mjs', ...builders].filter((path) => !letIn.includes(path))).toEqual([])
  })

  test('runs as nobody in particular, keeps its data in a volume, and can say how it is', () => {
    expect(last).toMatch(/^USER node$/m)
    expect(last).toMatch(/^VOLUME \["\/data"\]$/m)
    expect(last).toMatch(/^HEALTHCHECK [^\n]*\\\n {2}CMD \["node", "-e", .*\/healthz/m)
    expect(stages.join('')).not.toMatch(/^(?:CMD|ENTRYPOINT) [^[]/m)
  })

  test('needs no package that is there for development alone', () => {
    const { dependencies } = z
      .looseObject({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')))
    const files = ['src', 'playground'].flatMap((tree) =>
      readdirSync(join(root, tree), { recursive: true, encoding: 'utf8' }).map((path) => join(tree, path)),
    )
    const imported = files
      .filter((path) => /\.ts$/.test(path) && !path.startsWith(join('playground', 'page')))
      .flatMap((path) => [
        ...read(path).matchAll(/^(?:import|export) (?!type).*from '([^'.][^']*)'|import\('([^'.][^']*)'\)/gm),
      ])
      .map(([, fixed, late]) => fixed ?? late ?? '')
      .filter((name) => !name.startsWith('node:'))
    const packages = imported.map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )
    expect(packages.length).toBeGreaterThan(10)
    expect([...new Set(packages)].filter((name) => dependencies[name] === undefined)).toEqual([])
  })
})

test('the service never gives up, tries later and later, and leaves no secret in a core file', () => {
  const unit = read('deploy/reprieve.service')
  const [head = '', service = ''] = unit.split('[Service]')
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(service)?.[1]
  expect(head).toMatch(/^StartLimitIntervalSec=0$/m)
  expect(unit).not.toContain('StartLimitBurst')
  expect(value('Restart')).toBe('on-failure')
  expect(Number(value('RestartMaxDelaySec'))).toBeGreaterThan(Number(value('RestartSec')))
  expect(Number(value('RestartSteps'))).toBeGreaterThan(0)
  expect(value('LimitCORE')).toBe('0')
  expect(value('MemoryMax')).toMatch(/^\d+G$/)
})

describe('several processes', () => {
  const replica = z.looseObject({
    environment: z.object({ DATABASE_URL: z.string() }),
    networks: z.array(z.string()),
  })
  const services = z
    .looseObject({
      services: z.looseObject({
        'reprieve-1': replica,
        'reprieve-2': replica,
        postgres: z.looseObject({
          image: z.string(),
          networks: z.tuple([z.string()]),
          environment: z.object({ POSTGRES_USER: z.string(), POSTGRES_DB: z.string() }),
        }),
      }),
      configs: z.object({ caddy: z.object({ content: z.string() }) }),
      networks: z.record(z.string(), z.unknown()),
    })
    .parse(parse(read('deploy/compose.replicas.yaml'), { merge: true }))

  test('are alike, and reach a database of a version that is held', () => {
    const { 'reprieve-1': one, 'reprieve-2': other, postgres } = services.services
    expect(other).toEqual(one)
    const url = new URL(one.environment.DATABASE_URL.replace(/\$\{.*?\}/, 'word'))
    expect(url.hostname).toBe('postgres')
    expect([url.username, url.pathname]).toEqual([
      postgres.environment.POSTGRES_USER,
      `/${postgres.environment.POSTGRES_DB}`,
    ])
    expect(Number(/^postgres:(\d+)$/.exec(postgres.image)?.[1])).toBeGreaterThanOrEqual(15)
    expect(services.networks[postgres.networks[0]]).toEqual({ internal: true })
  })

  test('stand behind a proxy that asks each whether it takes presses, and lets in what the platforms call alone', () => {
    const { content } = services.configs.caddy
    expect(content).toMatch(/reprieve-1:3978 reprieve-2:3978/)
    expect(content).toMatch(/health_uri \/routez/)
    expect(content).toMatch(/@chat path \/slack\/events \/api\/messages\n/)
    // Only the first of several handles applies; without them Caddy answers before it passes anything on.
    expect(content).toMatch(/\n\s*handle @chat \{\n\s*reverse_proxy [\s\S]*\n\s*handle \{\n\s*respond 404\n/)
    expect(read('docs/operating.md')).toContain('Pass on `/slack/events` and `/api/messages`')
  })

  test('name nothing that is not there: networks, volumes, ports, and variables of the program', () => {
    const compose = z
      .looseObject({
        services: z.record(
          z.string(),
          z.looseObject({
            networks: z.array(z.string()).default([]),
            volumes: z.array(z.string()).default([]),
            depends_on: z.record(z.string(), z.unknown()).default({}),
            configs: z.array(z.object({ source: z.string() })).default([]),
          }),
        ),
        networks: z.record(z.string(), z.unknown()),
        volumes: z.record(z.string(), z.unknown()),
        configs: z.record(z.string(), z.unknown()),
      })
      .parse(parse(read('deploy/compose.replicas.yaml'), { merge: true }))
    for (const one of Object.values(compose.services)) {
      expect(Object.keys(compose.networks)).toEqual(expect.arrayContaining(one.networks))
      expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(one.depends_on)))
      expect(Object.keys(compose.configs)).toEqual(
        expect.arrayContaining(one.configs.map(({ source }) => source)),
      )
      expect(Object.keys(compose.volumes)).toEqual(
        expect.arrayContaining(one.volumes.map((volume) => volume.split(':')[0])),
      )
    }
    const named = z.object({ name: z.string() })
    const podSchema = z.looseObject({
      containers: z.tuple([
        z.looseObject({
          env: z.array(named.extend({ value: z.string() })),
          ports: z.tuple([named.extend({ containerPort: z.number() })]),
          volumeMounts: z.array(named.extend({ mountPath: z.string() })),
        }),
      ]),
      volumes: z.array(z.looseObject({ name: z.string() })),
    })
    const [deployment = ''] = read('deploy/kubernetes.yaml').split(/^---$/m)
    const { containers, volumes } = z
      .looseObject({ spec: z.looseObject({ template: z.looseObject({ spec: podSchema }) }) })
      .parse(parse(deployment)).spec.template.spec
    const [{ env, ports, volumeMounts }] = containers
    expect(volumeMounts.map(({ name }) => name).sort()).toEqual(volumes.map(({ name }) => name).sort())
    expect(ports[0]).toEqual({ name: 'http', containerPort: 3978 })
    expect(read('src/config/schema.ts')).toContain(`.default(${ports[0].containerPort})`)
    for (const { name, value } of env) {
      expect(read('src/config/schema.ts')).toContain(`variable: '${name}'`)
      expect(volumeMounts.some(({ mountPath }) => value.startsWith(`${mountPath}/`))).toBe(true)
    }
    expect(read('src/config/store.ts')).toContain("variable: 'DATABASE_URL'")
  })

  test('are moved by Kubernetes one by one, judged by the probes, and never all at once', () => {
    const probe = z.looseObject({ httpGet: z.object({ path: z.string(), port: z.literal('http') }) })
    const labels = z.record(z.string(), z.string())
    const deploymentSchema = z.looseObject({
      kind: z.literal('Deployment'),
      spec: z.looseObject({
        replicas: z.number().min(2),
        selector: z.object({ matchLabels: labels }),
        strategy: z.looseObject({
          rollingUpdate: z.object({ maxSurge: z.literal(1), maxUnavailable: z.literal(0) }),
        }),
        template: z.object({
          metadata: z.object({ labels }),
          spec: z.looseObject({
            terminationGracePeriodSeconds: z.number(),
            containers: z.tuple([
              z.looseObject({ startupProbe: probe, readinessProbe: probe, livenessProbe: probe }),
            ]),
          }),
        }),
      }),
    })
    const budgetSchema = z.looseObject({
      kind: z.literal('PodDisruptionBudget'),
      spec: z.object({ minAvailable: z.literal(1), selector: z.object({ matchLabels: labels }) }),
    })
    const serviceSchema = z.looseObject({
      kind: z.literal('Service'),
      spec: z.looseObject({ selector: labels }),
    })
    const [deployment, budget, service] = z.tuple([deploymentSchema, budgetSchema, serviceSchema]).parse(
      read('deploy/kubernetes.yaml')
        .split(/^---$/m)
        .map((document): unknown => parse(document)),
    )
    const own = deployment.spec.template.metadata.labels
    for (const selector of [
      deployment.spec.selector.matchLabels,
      budget.spec.selector.matchLabels,
      service.spec.selector,
    ])
      expect(selector).toEqual(own)
    const [{ startupProbe, readinessProbe, livenessProbe }] = deployment.spec.template.spec.containers
    expect(readinessProbe.httpGet.path).toBe('/routez')
    for (const one of [startupProbe, livenessProbe]) expect(one.httpGet.path).toBe('/healthz')
  })
})

test('service managers wait longer than a stop may take', () => {
  const unit = /^TimeoutStopSec=(\d+)$/m.exec(read('deploy/reprieve.service'))?.[1]
  const compose = /stop_grace_period: (\d+)s/.exec(read('deploy/compose.yaml'))?.[1]
  const several = /stop_grace_period: (\d+)s/.exec(read('deploy/compose.replicas.yaml'))?.[1]
  const pod = /terminationGracePeriodSeconds: (\d+)/.exec(read('deploy/kubernetes.yaml'))?.[1]
  const pause = /setTimeout\(\(\) => \{\}, (\d+)_000\)/.exec(read('deploy/kubernetes.yaml'))?.[1]
  const bot = /longestStopMilliseconds = (\d+)_000/.exec(read('src/bot/index.ts'))?.[1]
  const server = /longestCloseMilliseconds = (\d+)_000/.exec(read('src/doors/http.ts'))?.[1]
  const longest = Number(bot) + Number(server)
  expect(longest).toBeGreaterThan(0)
  expect(Number(unit)).toBeGreaterThan(longest)
  expect(Number(compose)).toBeGreaterThan(longest)
  expect(Number(several)).toBeGreaterThan(longest)
  expect(Number(pause)).toBeGreaterThan(0)
  expect(Number(pod)).toBeGreaterThan(longest + Number(pause))
})
