// A page of docs/ as somebody follows it: numbered steps, each with what is to be written into a file or typed.

/** What a reader does with a block, or with a command that stands in the sentence. */
export interface Act {
  readonly kind: 'write' | 'type'
  readonly text: string
}

export interface Step {
  readonly number: number
  /** The sentences, on one line. */
  readonly words: string
  /** In order. A command in a sentence comes after the block that it speaks of. */
  readonly acts: readonly Act[]
}

/** The steps from the page's top to its first heading; what follows them is for special cases. */
export function readSteps(markdown: string): readonly Step[] {
  const [top = ''] = markdown.split(/^## /m)
  return [...top.matchAll(/^(\d+)\. (.*(?:\n(?: .*|(?=\n)))*)/gm)].map(([, number, text = '']) => ({
    number: Number(number),
    words: text.replaceAll(block, ' ').replaceAll(/\s+/g, ' ').trim(),
    acts: [...readBlocks(text), ...readInline(text)],
  }))
}

const block = /^( *)```(sh|ini)\n([\s\S]*?)^ *```$/gm

function readBlocks(text: string): readonly Act[] {
  return [...text.matchAll(block)].map(([, indent = '', language, content = '']) => ({
    kind: language === 'ini' ? 'write' : 'type',
    text: content.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}

function readInline(text: string): readonly Act[] {
  const codes = [...text.replaceAll(block, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
  return codes.filter((code) => typed.test(code)).map((code) => ({ kind: 'type', text: code }))
}

const typed = /^(npm |chmod |npx reprieve [a-z])/
