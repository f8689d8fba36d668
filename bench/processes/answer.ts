// The other end of child.ts: answers the parent's calls, and ends with the parent.
import { z } from 'zod'

const callSchema = z.object({ id: z.number(), name: z.string(), argument: z.unknown().optional() })

type Answers = Readonly<Record<string, (argument: unknown) => unknown>>

export function answerCalls(answers: Answers): void {
  process.on('message', (message) => {
    const { id, name, argument } = callSchema.parse(message)
    void answer(answers, name, argument).then(
      (value) => process.send?.({ id, value }),
      (error: unknown) =>
        process.send?.({
          id,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    )
  })
  process.on('disconnect', () => process.exit(0))
}

async function answer(answers: Answers, name: string, argument: unknown): Promise<unknown> {
  const found = answers[name]
  if (found === undefined) throw new Error(`There is no call "${name}".`)
  return found(argument)
}
