// The command line in this process: arguments in, what it prints and its exit code out.
import { toEnding } from '../../src/cli/ending.js'
import { createProgram } from '../../src/cli/program.js'
import type { Terminal } from '../../src/cli/terminal.js'

interface Given {
  /** What stands on the standard input. */
  readonly input?: string
  readonly user?: string
  readonly uid?: number
  readonly environment?: Readonly<Record<string, string>>
  /** What a person types, one line a question; then they go away. Nobody is there when undefined. */
  readonly typed?: readonly string[]
  /** Is handed each question before it is answered. */
  readonly onAsked?: (question: string) => void
  /** Is handed what a service would run when it is asked to stop. */
  readonly onStop?: (stop: () => Promise<void>) => void
  readonly onReload?: (reload: () => Promise<void>) => void
}

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The questions, in order. */
  readonly asked: readonly string[]
}

export async function run(args: readonly string[], given: Given = {}): Promise<Ran> {
  const {
    user = 'maya',
    environment = {},
    typed,
    onStop = () => undefined,
    onReload = () => undefined,
  } = given
  const stdout: string[] = []
  const stderr: string[] = []
  const asked: string[] = []
  const answers = [...(typed ?? [])]
  const terminal: Terminal = {
    out: (text) => Promise.resolve(void stdout.push(text)),
    err: (text) => void stderr.push(text),
    isInteractive: typed !== undefined,
    ask(question) {
      asked.push(question)
      given.onAsked?.(question)
      return Promise.resolve(answers.shift())
    },
    read: () => Promise.resolve(given.input ?? ''),
    environment,
    pid: process.pid,
    kill: (pid, signal) => void process.kill(pid, signal),
    user,
    uid: given.uid ?? process.getuid?.(),
    gids: [],
    node: 'v22.11.0',
    host: 'mail-1',
    fail(error) {
      throw error
    },
    onStop,
    onReload,
  }
  const end = await createProgram(terminal, '1.2.3')
    .parseAsync(args, { from: 'user' })
    .then(() => ({ code: 0, words: '' }), toEnding)
  return {
    code: end.code,
    stdout: stdout.join('\n'),
    stderr: [...stderr, end.words].filter((text) => text !== '').join('\n'),
    asked,
  }
}
