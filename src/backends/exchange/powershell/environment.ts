// What pwsh may know of our environment: enough to run and to reach the network, and none of our secrets.
type Environment = Readonly<Record<string, string | undefined>>

const names = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'TZ', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  // Without these nothing runs on Windows.
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
  ...['PROGRAMDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'COMMONPROGRAMFILES', 'PROCESSOR_ARCHITECTURE'],
])
const families = /^(LC_|DOTNET_)/

export interface ChildEnvironment {
  readonly environment: Environment
  /** A folder of its own: the module writes the cmdlets it imports there, on every connect. */
  readonly folder: string
  /** `http://proxy.contoso.com:8080`; straight when undefined. */
  readonly proxy?: string | undefined
  /** Hosts that are reached straight all the same, with commas between. */
  readonly noProxy?: string | undefined
}

export function toChildEnvironment(parts: ChildEnvironment): Record<string, string> {
  const { environment, folder, proxy, noProxy } = parts
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && isKept(name) ? [[name, value] as const] : [],
  )
  return {
    // .NET wants a home even where a service has none.
    HOME: folder,
    ...Object.fromEntries(kept),
    TEMP: folder,
    TMP: folder,
    TMPDIR: folder,
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    // No pipe by which another process could attach to one that is signed in.
    POWERSHELL_DIAGNOSTICS_OPTOUT: '1',
    DOTNET_EnableDiagnostics: '0',
    // Counting for an optimizer that comes too late: without it, a long list takes half as long.
    DOTNET_TieredPGO: '0',
    ...(proxy === undefined ? {} : { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }),
    ...(noProxy === undefined ? {} : { NO_PROXY: noProxy }),
  }
}

function isKept(name: string): boolean {
  const upper = name.toUpperCase()
  return names.has(upper) || families.test(upper)
}
