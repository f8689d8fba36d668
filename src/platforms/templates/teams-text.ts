// Outside text in Teams: the Markdown of Adaptive Cards, which every client reads a little differently. Phones show the
// backslash of an escape they do not know (microsoft/AdaptiveCards#5590), so only what is alive gets one.

/** `{{DATE(..)}}` and `{{TIME(..)}}` are worked out in every text of a card, also where Markdown is not. */
export function toPlain(text: string): string {
  return text.replace(/\{(?=\{)/g, '{ ')
}

export function toMarkdown(text: string, isLineStart: boolean): string {
  const inline = toPlain(text)
    .replaceAll('://', '[:]//')
    // Links need the two brackets to touch: broken also for readers that do not know the backslash.
    .replaceAll('](', '] (')
    .replace(/\\(?=[!-/:-@[-`{-~]|$)/gm, '\\\\')
    .replace(/[`*[\]<~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;)/g, '\\$&')
  return inline
    .split('\n')
    .map((line, index) => (index > 0 || isLineStart ? toLine(line.trimStart()) : line))
    .join('\n\n')
}

/** Headings, quotes, lists and rules begin a line. */
function toLine(line: string): string {
  return line.replace(/^[#>+=|-]/, '\\$&').replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
}
