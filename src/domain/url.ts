/**
 * The URL, or undefined when it is none. Not `URL.canParse`: on Node 20 it wrongly says no to text beyond Latin-1 once
 * it has been optimised (its fast path reads one byte a character).
 */
export function findUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
