import { describe, expect, test } from 'vitest'
import {
  claimByReview,
  claimMilliseconds,
  endClaim,
  findClaimant,
  hasReader,
  keepClaim,
  takeClaim,
} from '../../src/domain/claim.js'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { began, createActor, createIncident, maya, tom } from './incidents.js'

const open = createIncident('open')
const later = (minutes: number) => began + minutes * minuteMilliseconds

describe('whoever says that they are on it', () => {
  test('has it for half an hour, and is remembered by who they are alone', () => {
    const taken = takeClaim(open, createActor(), began).taken
    expect(taken).toEqual({ by: maya, since: began, until: began + claimMilliseconds })
  })

  test('has it no longer after half an hour without a press', () => {
    const taken = takeClaim(open, maya, began)
    expect(findClaimant(taken, later(29))?.by).toEqual(maya)
    expect(findClaimant(taken, later(30))).toBeUndefined()
  })

  test('has it for half an hour more with each press that moves the end by minutes', () => {
    const taken = takeClaim(open, maya, began)
    expect(keepClaim(taken, maya, { now: later(4), bindings: {} })).toBe(taken)
    expect(keepClaim(taken, maya, { now: later(20), bindings: {} }).taken).toMatchObject({
      since: began,
      until: later(50),
    })
  })

  test('does not get it back with a press after it has ended', () => {
    const taken = takeClaim(open, maya, began)
    expect(keepClaim(taken, maya, { now: later(31), bindings: {} })).toBe(taken)
  })

  test('gives it up to whoever takes over, and nobody else by just looking', () => {
    const taken = takeClaim(open, maya, began)
    expect(keepClaim(taken, tom, { now: later(20), bindings: {} })).toBe(taken)
    expect(takeClaim(taken, tom, later(20)).taken).toEqual({ by: tom, since: later(20), until: later(50) })
  })

  test('is not on it from a time that is yet to come, once the clock was set back', () => {
    expect(findClaimant(takeClaim(open, maya, later(60)), began)).toBeUndefined()
  })
})

describe('whoever opens the review', () => {
  test('is on it when nobody is', () => {
    const taken = claimByReview(open, maya, began)
    expect(taken.taken).toMatchObject({ by: maya, reviewingSince: began })
    expect(hasReader(taken, later(1))).toBe(true)
  })

  test('is company when somebody else is on it', () => {
    const taken = takeClaim(open, maya, began)
    expect(claimByReview(taken, tom, later(1))).toBe(taken)
  })

  test('is shown to read it when they had only said that they are on it', () => {
    const taken = takeClaim(open, maya, began)
    expect(hasReader(taken, later(1))).toBe(false)
    expect(claimByReview(taken, maya, later(2)).taken).toMatchObject({
      by: maya,
      since: began,
      reviewingSince: later(2),
    })
  })

  test('takes it when the other one has gone quiet', () => {
    const taken = claimByReview(takeClaim(open, maya, began), tom, later(31))
    expect(taken.taken).toMatchObject({ by: tom, since: later(31) })
  })
})

test('what an older version kept as "in review" is somebody who is on it, for as long', () => {
  const old = createIncident('reviewing')
  expect(findClaimant(old, later(29))).toMatchObject({ by: maya, since: began })
  expect(findClaimant(old, later(30))).toBeUndefined()
  expect(takeClaim(old, tom, later(1)).taken?.by).toEqual(tom)
})

test('an end leaves nobody, and is a change of the card', () => {
  expect(endClaim(takeClaim(open, maya, began), later(30))).toEqual({ ...open, changedAt: later(30) })
})
