// What a button is called for whoever hears it.
import { toWhole } from './seal.js'
import { cut, cutMiddle, toOneLine, toVisible } from './text.js'

/**
 * What the title says and an address: "Record: laura@contoso.com", "Unblock… laura@contoso.com". Whoever speaks to a machine
 * says what they see, so the title is in it. Of an address that is too long both ends are heard.
 */
export function toLabel(title: string, about: string, most: number): string {
  // Arrows are for eyes.
  const verb = title.replace(/^[◀▶\s]+|[◀▶\s]+$/gu, '') || title
  const whom = toOneLine(toVisible(toWhole(about)))
  const room = most - verb.length - 2
  if (whom === '' || verb.includes(whom) || room < 8) return cut(verb, most)
  return `${verb}${verb.endsWith('…') ? '' : ':'} ${cutMiddle(whom, room)}`
}

const subjects = ['entity', 'tenantName', 'title', 'headline', 'code', 'meaning']

/** By the first of these that a card has. */
export function findAbout(view: object): string {
  const entries = new Map<string, unknown>(Object.entries(view))
  const found = subjects
    .map((key) => entries.get(key))
    .find((text) => typeof text === 'string' && toVisible(text) !== '')
  return typeof found === 'string' ? found : ''
}
