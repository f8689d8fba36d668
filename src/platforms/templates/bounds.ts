// How many rows of a list a card can hold on both platforms; the last line of defence behind the pages of the flow.
import type { CardName, CardViews } from '../../domain/cards/index.js'

interface Bound {
  readonly most: number
  /** Which end matters: a story is read from its end. */
  readonly keep: 'first' | 'last'
}

type Bounds = { readonly [Name in CardName]?: { readonly [List in keyof CardViews[Name]]?: Bound } }

const first = (most: number): Bound => ({ most, keep: 'first' })
const last = (most: number): Bound => ({ most, keep: 'last' })

/** Slack draws facts as the fields of one section: ten at most. */
const factRows = 10

const bounds: Bounds = {
  incident: { facts: first(6), progress: last(6) },
  digest: { rows: first(10) },
  overview: { facts: first(factRows), reasonFacts: first(24), evidence: first(16) },
  recommendations: { rows: first(24) },
  confirm: { contradicted: first(24), attested: first(24) },
  containment: { offers: first(12), rules: first(10), gaps: first(8), contained: last(15) },
  'contain-confirm': { targets: first(10) },
  accepted: { steps: first(8) },
  show: { facts: first(factRows), standing: first(5), evidence: first(16), timeline: last(20) },
  home: { waiting: first(15), others: first(10), standing: first(5) },
  policies: { rows: first(16) },
  drift: { changes: first(10) },
}

const otherwise = first(20)

export function findBound(card: CardName, list: string): Bound {
  const found = Object.entries(bounds[card] ?? {}).find(([name]) => name === list)
  return found?.[1] ?? otherwise
}
