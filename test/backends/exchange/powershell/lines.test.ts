import { PassThrough } from 'node:stream'
import { beforeEach, expect, test } from 'vitest'
import { readAnswers } from '../../../../src/backends/exchange/powershell/lines.js'
import type { HostAnswer } from '../../../../src/backends/exchange/powershell/protocol.js'

let stream: PassThrough
let answers: HostAnswer[]
let troubles: string[]
beforeEach(() => {
  stream = new PassThrough()
  answers = []
  troubles = []
  readAnswers(stream, {
    marker: 'mark ',
    mostBytes: 1_000,
    onAnswer: (answer) => void answers.push(answer),
    onTrouble: (why) => void troubles.push(why),
  })
})

async function give(...chunks: readonly (string | Buffer)[]): Promise<void> {
  for (const chunk of chunks) stream.write(chunk)
  await new Promise((resolve) => setImmediate(resolve))
}

test('takes answers however they are cut, and nothing without the marker', async () => {
  const line = Buffer.from('mark {"id":1,"ok":true,"names":["ä"]}\n')
  await give('noise\n{"id":9,"ok":true}\n mark {"id":9,"ok":true}\nnoi', 'se\n')
  await give(...[...line].map((byte) => Buffer.from([byte])))
  await give('mark {"id":2,"ok":true}\nmark {"id":3,"ok":true}\n')
  expect(answers.map(({ id }) => id)).toEqual([1, 2, 3])
  expect(answers[0]).toMatchObject({ names: ['ä'] })
  expect(troubles).toEqual([])
})

test.each(['mark {"id":1', 'mark {"id":1,"ok":"yes"}', 'mark '])(
  'stops at a marked line that is no answer: %s',
  async (line) => {
    await give(`${line}\nmark {"id":1,"ok":true}\n`)
    expect(answers).toEqual([])
    expect(troubles).toEqual(['it gave an answer that cannot be read'])
  },
)

test('does not gather without end', async () => {
  await give('x'.repeat(1_500), 'x'.repeat(1_500), 'x'.repeat(1_500))
  expect(troubles).toEqual(['its output is too large'])
})
