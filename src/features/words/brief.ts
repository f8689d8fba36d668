// Text that has to fit into a line.

/** Ends with a word where there is one to end with. */
export function toBrief(text: string, most: number): string {
  const letters = Array.from(text)
  if (letters.length <= most) return text
  const start = letters.slice(0, most - 1).join('')
  const end = start.lastIndexOf(' ')
  return `${(end > most / 2 ? start.slice(0, end) : start).replace(/[\s,;:.]+$/, '')}…`
}
