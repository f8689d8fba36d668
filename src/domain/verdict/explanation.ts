// Why this verdict and not another, with the points: what a reviewer may disagree with has to be in sight.
import { decisive, leastStrange, leastStrong, leastWanted, toPoints } from './decide.js'
import type { Side, VerdictKind, VerdictReason } from './types.js'

export function explain(verdict: VerdictKind, reasons: readonly VerdictReason[]): string {
  const { takeover, mail, wanted } = toPoints(reasons)
  const odd = list(reasons, ['takeover', 'mail'])
  const fits = list(reasons, ['wanted', 'limit'])
  switch (verdict) {
    case 'compromised':
      return `Somebody else seems to be at work. ${odd}. Signs of that weigh ${takeover} (${decisive} decide; ${leastStrong} do when the mail is strange too), strange mail weighs ${mail} (${leastStrange} count).${
        fits === '' ? '' : ` Seen as well, and not enough: ${fits}.`
      }`
    case 'bulk':
      return `A wanted mailing fits best: ${fits}. That weighs ${wanted} (${leastWanted} are needed, about the mail and about the account), and nothing vital was left unread.${toRest(reasons)}`
    case 'limit-only':
      return `An ordinary sender met a limit: ${fits}. That weighs ${wanted} (${leastWanted} are needed, about the mail and about the account), and nothing vital was left unread.${toRest(reasons)}`
    case 'unclear': {
      const missing = list(reasons, ['missing'])
      return `What is known does not decide.${missing === '' ? '' : ` Open: ${missing}.`}${
        odd === '' ? '' : ` Odd: ${odd} (weighs ${takeover + mail}).`
      }${fits === '' ? '' : ` Fits this sender: ${fits} (weighs ${wanted}).`} ${toNext(reasons)}`
    }
  }
}

/** "First sign-in from Lagos. Rule hides mail" */
function list(reasons: readonly VerdictReason[], sides: readonly Side[]): string {
  return reasons
    .filter(({ side, weight }) => sides.includes(side) && weight > 0)
    .map(({ short: { start, rest } }) => (rest === '' ? start : `${start}, ${rest}`))
    .join('. ')
}

function toRest(reasons: readonly VerdictReason[]): string {
  const notes = reasons.filter(({ side, key }) => side === 'note' && key === 'password-not-settled')
  return notes.map(({ words }) => ` ${words}`).join('')
}

function toNext(reasons: readonly VerdictReason[]): string {
  const ask = reasons.find(({ key, side }) => key === 'ask-owner' && side === 'note')
  return ask === undefined ? 'Read again what is missing, or ask whoever runs it.' : ask.words
}
