// Microsoft Graph, as much of it as evidence and containment need.

export type GraphRecord = Readonly<Record<string, unknown>>

/**
 * Calls Graph in one tenant. `path` begins with `/v1.0/` or `/beta/`; its parts are encoded by the caller
 * (encodeURIComponent: `#EXT#` is part of real names). Rejects with BackendError and nothing else: `unlicensed` and
 * `forbidden` say which licence or permission is missing as far as Graph told, `not-found` is a 404. Only GET is ever
 * retried.
 */
export interface Graph {
  /** One object. */
  get(path: string, signal: AbortSignal): Promise<GraphRecord>
  /** All pages of a collection; more than `most` objects end after that many (default 1,000). */
  list(path: string, signal: AbortSignal, most?: number): Promise<readonly GraphRecord[]>
  /** Changes something. Resolves with the answer, empty when it has no body. A lost answer has `outcome: 'unknown'`. */
  send(
    change: { readonly method: 'POST' | 'PATCH' | 'DELETE'; readonly path: string; readonly body?: object },
    signal: AbortSignal,
  ): Promise<GraphRecord>
  /** The application permissions of the token, as its `roles` claim lists them. */
  listPermissions(signal: AbortSignal): Promise<readonly string[]>
  /** The directory roles of the app itself, as template ids: the `wids` claim of the token. Empty when it has none. */
  listDirectoryRoles(signal: AbortSignal): Promise<readonly string[]>
}
