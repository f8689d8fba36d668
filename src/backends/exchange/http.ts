// The one way out for HTTP: tokens, cmdlets over REST and Graph all go through a function of this type.

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  /** Names lower-cased. */
  readonly headers: Readonly<Record<string, string>>
  /** Decoded as UTF-8 whatever it is; a body that could not be decompressed is empty. */
  readonly body: string
}

/**
 * Sends one request and reads the whole answer. Follows no redirect and repeats nothing. Rejects when there was no whole
 * answer: with the signal's reason when it aborted, else with the connection's error.
 */
export type SendHttp = (request: HttpRequest) => Promise<HttpResponse>
