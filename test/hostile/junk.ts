// What no honest sender sends, and ways to work it into what one does.
import fc from 'fast-check'

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length', '']

const nastyTexts = [
  ...names,
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  'x\uDC00y\uD83D',
  '\u202Eevil\u202C\u2066',
  '\u200B\u200D\uFEFF\u00AD',
  '\u0000\u0007\u001B[31m\u007F\u0085\u2028\u2029',
  'e\u0301'.repeat(200),
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
  '\uE000x\uE001',
  '<!channel> <@U1> <https://evil.test|x>',
  '[x](https://evil.test) ${x} {{DATE(2020-01-01T00:00:00Z)}}',
  '../../../../etc/passwd',
  '%00%0d%0a%u2028%E0%A4%A',
  'x\r\nset-cookie: y',
  '"}],"x":{"y":"\\',
  "'; DROP TABLE incidents; --",
  '-1',
  '1e999',
  'null',
]

/** Of one piece over and over: where a pattern takes far too long, it is on these. */
const pieces = [
  ' ',
  '\t',
  '\u00A0',
  '\n',
  '<',
  '<at>',
  '</at>',
  '&nbsp;',
  '&amp',
  '@',
  'a@',
  '.',
  '"',
  '`',
  '*',
]
const long = fc
  .tuple(fc.constantFrom(...pieces, 'x', '\u{1F600}', '\uD800'), fc.constantFrom(300, 4_001, 30_000))
  .map(([piece, times]) => piece.repeat(times))

export const nastyText = fc.oneof(
  { arbitrary: fc.constantFrom(...nastyTexts), weight: 5 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 2 },
  { arbitrary: long, weight: 1 },
)

// JSON that no value leads to is written in its place when the text is made.
const written: Readonly<Record<string, string>> = {
  '@@endless@@': '1e999',
  '@@minus-endless@@': '-1e999',
  '@@precise@@': '123456789012345678901234567890.000000000000000001',
  '@@deep-list@@': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  '@@deep-map@@': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  '@@deep-length@@': `{"length":${'['.repeat(9_000)}${']'.repeat(9_000)}}`,
  '@@twice@@': '{"id":"one","id":"two","id":null}',
}

/** The JSON of a value with junk in it. */
export function toJson(value: unknown): string {
  return (JSON.stringify(value) ?? '').replaceAll(
    /"(@@[a-z-]+@@)"/g,
    (whole, name: string) => written[name] ?? whole,
  )
}

const junk = fc.oneof(
  { arbitrary: nastyText, weight: 6 },
  { arbitrary: fc.constantFrom(null, true, false, 0, -1, 1.5, 2 ** 53, -1e308), weight: 3 },
  { arbitrary: fc.constantFrom([], {}, [null], [[]], [{}], { id: null }, { id: {} }), weight: 3 },
  { arbitrary: fc.constantFrom(...Object.keys(written)), weight: 2 },
  { arbitrary: fc.jsonValue({ maxDepth: 2 }), weight: 1 },
)

type Path = readonly string[]
type Twist = (value: unknown) => unknown

const twist: fc.Arbitrary<Twist> = fc.oneof(
  {
    arbitrary: junk.map(
      (value): Twist =>
        () =>
          value,
    ),
    weight: 6,
  },
  { arbitrary: fc.constant<Twist>(() => undefined), weight: 3 },
  { arbitrary: fc.constant<Twist>(toOtherType), weight: 2 },
  { arbitrary: fc.constant<Twist>((value) => [value, value]), weight: 1 },
  {
    arbitrary: fc.constant<Twist>((value) => (typeof value === 'string' ? value.repeat(50) : value)),
    weight: 1,
  },
  {
    arbitrary: fc.tuple(fc.constantFrom(...names), junk).map(([name, value]) => withMember(name, value)),
    weight: 2,
  },
  { arbitrary: fc.constantFrom(...names).map(withOtherName), weight: 1 },
)

function toOtherType(value: unknown): unknown {
  if (typeof value === 'string') return Number(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return Object.fromEntries(Object.entries(value))
  return typeof value === 'object' && value !== null ? Object.entries(value) : {}
}

/** `Object.fromEntries` makes members of names that an object literal takes for something else. */
function withMember(name: string, member: unknown): Twist {
  return (value) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries([...Object.entries(value), [name, member]])
      : { [name]: member }
}

function withOtherName(name: string): Twist {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, member]: [string, unknown], at) => [at === 0 ? name : key, member]),
    )
  }
}

/** A change of an honest value, in up to three places: left out, mistyped, nested, multiplied, renamed, replaced. */
export function twistsOf(sample: unknown): fc.Arbitrary<(value: unknown) => unknown> {
  const path = fc.constantFrom(...listPaths(sample))
  return fc
    .array(fc.tuple(path, twist), { minLength: 1, maxLength: 3 })
    .map(
      (changes) => (value: unknown) =>
        changes.reduce<unknown>((whole, [at, change]) => changeAt(whole, at, change), value),
    )
}

function listPaths(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => listPaths(inner, [...path, key]))]
}

function changeAt(value: unknown, [key, ...rest]: Path, change: Twist): unknown {
  if (key === undefined) return change(value)
  if (typeof value !== 'object' || value === null) return value
  const changed = Object.entries(value).map(([name, inner]: [string, unknown]): [string, unknown] => [
    name,
    name === key ? changeAt(inner, rest, change) : inner,
  ])
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed)
}
