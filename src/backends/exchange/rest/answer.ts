import type { HttpResponse } from '../http.js'

/** An answer whose body has been read once: a page of audit records takes a while. */
export interface RestAnswer extends HttpResponse {
  /** Undefined when the body is no JSON. */
  readonly json: unknown
}
