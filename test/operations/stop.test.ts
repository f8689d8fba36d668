// The real program, stopped as a service manager stops it, in the moment after a Yes.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { stopMoments } from '../long.js'
import { hurryToFirstCard, hurryUntilBothShow } from '../playground/hurry.js'
import { programArguments, root } from '../program.js'

let folder: string
const children = new Set<ChildProcess>()
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reprieve-stop-'))
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  await rm(folder, { recursive: true, force: true })
})

async function start() {
  const environment = { PATH: process.env.PATH, PORT: '0', REPRIEVE_DATA: folder, REPRIEVE_LOG: 'info' }
  const child = spawn(process.execPath, [...programArguments, 'playground'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const lines: string[] = []
  const exit = once(child, 'exit').then(([code]: unknown[]) => code)
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      const found = /ready: (\S+)/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error(`it ended early: ${lines.join('\n')}`)))
  })
  return { child, exit, lines, address, page: createPage(address) }
}

const element = z.looseObject({
  action_id: z.string().optional(),
  type: z.string(),
  options: z.array(z.object({ value: z.string() })).optional(),
})
const block = z.looseObject({
  block_id: z.string(),
  elements: z.array(element).optional(),
  element: element.optional(),
  accessory: element.optional(),
})
const message = z.looseObject({
  ts: z.string(),
  text: z.string(),
  blocks: z.array(block),
  attachments: z.array(z.looseObject({ blocks: z.array(block) })),
})
const sight = z.looseObject({
  slack: z.looseObject({
    messages: z.array(message),
    view: z.looseObject({ id: z.string(), submit: z.string().optional(), blocks: z.array(block) }).optional(),
  }),
})
type Block = z.infer<typeof block>

function findButton(blocks: readonly Block[], actionId: string): string | undefined {
  return blocks.find(({ elements = [] }) => elements.some((one) => one.action_id === actionId))?.block_id
}

/** Maya at the playground's Slack. */
function createPage(address: string) {
  const read = async () =>
    sight.parse(await (await fetch(`${address}playground/api/state?person=maya`)).json()).slack

  async function act(name: string, body: object): Promise<void> {
    const response = await fetch(`${address}playground/api/slack/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: 'maya', ...body }),
    })
    const { ok } = z.looseObject({ ok: z.boolean() }).parse(await response.json())
    expect(ok).toBe(true)
  }

  async function find<Value>(
    look: (now: Awaited<ReturnType<typeof read>>) => Value | undefined,
  ): Promise<Value> {
    for (;;) {
      const found = look(await read())
      if (found !== undefined) return found
      await new Promise((resolve) => {
        setTimeout(resolve, 100)
      })
    }
  }

  return {
    find,
    async pressOnCard(actionId: string): Promise<void> {
      const at = await find(({ messages }) => {
        for (const { ts, blocks, attachments } of messages) {
          const all = [...blocks, ...attachments.flatMap((one) => one.blocks)]
          const blockId = findButton(all, actionId)
          if (blockId !== undefined && JSON.stringify(all).includes('Looks compromised'))
            return { ts, blockId }
        }
        return undefined
      })
      await act('press', { on: { messageTs: at.ts }, blockId: at.blockId, actionId })
    },
    /** Presses the modal's own button once it is the one with these words. */
    async submit(words: string): Promise<void> {
      const { id, blocks } = await find(({ view }) => (view?.submit === words ? view : undefined))
      const inputs = blocks.filter(({ block_id }) => block_id === 'note' || block_id.startsWith('ask.'))
      const entered = inputs.map(({ block_id }) => ({
        blockId: block_id,
        actionId: 'value',
        value: block_id === 'note' ? 'Password reset, sessions revoked' : 'yes',
      }))
      await act('submit', { viewId: id, entered })
    },
  }
}

async function readJournal(): Promise<string> {
  const store = join(folder, 'store')
  const files = (await readdir(store)).filter((name) => name.startsWith('journal-'))
  return (await Promise.all(files.map((name) => readFile(join(store, name), 'utf8')))).join('')
}

const count = (text: string, part: string) => text.split(part).length - 1

/** Right after a Yes, and at moments while it is carried out. */
const moments = [0, ...Array.from({ length: stopMoments }, () => Math.floor(Math.random() * 3_000))]

test.each(moments)(
  'SIGTERM %d ms after a Yes ends with code 0, and after the next start it was done exactly once',
  async (milliseconds) => {
    const first = await start()
    await hurryToFirstCard(first.address)
    await first.page.pressOnCard('review')
    await first.page.submit('Next')
    await first.page.submit('Submit')
    await first.page.submit('Yes, unblock')
    await wait(milliseconds)
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
    expect(first.lines.join('\n')).toContain('bot.stopped')
    expect(count(await readJournal(), '"unblock.requested"')).toBe(1)

    const second = await start()
    await hurryUntilBothShow(second.address, /laura@contoso\.com off the list/)
    second.child.kill('SIGTERM')
    expect(await second.exit).toBe(0)
    const journal = await readJournal()
    expect(count(journal, '"unblock.attempted"')).toBe(1)
    expect(count(journal, '"unblock.done"')).toBe(1)
  },
  90_000,
)
