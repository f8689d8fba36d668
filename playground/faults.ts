/** Trouble a platform can be told to make, so that a bot's answer to it can be seen. */
export type Fault =
  | { readonly kind: 'rate-limit'; readonly retryAfterSeconds: number }
  | { readonly kind: 'down' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** The message a call wants to change is not there, as real platforms sometimes claim. */
  | { readonly kind: 'message-gone' }
  /** The bot was removed from the channel or blocked. */
  | { readonly kind: 'forbidden' }

interface FaultScope {
  /** Which calls: Slack method names such as `chat.update`, or Teams ones: `create`, `post`, `update`, `delete`, `members`. */
  readonly calls?: readonly string[]
  /** How many calls it hits before it is over; without it, until `clear`. */
  readonly times?: number
}

export interface Faults {
  inject(fault: Fault, scope?: FaultScope): void
  clear(): void
  /** The one injected last that is not over. */
  current(): Fault | undefined
}

export interface FaultSwitch extends Faults {
  /** The fault this call meets, if any; counts it. */
  meet(call: string): Fault | undefined
  /** Resolves after that long, or at once when the playground stops. */
  wait(milliseconds: number): Promise<void>
}

export function createFaultSwitch(): FaultSwitch {
  let active: { fault: Fault; calls: readonly string[] | undefined; left: number }[] = []
  const waiting = new Set<() => void>()
  return {
    inject(fault, scope = {}) {
      active.push({ fault, calls: scope.calls, left: scope.times ?? Number.POSITIVE_INFINITY })
    },
    clear() {
      active = []
      for (const finish of [...waiting]) finish()
    },
    current: () => active.at(-1)?.fault,
    meet(call) {
      const hit = active.find((each) => each.calls === undefined || each.calls.includes(call))
      if (!hit) return undefined
      hit.left -= 1
      if (hit.left <= 0) active = active.filter((each) => each !== hit)
      return hit.fault
    },
    wait(milliseconds) {
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer)
          waiting.delete(finish)
          resolve()
        }
        const timer = setTimeout(finish, milliseconds)
        waiting.add(finish)
      })
    },
  }
}
