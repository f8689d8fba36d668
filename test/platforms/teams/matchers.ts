// Vitest's matchers without their `any`.
import { expect } from 'vitest'

export function containing(text: string): unknown {
  return expect.stringContaining(text)
}

export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern)
}

export function including(fields: object): unknown {
  return expect.objectContaining(fields)
}

export function anyText(): unknown {
  return expect.any(String)
}
