import { expect, test } from 'vitest'
import { toLookupText } from '../../src/domain/lookup.js'

test('a person who could not be looked up is told that, by whom and why, and nothing about themselves', () => {
  expect(toLookupText({ about: 'person', code: 'throttled', asked: 'Slack' })).toBe(
    'Slack could not be asked who you are just now: it asks Reprieve to slow down. This says nothing about you. Nothing was done; try again in a moment.',
  )
  expect(
    toLookupText({ about: 'groups', code: 'unavailable', asked: 'Microsoft Graph', groups: ['g'] }),
  ).toBe(
    'Microsoft Graph could not be asked which groups you are in just now: it did not answer. The role that this takes may come from one of them, so this says nothing about you. Nothing was done; try again in a moment.',
  )
})
