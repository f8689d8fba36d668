// Picks answers out of whatever arrives on a standard output: only a line that begins with the marker is one.
import type { Readable } from 'node:stream'
import { answerSchema, type HostAnswer } from './protocol.js'

interface Reader {
  readonly marker: string
  /** Of one answer. */
  readonly mostBytes: number
  readonly onAnswer: (answer: HostAnswer) => void
  /** What arrives cannot be an answer any more. */
  readonly onTrouble: (why: string) => void
}

const newline = 0x0a

export function readAnswers(stream: Readable, { marker, mostBytes, onAnswer, onTrouble }: Reader): void {
  let pieces: Buffer[] = []
  let length = 0
  let isOver = false

  function stop(why: string): void {
    isOver = true
    pieces = []
    onTrouble(why)
  }

  function take(line: string): void {
    if (!line.startsWith(marker)) return
    const answer = findAnswer(line.slice(marker.length))
    if (answer === undefined) stop('it gave an answer that cannot be read')
    else onAnswer(answer)
  }

  function add(piece: Buffer): void {
    pieces.push(piece)
    length += piece.length
    // The host stops at `mostBytes` itself; twice as much is something else, in which no answer will be found.
    if (length > 2 * mostBytes + marker.length) stop('its output is too large')
  }

  stream.on('data', (chunk: Buffer) => {
    let from = 0
    for (let at = chunk.indexOf(newline); at >= 0 && !isOver; at = chunk.indexOf(newline, from)) {
      add(chunk.subarray(from, at))
      const line = Buffer.concat(pieces).toString('utf8')
      pieces = []
      length = 0
      from = at + 1
      take(line)
    }
    if (!isOver) add(chunk.subarray(from))
  })
}

function findAnswer(text: string): HostAnswer | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
