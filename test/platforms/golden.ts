// How a card is written into its golden file: one block a line, and one button a line, so that a changed button is one
// changed line and not thirty.

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The lists whose items get a line each; what stands deeper stays in the line of its block. */
function isOpen(owner: Record<string, unknown>, key: string): boolean {
  if (key === 'elements') return owner.type === 'actions'
  return ['attachments', 'blocks', 'body', 'actions'].includes(key)
}

export function writeGolden(card: Readonly<Record<string, unknown>>): string {
  return `${writeOpened(card, '')}\n`
}

function writeOpened(object: Record<string, unknown>, indent: string): string {
  const lines = Object.entries(object).map(([key, value]) => {
    const written =
      isOpen(object, key) && Array.isArray(value) ? writeList(value, `${indent}  `) : JSON.stringify(value)
    return `${indent}  ${JSON.stringify(key)}: ${written}`
  })
  return `{\n${lines.join(',\n')}\n${indent}}`
}

function writeList(items: readonly unknown[], indent: string): string {
  if (items.length === 0) return '[]'
  return `[\n${items.map((item) => `${indent}  ${writeItem(item, `${indent}  `)}`).join(',\n')}\n${indent}]`
}

function writeItem(item: unknown, indent: string): string {
  const opens = isRecord(item) && Object.keys(item).some((key) => isOpen(item, key))
  return opens ? writeOpened(item, indent) : JSON.stringify(item)
}
