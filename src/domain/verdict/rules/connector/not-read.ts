// What could not be known about a connector. Without its changes and its mail nobody is cleared.
import type { Fact } from '../../../fact.js'
import { type Gap, toGapsText } from '../../gaps.js'
import { toSign } from '../../sign.js'
import type { ConnectorCase, ConnectorSigns } from '../../types.js'

export const notReadOfConnector: ConnectorSigns = (given) => {
  const gaps = listConnectorGaps(given)
  const [first] = gaps
  if (first === undefined) return []
  return [
    toSign({
      key: 'evidence-missing',
      side: 'missing',
      weight: 3,
      short: [`${first.name} not checked`],
      words: toGapsText(gaps),
    }),
  ]
}

export function listConnectorGaps({ evidence }: ConnectorCase): readonly Gap[] {
  const facts: readonly (readonly [string, Fact<unknown>])[] = [
    ['Its changes', evidence.changes],
    ['Its mail', evidence.mail],
    ['The connector itself', evidence.definition],
  ]
  return facts.flatMap(([name, fact]) => (fact.known ? [] : [{ name, why: fact.why }]))
}
