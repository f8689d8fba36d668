// Takes secrets out of what the page is shown: those both sides are known to share, and whatever looks or is called
// like one.

const MASK = '••••••'
const SECRET_NAME = /authorization|token|secret|password|signature|cookie|private_?key/i
const SECRET_TEXTS = [
  /\bBearer\s+[\w.~+/=-]+/gi,
  /\bxox[a-z][.-][\w.-]+/g,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  /\bv0=[0-9a-f]{64}\b/g,
  // A response_url is leave to answer without any token.
  /(?<=\/slack\/respond\/)[\w-]+/g,
]
/** Nothing real nests this deep. */
const DEEPEST = 40

export interface Mask {
  text(text: string): string
  headers(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>>
  /** A JSON value; strings inside that are JSON themselves are opened, so that they can be read. */
  value(value: unknown): unknown
}

export function createMask(secrets: () => readonly string[]): Mask {
  const text = (given: string): string => {
    const known = secrets().reduce((sum, secret) => sum.replaceAll(secret, MASK), given)
    return SECRET_TEXTS.reduce((sum, pattern) => sum.replace(pattern, MASK), known)
  }
  const named = (name: string, value: unknown, depth: number): unknown =>
    SECRET_NAME.test(name) && typeof value === 'string' ? MASK : masked(value, depth)

  function masked(value: unknown, depth: number): unknown {
    if (depth > DEEPEST) return '…'
    if (typeof value === 'string') return openOrMask(value, depth)
    if (Array.isArray(value)) return value.map((each) => masked(each, depth + 1))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [text(name), named(name, each, depth + 1)]),
    )
  }

  function openOrMask(value: string, depth: number): unknown {
    if (!/^\s*[[{]/.test(value)) return text(value)
    try {
      return masked(JSON.parse(value), depth + 1)
    } catch {
      return text(value)
    }
  }

  return {
    text,
    value: (value) => masked(value, 0),
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          SECRET_NAME.test(name) ? MASK : text(Array.isArray(value) ? value.join(', ') : String(value)),
        ]),
      ),
  }
}
