// Who is told what: of a broken glass everybody, of another customer nobody.
import { toEntityName } from '../../../src/domain/entity.js'
import { findView } from '../world/cards.js'
import type { Page } from '../world/pages.js'
import type { Broken, Onlookers, Pressed, World } from '../world/world.js'
import { type Book, minutes, quietSince, toWords } from './watch.js'

export interface TellingsWatch extends Pick<Onlookers, 'onBroken' | 'onAnswer'> {
  /** Once a minute. */
  look(): void
}

export function watchTellings(world: World, book: Book): TellingsWatch {
  const waiting = new Set<Broken>()
  return {
    onBroken(broken, isDone) {
      if (isDone) waiting.add(broken)
    },
    onAnswer: (pressed, answer) => othersAreUntold(book, pressed, answer),
    look() {
      for (const broken of waiting) {
        if (isTold(world, broken)) waiting.delete(broken)
        else if (world.time.passed() - Math.max(broken.at, quietSince(world)) > minutes(10)) {
          waiting.delete(broken)
          book.report(
            'glass-broken-quietly',
            `The glass was broken for ${toWords(broken.incident)}, and after ten quiet minutes nobody had been told`,
          )
        }
      }
    },
  }
}

/** In a channel, or in person; each place has its own tries. */
function isTold({ chats }: World, { incident, at }: Broken): boolean {
  return chats.some(({ messages }) =>
    messages.some(({ pages, postedAt }) => {
      const text = postedAt < at ? undefined : findView(pages.at(-1)?.card, 'line')?.text
      return text?.includes('break-glass') === true && text.includes(toEntityName(incident.entity))
    }),
  )
}

/** A technician of one customer hears of no other, not even a name; what they typed themselves they know. */
function othersAreUntold(book: Book, { person, action, text }: Pressed, answer: Page | undefined): void {
  const { tenants, actor } = person
  if (tenants === undefined || answer === undefined) return
  const shown = JSON.stringify(answer.card.view)
  for (const [found, , number] of shown.matchAll(
    /(tenant|Tenant )(\d+)\b(?!\.example)|@tenant\d+\.example/g,
  )) {
    const name = number === undefined ? found : `tenant${number}`
    const isOwn = tenants.some((tenant) => name === tenant || name === `@${tenant}.example`)
    if (!isOwn && !text.includes(found))
      book.report(
        'told-of-another-customer',
        `${actor.name}, who is there for ${tenants.join(', ')} alone, did "${action}" and was shown "${found}": ${shown.slice(0, 400)}`,
      )
  }
}
