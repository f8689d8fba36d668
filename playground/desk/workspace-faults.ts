// What can be wrong with Slack and Teams, and the words for it.
import type { Fault, Faults } from '../faults.js'
import type { DeskChoice } from './port.js'

export type BrokenWorkspace = 'slack' | 'teams'

interface FaultChoice extends DeskChoice {
  readonly fault: Fault | undefined
  /** Which calls it hits, by workspace; all of them when absent. */
  readonly calls?: Readonly<Record<BrokenWorkspace, readonly string[]>>
}

const choices: readonly FaultChoice[] = [
  { key: 'none', label: 'Works', about: 'Cards are posted and edited.', fault: undefined },
  {
    key: 'rate-limit',
    label: 'Too many requests',
    about: 'Every call is refused for 30 seconds; cards wait, and none is lost.',
    fault: { kind: 'rate-limit', retryAfterSeconds: 30 },
  },
  {
    key: 'down',
    label: 'Down',
    about: 'Nothing is posted here. It catches up when mended.',
    fault: { kind: 'down' },
  },
  {
    key: 'slow',
    label: 'Slow',
    about: 'Every call takes 5 seconds.',
    fault: { kind: 'slow', milliseconds: 5_000 },
  },
  {
    key: 'message-gone',
    label: 'Message gone',
    about: 'Edits find no card: it is posted anew.',
    fault: { kind: 'message-gone' },
    calls: { slack: ['chat.update'], teams: ['update'] },
  },
  {
    key: 'forbidden',
    label: 'Bot removed',
    about: 'The bot may no longer write to the channel.',
    fault: { kind: 'forbidden' },
  },
]

export const workspaceFaults: readonly DeskChoice[] = choices.map(({ key, label, about }) => ({
  key,
  label,
  about,
}))

/** Replaces whatever was wrong before. False when there is no such fault. */
export function breakWorkspace(faults: Faults, workspace: BrokenWorkspace, key: string): boolean {
  const choice = choices.find((each) => each.key === key)
  if (choice === undefined) return false
  faults.clear()
  const calls = choice.calls?.[workspace]
  if (choice.fault !== undefined) faults.inject(choice.fault, calls === undefined ? {} : { calls })
  return true
}

export function findWorkspaceFault(faults: Faults): string {
  const kind = faults.current()?.kind
  return choices.find(({ fault }) => fault?.kind === kind)?.key ?? 'none'
}
