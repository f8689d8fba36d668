export interface PowerShellSettings {
  /** `pwsh`, looked for on the PATH, or a path to it. */
  readonly program: string
  /** Folders to look for ExchangeOnlineManagement in before all others, as PSModulePath has them. */
  readonly modulePath?: string | undefined
  /** `http://proxy.contoso.com:8080`; straight when undefined. */
  readonly proxy?: string | undefined
  /** Hosts that are reached straight all the same, with commas between. */
  readonly noProxy?: string | undefined
  /** A process is replaced after this many calls, since the module does not give back all memory ... */
  readonly mostCalls: number
  /** ... or this many minutes, before a token that was handed over can end. */
  readonly longestMinutes: number
  /** For pwsh to start and to load the module. */
  readonly startSeconds: number
  /** For one sign-in, with the import of the cmdlets. */
  readonly connectSeconds: number
  /** Of one answer. */
  readonly mostBytes: number
}

// Microsoft's own clients allow 30 s to load the module and 120 s to connect.
export const defaultSettings: PowerShellSettings = {
  program: 'pwsh',
  mostCalls: 500,
  longestMinutes: 45,
  startSeconds: 30,
  connectSeconds: 120,
  mostBytes: 64 * 1024 * 1024,
}
