/** What a command may touch of the process it runs in. */
export interface Terminal {
  /** A result, on the standard output. Adds the line end. Resolves when the reader has taken it: nothing piles up. */
  out(text: string): Promise<void>
  /** Progress and problems, on the standard error. Adds the line end. */
  err(text: string): void
  /** Whether a person is there to ask. */
  readonly isInteractive: boolean
  /** One line typed by a person; undefined when they went away instead. What is hidden does not show while it is typed. */
  ask(question: string, how?: { readonly isHidden: boolean }): Promise<string | undefined>
  /** Everything on the standard input, to its end. */
  read(): Promise<string>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly pid: number
  /** Ends another process, or a group of them when negative. */
  readonly kill: (pid: number, signal: 'SIGKILL') => void
  /** Of the Node that this is, like `22.23.1`; undefined in tests. */
  readonly nodeVersion?: string
  /** Who gave the command, by the operating system's user name; whoever called sudo rather than whom it made them. */
  readonly user: string
  /** As whom this process runs, by number; undefined where there are no numbers. */
  readonly uid: number | undefined
  /** The groups that the process is in. */
  readonly gids: readonly number[]
  /** Which Node it is, such as v22.11.0. */
  readonly node: string
  /** What this machine is called. */
  readonly host: string
  /** Ends the process at once. */
  fail(error: unknown): void
  /** Runs when the process is asked to stop; the process ends when it resolves. */
  onStop(stop: () => Promise<void>): void
  /** Runs when the process is asked to look at its settings again. */
  onReload(reload: () => Promise<void>): void
}

/** The documented exit codes. */
export const exitCodes = {
  done: 0,
  /** Settings or store unusable, or something broke. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** The answer is no: refused, not found, not unblocked, journal broken, something needs mending. */
  no: 3,
  /** Saved, and it waits for somebody else: an approver, or a second signature. */
  waits: 4,
} as const

/** Ends a command with a code of its own after it has said why. */
export class ExitError extends Error {
  override readonly name = 'ExitError'
  constructor(
    readonly code: (typeof exitCodes)[keyof typeof exitCodes],
    message = '',
  ) {
    super(message)
  }
}
