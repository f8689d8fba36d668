// A child process that answers calls.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { z } from 'zod'
import { type ChildName, toChildPath } from './build.js'

export interface Child {
  call<Schema extends z.ZodType>(name: string, argument: unknown, answer: Schema): Promise<z.output<Schema>>
  stop(): Promise<void>
  /** As if its machine had lost power. Resolves with when (epoch milliseconds). */
  kill(): Promise<number>
}

const replySchema = z.object({ id: z.number(), value: z.unknown().optional(), error: z.string().optional() })

/** Bad days take minutes, nothing takes longer; a child that hangs must not hang the run. */
const patienceMilliseconds = 600_000

export function startChild(name: ChildName, nodeOptions: readonly string[] = []): Child {
  const child = fork(toChildPath(name), [], { execArgv: [...nodeOptions], stdio: ['ignore', 2, 2, 'ipc'] })
  const waiting = new Map<number, (reply: z.output<typeof replySchema>) => void>()
  let calls = 0
  child.on('message', (message) => {
    const reply = replySchema.parse(message)
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  })
  child.on('exit', (code) => {
    for (const [id, answer] of waiting)
      answer({ id, value: undefined, error: `The process ${name} ended (${code}).` })
  })

  return {
    async call(call, argument, answer) {
      calls += 1
      const id = calls
      const reply = await new Promise<z.output<typeof replySchema>>((resolve) => {
        const error = `The process ${name} did not answer "${call}" within ${patienceMilliseconds / 1_000} s.`
        const timer = setTimeout(() => resolve({ id, value: undefined, error }), patienceMilliseconds)
        waiting.set(id, (given) => {
          clearTimeout(timer)
          resolve(given)
        })
        child.send({ id, name: call, argument })
      })
      if (reply.error !== undefined) throw new Error(`${name}.${call}: ${reply.error}`)
      return answer.parse(reply.value)
    },
    async kill() {
      const ended = once(child, 'exit')
      const at = Date.now()
      child.kill('SIGKILL')
      await ended
      return at
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(timer)
    },
  }
}
