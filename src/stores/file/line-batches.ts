// A file of lines, read a piece at a time: most of a record is never in memory.
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { isMissing } from './disk.js'
import { listLogFiles } from './line-log.js'

/** What stands behind the last line end is still being written, or was torn by a crash: it is in the outbox too. */
export async function* readBatches(path: string): AsyncGenerator<readonly string[]> {
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1_048_576 })) {
    const lines = `${rest}${String(chunk)}`.split('\n')
    rest = lines.pop() ?? ''
    yield lines
  }
}

export interface TextRow {
  /** 0 when it cannot be read. */
  readonly seq: number
  readonly text: string
  readonly file: string
  /** Counted from 1. */
  readonly line: number
}

/** What stands beside the journal, in the order of its entries. */
export async function* readTextRows(folder: string): AsyncGenerator<readonly TextRow[]> {
  for (const { name } of await listLogFiles(folder, 'texts')) {
    let line = 0
    try {
      for await (const lines of readBatches(join(folder, name)))
        yield lines.map((text) => {
          line += 1
          return { seq: readSeq(text), text, file: name, line }
        })
    } catch (error) {
      // Erased meanwhile.
      if (!isMissing(error)) throw error
    }
  }
}

function readSeq(text: string): number {
  return Number(/^\{"seq":(\d+),/.exec(text)?.[1] ?? 0)
}

export interface TextCursor {
  /** @param seq higher each time. */
  find(seq: number): Promise<TextRow | undefined>
}

/** Goes along beside the journal: rows come in the order of its entries, and what was passed is not kept. */
export function createTextCursor(batches: AsyncGenerator<readonly TextRow[]>): TextCursor {
  let rows: readonly TextRow[] = []
  let at = 0
  let isOver = false
  return {
    async find(seq) {
      for (;;) {
        for (; at < rows.length; at += 1) {
          const row = rows[at]
          if (row !== undefined && row.seq >= seq) return row.seq === seq ? row : undefined
        }
        if (isOver) return undefined
        const next = await batches.next()
        isOver = next.done === true
        rows = next.done === true ? [] : next.value
        at = 0
      }
    },
  }
}
