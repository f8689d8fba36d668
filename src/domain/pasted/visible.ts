// What a person sees of a text that was copied out of a program: the marks that only programs need are gone.

const names: Readonly<Record<string, string>> = {
  nbsp: ' ',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  rsquo: "'",
  lsquo: "'",
  commat: '@',
  period: '.',
  shy: '',
}

/** Characters that no font draws, and marks of direction. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * HTML's names for characters read, invisible ones gone, those of other widths and of composed accents as everybody types
 * them. Lines stay lines, and long texts take no longer than their length.
 */
export function toVisible(text: string): string {
  return readEntities(text)
    .replace(invisible, '')
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u201B\u02BC]/g, "'")
    .replace(/[^\S\r\n\t]/g, ' ')
}

function readEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, toCharacter)
}

function toCharacter(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return names[name.toLowerCase()] ?? whole
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole
}
