import { showLookAlikes } from '../domain/look-alike.js'

// Outside text may hold escape sequences that would drive the terminal, and marks that turn its reading direction.
const live = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** One line for a person. */
export function toDeadLine(text: string): string {
  return showLookAlikes(text).replaceAll(live, ' ')
}

/** JSON of the same value, with what could drive a terminal escaped. */
export function toDeadJson(json: string): string {
  return json.replaceAll(live, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
