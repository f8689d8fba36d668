import type { Author } from '../sight.js'
import { EnvelopeIcon } from './icons.js'

/** A person's initials in a colour of their own; the bot has the product's mark. */
export function Avatar({ author }: { readonly author: Author }) {
  if (author.kind === 'bot') {
    return (
      <span className="avatar avatar-bot" aria-hidden="true">
        <EnvelopeIcon />
      </span>
    )
  }
  const initials = author.name
    .split(' ')
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2)
  return (
    <span className="avatar" data-tone={toTone(author.name)} aria-hidden="true">
      {initials}
    </span>
  )
}

const TONES = 6

function toTone(name: string): number {
  return [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % TONES
}
