/** Trouble the sandbox can be told to make, so that the answer to it can be seen. */
export type SandboxFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'down' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number }
  /** Pages and facts that do not come: a list is refused, evidence has holes. */
  | { readonly kind: 'partial' }
  /** The connection breaks before the answer to an unblock or a containment; `done` says whether Exchange took it. */
  | { readonly kind: 'answer-lost'; readonly done: boolean }
  | { readonly kind: 'forbidden' }
  /** The list has one entry more, without an address that can be read. */
  | { readonly kind: 'unreadable' }
  /** The list of senders is empty, and Exchange says something beside it. */
  | { readonly kind: 'warned' }

export type SandboxCall =
  | 'list'
  | 'find'
  | 'gather'
  | 'unblock'
  | 'traceMail'
  | 'contain'
  | 'readPolicies'
  | 'searchDeeds'
  | 'alerts'
  | 'readEarlySigns'

export function isChanging(call: SandboxCall): boolean {
  return call === 'unblock' || call === 'contain'
}

export interface SandboxFaults {
  /** Replaces the one before. With `times`, it is over after that many calls it hit. */
  set(fault: SandboxFault, times?: number): void
  current(): SandboxFault
}

export interface FaultSwitch extends SandboxFaults {
  /** The fault this call meets; counts it. */
  meet(call: SandboxCall): SandboxFault
}

const none: SandboxFault = { kind: 'none' }

export function createFaultSwitch(): FaultSwitch {
  let active = none
  let left = Number.POSITIVE_INFINITY
  return {
    set(fault, times = Number.POSITIVE_INFINITY) {
      active = times > 0 ? fault : none
      left = times
    },
    current: () => active,
    meet(call) {
      if (!hits(active, call)) return none
      const met = active
      left -= 1
      if (left <= 0) active = none
      return met
    },
  }
}

function hits(fault: SandboxFault, call: SandboxCall): boolean {
  if (fault.kind === 'answer-lost') return isChanging(call)
  if (fault.kind === 'partial') return call === 'list' || call === 'gather' || call === 'readPolicies'
  if (fault.kind === 'unreadable' || fault.kind === 'warned') return call === 'list' || call === 'find'
  return fault.kind !== 'none'
}
