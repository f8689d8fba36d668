// How Reprieve signs in to one tenant, app-only.

export type Credential =
  | { readonly kind: 'secret'; readonly clientSecret: string }
  /** Both as PEM; the key without a passphrase. */
  | { readonly kind: 'certificate'; readonly certificate: string; readonly privateKey: string }

export interface Identity {
  /** Directory (tenant) id. */
  readonly tenantId: string
  /** The primary `.onmicrosoft.com` domain: `-Organization` of PowerShell and the compliance anchor. */
  readonly organization: string
  /** Application (client) id. */
  readonly appId: string
  readonly credential: Credential
}

/** What a token is for; each service of each cloud has its own audience. */
export type TokenAudience = 'exchange' | 'compliance' | 'graph'

export interface Tokens {
  /**
   * A token with more than a few minutes to live, from the cache unless `claims` asks for a new one (the challenge of
   * a 401, for continuous access evaluation). Rejects with BackendError.
   */
  get(audience: TokenAudience, signal: AbortSignal, claims?: string): Promise<string>
}
