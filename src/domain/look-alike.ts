// Outside text written so that it cannot pass for other text. What nobody can see is shown by its number; so are letters
// that look like A to Z where they stand in one word with A to Z, and in an address every character beyond ASCII: two
// addresses that look the same are two mailboxes.
import { findUrl } from './url.js'

/** Most texts; looking each of them over would cost more than everything else that is done to them. */
const plainAscii = /^[\t\n -~]*$/

/** How many characters one mark names; a card is not filled by them. */
const mostNamed = 3

/** Characters that no font draws: format characters, fillers, tags, variation selectors, the empty braille pattern. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB]+/gu

/** What may be an address, by itself or in brackets; full-width and small at signs look the part, and so do other blanks. */
const token = /[^ \t\n<>()[\]",;]+/gu
const atSign = /[@＠﹫]/u
const longestAddress = 1_000
/** Quotation marks and the like around an address are not part of it. */
const around = /^[^\P{P} -~]+|[^\P{P} -~]+$/gu

const word = /[\p{L}\p{M}\p{N}]+/gu
/** Scripts with letters that are drawn like Latin ones. */
const otherScript =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u

/** The text with a mark `⟨…⟩` for each thing in it that could deceive; ASCII comes back as it is. */
export function showLookAlikes(text: string): string {
  if (plainAscii.test(text)) return text
  return markHidden(
    text.replace(token, (one) =>
      one.length <= longestAddress && atSign.test(one) ? markAddress(one) : markWords(one),
    ),
  )
}

/** ASCII letters in lower case and nothing else changed: `K` (the Kelvin sign) is no `k` to Exchange. */
export function toLowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function markAddress(text: string): string {
  if (plainAscii.test(text)) return text
  const seen = text.replace(invisible, '')
  const inside = seen.replace(around, '')
  const letters = toCharacters(inside).filter((character) => !plainAscii.test(character))
  const domain = findUrl(`https://${inside.slice(inside.search(atSign) + 1)}`)?.hostname ?? ''
  const named = [
    ...toNames(letters),
    ...(domain.split('.').some((label) => label.startsWith('xn--')) ? [domain] : []),
  ]
  const hidden = text.replace(invisible, (run) => toMark(toNames(toCharacters(run))))
  return named.length === 0 ? hidden : `${hidden} ${toMark(named)}`
}

function markWords(text: string): string {
  return text.replace(word, (one) => {
    if (!/[A-Za-z]/.test(one)) return one
    const letters = toCharacters(one).filter(isLookAlike)
    return letters.length === 0 ? one : `${one} ${toMark(toNames(letters))}`
  })
}

/** Of another script, or drawn as an ASCII letter by itself: full-width, mathematical, the Kelvin sign. */
function isLookAlike(letter: string): boolean {
  if (letter === 'ª' || letter === 'º') return false
  return otherScript.test(letter) || (!/[A-Za-z]/.test(letter) && /^[A-Za-z]$/.test(letter.normalize('NFKC')))
}

function markHidden(text: string): string {
  return text.replace(invisible, (run, offset: number) => {
    const before = toCharacters(text.slice(Math.max(0, offset - 4), offset)).at(-1) ?? ''
    const after = toCharacters(text.slice(offset + run.length, offset + run.length + 4))[0] ?? ''
    return isPartOfWriting({ run, before, after }) ? run : toMark(toNames(toCharacters(run)))
  })
}

interface Run {
  readonly run: string
  readonly before: string
  readonly after: string
}

const pictograph = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/u
/** Scripts whose letters change their shape by a joiner between them. */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** What Unicode itself asks for: inside an emoji, and between letters that join. There it changes what is seen. */
function isPartOfWriting({ run, before, after }: Run): boolean {
  if (/^[\u200C\u200D]$/.test(run) && joining.test(before) && joining.test(after)) return true
  if (run === '\uFE0F' && /[#*\d]/.test(before) && after === '\u20E3') return true
  // A flag of a region: a black flag, its letters as tags, and the tag that ends them.
  if (before === '🏴' && /^[\u{E0061}-\u{E007A}]{2,6}\u{E007F}$/u.test(run)) return true
  if (!pictograph.test(before)) return false
  return /^[\uFE0E\uFE0F]$/.test(run) || (/^\uFE0F?\u200D$/.test(run) && pictograph.test(after))
}

/** Code points: a mark names each by its number. */
function toCharacters(text: string): readonly string[] {
  return text.match(/./gsu) ?? []
}

function toNames(characters: readonly string[]): readonly string[] {
  const distinct = [...new Set(characters)]
  const names = distinct.slice(0, mostNamed).map(toName)
  return distinct.length > mostNamed ? [...names, '…'] : names
}

/** `а U+0430`; without the character where it cannot be seen by itself. */
function toName(character: string): string {
  const number = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return /[\p{M}\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB]/u.test(character)
    ? number
    : `${character} ${number}`
}

function toMark(names: readonly string[]): string {
  return `⟨${names.join(', ')}⟩`
}

const drawnAlike: Readonly<Record<string, string>> = {
  // Cyrillic
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  у: 'y',
  // Greek
  α: 'a',
  β: 'b',
  ε: 'e',
  γ: 'y',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ω: 'w',
  // Armenian
  օ: 'o',
  ս: 'u',
  հ: 'h',
  ո: 'n',
  ց: 'g',
  // Latin
  ı: 'i',
  ɑ: 'a',
  ɡ: 'g',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
}

/**
 * For comparing what two texts look like, never for showing: lower case, without what nobody sees, without accents, and
 * with the ASCII letter for each that is drawn like it.
 */
export function foldLookAlikes(text: string): string {
  const plain = plainAscii.test(text)
    ? text
    : text
        .normalize('NFKD')
        .replace(invisible, '')
        .replace(/\p{M}+/gu, '')
        .normalize('NFC')
  const lower = plain.toLowerCase()
  return plainAscii.test(lower)
    ? lower
    : toCharacters(lower)
        .map((letter) => drawnAlike[letter] ?? letter)
        .join('')
}
