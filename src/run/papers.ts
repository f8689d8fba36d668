// What has to be done in an organisation before Reprieve can watch it, and to be undone afterwards: written down for whoever
// administers it.
import { listPermissions, type Permission, toConsentUrl } from '../backends/exchange/surface/consent.js'
import {
  toContainScript,
  toRemovalScript,
  toUnblockScript,
} from '../backends/exchange/surface/role-script.js'
import type { BotSettings } from '../config/index.js'

type TenantSettings = BotSettings['tenants'][number]
type ExchangeSettings = Extract<TenantSettings['backend'], { readonly kind: 'exchange' }>

export interface Organisation {
  readonly name: string
  readonly mode: TenantSettings['mode']
  readonly backend: Pick<ExchangeSettings, 'tenantId' | 'appId' | 'cloud'>
}

export interface Papers {
  readonly consentUrl: string
  readonly permissions: readonly Permission[]
  /** PowerShell that makes the role and puts the app into it. */
  readonly roleScript: string
  /** PowerShell that takes all of that away. */
  readonly removalScript: string
}

export function toPapers({ name, mode, backend }: Organisation): Papers {
  const isWatchOnly = mode === 'watch'
  const permissions = listPermissions({ isWatchOnly })
  const consentUrl = toConsentUrl(backend)
  const { appId } = backend
  const head = toHead({ name, permissions, consentUrl })
  const scripts = [toUnblockScript({ appId, isWatchOnly }), ...(isWatchOnly ? [] : [toContainScript()])]
  return {
    consentUrl,
    permissions,
    roleScript: `${[head, 'Connect-ExchangeOnline', ...scripts].join('\n\n')}\n`,
    removalScript: toRemovalScript({ appId }),
  }
}

function toHead({
  name,
  permissions,
  consentUrl,
}: Pick<Papers, 'permissions' | 'consentUrl'> & { name: string }) {
  const list = permissions.map((permission) => `  ${permission.api}: ${permission.name}`)
  const lines = [
    `The role of Reprieve in ${toOneLine(name)}: what it calls, and nothing else.`,
    'Run it once as an Exchange administrator, in PowerShell with the module ExchangeOnlineManagement.',
    'It may take up to an hour until it counts.',
    '',
    'Before it, in Entra: App registrations > the app > API permissions > Application permissions:',
    ...list,
    'then an administrator consents for everybody at',
    `  ${consentUrl}`,
  ]
  return lines.map((line) => `# ${line}`.trimEnd()).join('\n')
}

/** Nothing that a name holds may begin a line of its own. */
function toOneLine(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}
