// Trouble the fake server can be told to make.

export type Fault =
  | { readonly kind: 'none' }
  /** The connection breaks as soon as the request has arrived; nothing is done. */
  | { readonly kind: 'down' }
  /** Never answered; nothing is done. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** 429; without `retryAfter` no header says for how long. */
  | { readonly kind: 'throttled'; readonly retryAfter?: string }
  /** Exchange's plain text about too many at once. */
  | { readonly kind: 'concurrency'; readonly status: number }
  /** 403 without a word: what Exchange says about a missing role and about a cmdlet that does not exist. */
  | { readonly kind: 'forbidden'; readonly body: 'empty' | 'nul' }
  /** 401 until a token comes that was asked for with claims. */
  | { readonly kind: 'challenge' }
  /** 401 without a challenge. */
  | { readonly kind: 'unauthorized' }
  /** A gateway's page. */
  | { readonly kind: 'broken'; readonly status: number; readonly retryAfter?: string }
  /** The connection breaks in the middle of the answer. */
  | { readonly kind: 'truncated' }
  /** The connection breaks instead of an answer; `done` says whether the work was. */
  | { readonly kind: 'answer-lost'; readonly done: boolean }
  /** A list of which only the first entry comes. */
  | { readonly kind: 'partial'; readonly rest: 'fails' | 'foreign' | 'no-value' | 'loop' | 'no-link' }
  /** 200 with these words for a body. */
  | { readonly kind: 'body'; readonly body: string }
  /** An error of Exchange in one of the spellings it has. */
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly shape: RefusalShape
      readonly message: string
    }
  /** An error of Graph. */
  | { readonly kind: 'graph-error'; readonly status: number; readonly code: string; readonly message: string }
  /** Entra gives no token, for this reason. */
  | { readonly kind: 'sign-in'; readonly code: number }
  | { readonly kind: 'redirect'; readonly location: string }

export type RefusalShape = (typeof refusalShapes)[number]
export const refusalShapes = [
  'array',
  'object',
  'null-target',
  'inner',
  'capital',
  'bare',
  'message',
] as const

/** What a request is about: a cmdlet by its name, or one of the others. */
export type FakeCallName = string

export interface FaultOptions {
  /** Only these: names of cmdlets, `token`, `login`, `graph`, `banner`, `module`. Everything but `token` when undefined. */
  readonly calls?: readonly FakeCallName[]
  /** It is over after so many requests. */
  readonly times?: number
}

export interface FaultSwitch {
  /** Replaces the one before. */
  set(fault: Fault, options?: FaultOptions): void
  /** The fault this request meets; counts it. */
  meet(call: FakeCallName): Fault
}

const none: Fault = { kind: 'none' }

export function createFaultSwitch(): FaultSwitch {
  let active = none
  let calls: readonly FakeCallName[] | undefined
  let left = Number.POSITIVE_INFINITY
  return {
    set(fault, options = {}) {
      active = fault
      calls = options.calls
      left = options.times ?? Number.POSITIVE_INFINITY
    },
    meet(call) {
      const hit = calls === undefined ? call !== 'token' : calls.includes(call)
      if (!hit || left <= 0) return none
      left -= 1
      return active
    },
  }
}

/** An error of Exchange as its REST endpoint has it, wherever it puts the message. */
export function toErrorBody(shape: RefusalShape, message: string): object {
  const outer = { code: 'NotFound', message: 'Error executing cmdlet' }
  const inner = {
    message: 'Error executing cmdlet',
    type: 'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
    stacktrace: '   at Microsoft.Exchange.Admin.OData.Core.Invoke(String name)\r\n   at System.Run()',
  }
  const detail = { code: 'Client', target: '', message }
  switch (shape) {
    case 'array':
      return { error: { ...outer, details: [detail], innererror: inner }, '@adminapi.warnings': [] }
    case 'object':
      return { error: { ...outer, details: detail, innererror: inner } }
    case 'null-target':
      return { error: { ...outer, details: [{ ...detail, target: null }] } }
    case 'inner':
      return { error: { ...outer, innererror: { ...inner, internalexception: { message, type: 'X' } } } }
    case 'capital':
      return {
        Error: { Code: 'NotFound', Details: null, InnerError: { InternalException: { Message: message } } },
      }
    case 'bare':
      return { ...outer, details: [detail] }
    case 'message':
      return { error: { code: 'BadRequest', message } }
    default:
      return shape satisfies never
  }
}
