import { expect, test } from 'vitest'
import { findUrl } from '../../src/domain/url.js'

test('reads a name beyond Latin-1 however often it has been asked before', () => {
  for (let at = 0; at < 50_000; at += 1) findUrl(`https://host${at}.example`)
  expect(findUrl('https://bücher.example/ł')?.host).toBe('xn--bcher-kva.example')
})

test('is undefined for what is no URL', () => {
  expect(findUrl('not a url')).toBeUndefined()
})
