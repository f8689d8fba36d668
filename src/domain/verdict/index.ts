// What the evidence says about a restriction, in one word with its reasons. Signs of a takeover are not steps to do: those
// are recommendations. The points and what they were measured on: docs/verdict.md.
export { judge, judgeWithout, verdictRules } from './judge.js'
export { readSent } from './mail.js'
export {
  type Badge,
  type PlaceWords,
  placeWords,
  type Verdict,
  type VerdictContext,
  type VerdictKind,
  type VerdictReason,
  verdictKindSchema,
  verdictSchema,
} from './types.js'
export { isWorse, lookingWords, verdictOrder, verdictWords } from './words.js'
