// Reads the imports of every file in src and in the playground beside it, and fails when a wall is crossed.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const trees = ['src', 'playground']

interface Import {
  /** `features/watch/watch.ts` in src, `playground/wire.ts` beside it. */
  readonly from: string
  /** A file of ours as `domain/entity.ts`, else the package as it is written. */
  readonly to: string
  readonly isOurs: boolean
  readonly isDynamic: boolean
}

const files = trees
  .flatMap((tree) =>
    readdirSync(join(root, tree), { recursive: true, encoding: 'utf8' }).map((path) => join(tree, path)),
  )
  .filter((path) => /\.tsx?$/.test(path))
  .map(toName)

const specifiers = /(?:\bfrom\s+|^import\s+|\b(import)\()'([^']+)'/gm

function readImports(from: string, text: string): readonly Import[] {
  return [...text.matchAll(specifiers)].map(([, dynamic, specifier = '']) => {
    const isOurs = specifier.startsWith('.')
    const to = isOurs ? toName(join(dirname(toPath(from)), specifier)).replace(/\.js$/, '.ts') : specifier
    return { from, to, isOurs, isDynamic: dynamic !== undefined }
  })
}

/** Rooms are called by their names in src; the playground is a room that stands outside of it. */
function toName(path: string): string {
  return normalize(path)
    .replaceAll('\\', '/')
    .replace(/^src\//, '')
}

function toPath(name: string): string {
  return name.startsWith('playground/') ? name : `src/${name}`
}

const texts = new Map(files.map((name) => [name, readFileSync(join(root, toPath(name)), 'utf8')]))
const imports = [...texts].flatMap(([path, text]) => readImports(path, text))

const outerRooms = ['backends', 'pagers', 'platforms', 'stores'] as const
const inner = ['domain', 'errors']
const seams = ['ports', ...inner]

/** How things wait for one another is nobody's business in particular: every room may use it, and it uses none. */
const common = 'concurrency'

/** Which rooms a room may look into besides itself. A room is a folder of src, a file right in it, or the playground. */
const walls: Readonly<Record<string, readonly string[]>> = {
  main: ['cli'],
  // Whoever types reaches a store through what run opens, as everybody else does.
  cli: ['run', 'bot', 'features', 'doors', 'config', 'manifest', 'log', ...seams],
  run: ['bot', 'features', 'doors', 'config', 'metrics', 'log', 'playground', ...outerRooms, ...seams],
  concurrency: [],
  errors: [],
  domain: ['errors'],
  ports: inner,
  features: ['outbox', ...seams],
  outbox: seams,
  ...Object.fromEntries(outerRooms.map((room) => [room, seams])),
  playground: ['stores', ...seams],
  bot: ['features', 'outbox', 'doors', ...outerRooms, ...seams],
  config: seams,
  doors: seams,
  log: seams,
  manifest: seams,
  metrics: seams,
}

function toRoom(path: string): string {
  const [first = ''] = path.split('/')
  return first.replace(/\.tsx?$/, '')
}

/** Two implementations of one port know nothing of each other: `platforms/slack` and `platforms/teams`. */
function isSibling(from: string, to: string): boolean {
  const [mine, theirs] = [from, to].map((path) => path.split('/'))
  if (mine === undefined || theirs === undefined || mine.length < 3 || theirs.length < 3) return false
  const ports = ['backends', 'platforms', 'stores', 'playground']
  return ports.includes(mine[0] ?? '') && mine[0] === theirs[0] && mine[1] !== theirs[1]
}

function findCrossings(given: readonly Import[]): readonly string[] {
  return given
    .filter(({ isOurs, from, to }) => {
      if (!isOurs || toRoom(to) === common) return false
      if (isSibling(from, to)) return true
      const allowed = walls[toRoom(from)]
      return allowed !== undefined && toRoom(from) !== toRoom(to) && !allowed.includes(toRoom(to))
    })
    .map(({ from, to }) => `${from} -> ${to}`)
}

/** From a file back to itself, the first circle there is; empty without any. */
function findCircle(
  given: readonly Import[],
  known: ReadonlySet<string> = new Set(files),
): readonly string[] {
  const arrows = new Map<string, string[]>()
  for (const { from, to, isOurs } of given) {
    if (!isOurs) continue
    arrows.set(from, [...(arrows.get(from) ?? []), known.has(`${to}x`) ? `${to}x` : to])
  }
  const done = new Set<string>()
  function walk(file: string, way: readonly string[]): readonly string[] {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (done.has(file)) return []
    for (const next of arrows.get(file) ?? []) {
      const circle = walk(next, [...way, file])
      if (circle.length > 0) return circle
    }
    done.add(file)
    return []
  }
  for (const file of arrows.keys()) {
    const circle = walk(file, [])
    if (circle.length > 0) return circle
  }
  return []
}

function listOwners(name: RegExp): readonly string[] {
  return [...new Set(imports.filter(({ to, isOurs }) => !isOurs && name.test(to)).map(({ from }) => from))]
}

describe('the reader', () => {
  test('found the source, and most files import something', () => {
    expect(files.length).toBeGreaterThan(150)
    expect(imports.length).toBeGreaterThan(files.length * 2)
    expect(new Set(imports.map(({ from }) => from)).size).toBeGreaterThan(files.length * 0.7)
    for (const tree of trees)
      expect(files.filter((name) => toPath(name).startsWith(`${tree}/`)).length).toBeGreaterThan(50)
    const missing = imports.filter(({ isOurs, to }) => isOurs && !texts.has(to) && !texts.has(`${to}x`))
    expect(missing.filter(({ to }) => !to.endsWith('x') && !to.endsWith('.css'))).toEqual([])
  })

  test('sees every way to import', () => {
    const text = [
      "import { a } from './a.js'",
      'import type {',
      '  B,',
      "} from '../ports.js'",
      "import 'lowdb'",
      "export * from './c.js'",
      "const d = await import('@slack/bolt')",
    ].join('\n')
    expect(readImports('outbox/x.ts', text).map(({ to, isDynamic }) => [to, isDynamic])).toEqual([
      ['outbox/a.ts', false],
      ['ports.ts', false],
      ['lowdb', false],
      ['outbox/c.ts', false],
      ['@slack/bolt', true],
    ])
  })

  test.each([
    ['concurrency/x.ts', '../ports.js'],
    ['domain/x.ts', '../ports.js'],
    ['domain/x.ts', '../features/watch/watch.js'],
    ['ports.ts', './features/watch/watch.js'],
    ['outbox/x.ts', '../platforms/slack/index.js'],
    ['features/watch/x.ts', '../../bot/index.js'],
    ['backends/sandbox/x.ts', '../../features/watch/watch.js'],
    ['backends/sandbox/x.ts', '../../stores/file/index.js'],
    ['platforms/slack/x.ts', '../teams/index.js'],
    ['stores/postgres/x.ts', '../file/index.js'],
    ['playground/slack/x.ts', '../../src/backends/sandbox/index.js'],
    ['playground/slack/x.ts', '../teams/tenant.js'],
    ['bot/x.ts', '../../playground/index.js'],
    ['features/watch/x.ts', '../../../playground/people.js'],
    ['bot/x.ts', '../main.js'],
    ['bot/x.ts', '../cli/journal.js'],
    ['cli/x.ts', '../stores/file/index.js'],
    ['cli/x.ts', '../platforms/slack/index.js'],
    ['run/x.ts', '../cli/journal.js'],
    ['main.ts', './run/bot.js'],
  ])('calls it a crossing when %s imports %s', (from, specifier) => {
    expect(findCrossings(readImports(from, `import { x } from '${specifier}'`))).toHaveLength(1)
  })
})

describe('a circle', () => {
  const arrow = (from: string, to: string) => readImports(from, `import type { X } from '${to}'`)

  test('is named file by file, with types counted and wherever it begins', () => {
    const given = [
      ...arrow('domain/a.ts', './b.js'),
      ...arrow('domain/b.ts', './c.js'),
      ...arrow('domain/b.ts', './d.js'),
      ...arrow('domain/d.ts', './b.js'),
    ]
    expect(findCircle(given)).toEqual(['domain/b.ts', 'domain/d.ts', 'domain/b.ts'])
    expect(findCircle(arrow('domain/a.ts', './a.js'))).toEqual(['domain/a.ts', 'domain/a.ts'])
  })

  test('is seen from TypeScript with a page in it', () => {
    const given = [...arrow('playground/page/a.tsx', './b.js'), ...arrow('playground/page/b.ts', './a.js')]
    expect(findCircle(given, new Set(['playground/page/a.tsx', 'playground/page/b.ts']))).toHaveLength(3)
  })

  test('is none where two ways lead to one file', () => {
    const given = [
      ...arrow('domain/a.ts', './b.js'),
      ...arrow('domain/a.ts', './c.js'),
      ...arrow('domain/b.ts', './d.js'),
      ...arrow('domain/c.ts', './d.js'),
    ]
    expect(findCircle(given)).toEqual([])
  })
})

describe('the walls', () => {
  test('are crossed nowhere', () => {
    expect(findCrossings(imports)).toEqual([])
  })

  test('leave no room outside', () => {
    expect([...new Set(files.map(toRoom))].filter((room) => walls[room] === undefined)).toEqual([])
  })

  test('hold all but three files: the start, the seams, the errors', () => {
    const loose = files.filter((name) => !name.includes('/'))
    expect(loose.sort()).toEqual(['errors.ts', 'main.ts', 'ports.ts'])
  })

  test('let nobody go in a circle, not for a type either', () => {
    expect(findCircle(imports)).toEqual([])
  })

  test('let nothing know the playground but what joins it', () => {
    const knowing = imports.filter(
      ({ from, to }) => toRoom(to) === 'playground' && toRoom(from) !== 'playground',
    )
    expect([...new Set(knowing.map(({ from }) => from))].sort()).toEqual([
      'run/playground-clock.ts',
      'run/playground-stage.ts',
      'run/playground.ts',
      'run/sandbox-desk.ts',
      'run/scenes/scene.ts',
      'run/scenes/tools.ts',
      'run/tour.ts',
    ])
  })

  test.each([
    ['@slack/', /^@slack\//, (from: string) => from.startsWith('platforms/slack/')],
    ['lowdb', /^lowdb/, (from: string) => from.startsWith('stores/file/')],
    ['pg', /^pg(\/|$)/, (from: string) => from.startsWith('stores/postgres/')],
    [
      'adaptivecards-templating',
      /^adaptive(cards-templating|-expressions)/,
      (from: string) => from === 'platforms/templates/engine.ts',
    ],
    ['pino', /^pino/, (from: string) => from === 'log/index.ts'],
    ['react', /^react/, (from: string) => from.startsWith('playground/page/')],
  ])('%s is imported by its owner alone', (_, name, isOwner) => {
    const owners = listOwners(name)
    expect(owners.length).toBeGreaterThan(0)
    expect(owners.filter((from) => !isOwner(from))).toEqual([])
  })

  test('the SDK of bots is imported by one file of Teams, and never before there is something for it to do', () => {
    expect(listOwners(/^bot(builder|framework)/)).toEqual(['platforms/teams/sdk.ts'])
    const wanting = imports.filter(({ to }) => to === 'platforms/teams/sdk.ts')
    expect([...new Set(wanting.map(({ from }) => from))]).toEqual(['platforms/teams/transport.ts'])
    expect(wanting.filter(({ isDynamic }) => !isDynamic)).toEqual([])
  })

  test('Teams is loaded by whoever wants it, never on the way', () => {
    const fromOutside = imports.filter(
      ({ from, to }) => to.startsWith('platforms/teams/') && !from.startsWith('platforms/teams/'),
    )
    expect(fromOutside.filter(({ isDynamic }) => !isDynamic)).toEqual([])
    expect(fromOutside.length).toBeGreaterThan(0)
  })

  test('concurrency, domain, features and outbox are pure: no SDK, no I/O, no clock, no chance', () => {
    const pure = (path: string) => /^(concurrency|domain|features|outbox)\//.test(path)
    // The two beside zod only compare and take apart texts; the domain does without them.
    const allowed = ['zod', 'fastest-levenshtein', 'postal-mime']
    const foreign = imports.filter(({ from, to, isOurs }) => pure(from) && !isOurs && !allowed.includes(to))
    // A hash is arithmetic; what of that module is not, chance, is looked for below.
    expect(foreign.map(({ from, to }) => `${from} -> ${to}`)).toEqual(['domain/digest.ts -> node:crypto'])
    const domainSdks = imports.filter(
      ({ from, to }) => from.startsWith('domain/') && ['fastest-levenshtein', 'postal-mime'].includes(to),
    )
    expect(domainSdks).toEqual([])
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(Timeout|Interval|Immediate)\(|\brandom(UUID|Bytes|Int)\b|\bfetch\(|\bconsole\./
    expect(
      [...texts]
        .filter(([path, text]) => pure(path) && impure.test(withoutComments(text)))
        .map(([path]) => path),
    ).toEqual([])
  })

  test('the domain names no platform and no address of a cloud', () => {
    // Microsoft's explanations and its one desk for senders from outside are the same for everybody.
    const everywhere = /https:\/\/(learn\.microsoft\.com|sender\.office\.com)\b/g
    const named = /slack|teams|https?:\/\/\w/i
    expect(
      [...texts]
        .filter(([path]) => path.startsWith('domain/'))
        .filter(([, text]) => named.test(withoutComments(text).replaceAll(everywhere, '')))
        .map(([path]) => path),
    ).toEqual([])
  })

  // A post whose answer is lost may be there. What a platform says to somebody who waits for it is not said again.
  test('what is posted is posted by the outbox; answers to news of a channel and to the doctor alone are not', () => {
    const posting = [...texts]
      .filter(([path]) => /^(features|outbox)\//.test(path))
      .filter(([, text]) => /\.post\(/.test(withoutComments(text)))
      .map(([path]) => path)
    expect(posting.toSorted()).toEqual([
      'features/alert-channel/hear.ts',
      'features/doctor/test-card.ts',
      'outbox/post-once.ts',
    ])
  })

  test('only the command line touches the process', () => {
    const touching = [...texts]
      .filter(([, text]) =>
        /(?<![\w./'"-])process\.\w|\bnode:process\b|globalThis\.process/.test(withoutComments(text)),
      )
      .map(([path]) => path)
    expect(touching).toEqual(['main.ts'])
  })

  test('no module keeps state of its own', () => {
    const withState = [...texts].filter(
      ([path, text]) => !path.startsWith('playground/page/') && /^(export )?let /m.test(text),
    )
    expect(withState.map(([path]) => path)).toEqual([])
  })

  test('classes are for errors alone', () => {
    const lines = [...texts.values()].flatMap(
      (text) => withoutComments(text).match(/^.*\bclass \w.*\{$/gm) ?? [],
    )
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => !/\bclass \w+Error extends Error \{$/.test(line))).toEqual([])
  })
})

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
}
