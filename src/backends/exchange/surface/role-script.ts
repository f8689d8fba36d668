// The PowerShell that gives the app its role in Exchange and takes it away again, made from the list of what is called: it
// grants that and nothing else, and cannot fall behind it.
import { type CmdletName, cmdletNames, getCmdletSurface } from './cmdlets.js'
import { cmdletFeatures } from './features.js'

export interface RoleScriptGiven {
  /** Application (client) id; a place to fill in when it is not known yet. */
  readonly appId?: string | undefined
  /** Nothing is changed there: read roles alone. */
  readonly isWatchOnly: boolean
}

const unblockRole = 'Reprieve unblock'
const containRole = 'Reprieve contain'
const roleGroup = 'Reprieve'

const widest = 115
/** Beside the four of the list, in the same built-in role. */
const readAlong = [
  'Get-HostedOutboundSpamFilterPolicy',
  'Get-HostedOutboundSpamFilterRule',
  'Get-InboundConnector',
] as const satisfies readonly CmdletName[]
/** What has to be read of an account before it is changed. */
const readBefore = ['Get-Mailbox', 'Get-InboxRule'] as const satisfies readonly CmdletName[]

/** Who signs in is the enterprise application: its object id is another one than that of the registration. */
const whoIsIt = `# The object id is the one of the enterprise application, not of the app registration:
# Entra > Enterprise applications > your app > Overview > Object ID.`

/** The copy of Transport Hygiene and the group that the app is put into. */
export function toUnblockScript({ appId = '<application id>', isWatchOnly }: RoleScriptGiven): string {
  const ofList = listCmdlets(['listSenders', 'unblockSenders', 'listConnectors', 'unblockConnectors'])
  const keep = [...ofList.filter((name) => !isWatchOnly || isReading(name)), ...readAlong]
  const roles = [unblockRole, ...listReadRoles()]
  return `${toRole(unblockRole, 'Transport Hygiene', keep)}

${whoIsIt}
$sp = New-ServicePrincipal -AppId '${appId}' -ObjectId '<object id>' -DisplayName 'Reprieve'
${toList(`New-RoleGroup -Name '${roleGroup}' -Roles `, roles)}
Add-RoleGroupMember -Identity '${roleGroup}' -Member $sp.Identity`
}

/** The copy of Mail Recipients, for taking accounts back. */
export function toContainScript(): string {
  const keep = [...readBefore, ...listCmdlets(['stopMail', 'changeDelegates'])]
  const { parameters } = getCmdletSurface('Set-Mailbox')
  return `${toRole(containRole, 'Mail Recipients', keep)}
# Of Set-Mailbox only what is changed: forwarding, and who may send on behalf.
${wrap(`Set-ManagementRoleEntry '${containRole}\\Set-Mailbox' -Parameters `, parameters)}
New-ManagementRoleAssignment -SecurityGroup '${roleGroup}' -Role '${containRole}'`
}

/** Everything of the above, gone. */
export function toRemovalScript({ appId = '<application id>' }: Pick<RoleScriptGiven, 'appId'>): string {
  return `Connect-ExchangeOnline
Remove-RoleGroup -Identity '${roleGroup}' -Confirm:$false
Get-ManagementRole '${containRole}' -ErrorAction SilentlyContinue | Remove-ManagementRole -Confirm:$false
Get-ManagementRole '${unblockRole}' -ErrorAction SilentlyContinue | Remove-ManagementRole -Confirm:$false
Get-ServicePrincipal | Where-Object AppId -EQ '${appId}' | Remove-ServicePrincipal -Confirm:$false`
}

function listCmdlets(features: readonly (keyof typeof cmdletFeatures)[]): readonly CmdletName[] {
  return features.flatMap((feature) =>
    cmdletNames.filter((name) => getCmdletSurface(name).feature === feature),
  )
}

const isReading = (name: CmdletName) => /^(Get|Search)-/.test(name)

/** The built-in roles as they are: those of features that only read, except the directory's own. */
function listReadRoles(): readonly string[] {
  const roles = Object.values(cmdletFeatures).map(({ role }) => role)
  return [...new Set(roles)].filter((role) => /^(View-Only|Message)/.test(role))
}

function toRole(name: string, parent: string, keep: readonly string[]): string {
  return `New-ManagementRole -Name '${name}' -Parent '${parent}'
${toList('$keep = ', keep)}
Get-ManagementRoleEntry '${name}\\*' | Where-Object Name -NotIn $keep |
  ForEach-Object { Remove-ManagementRoleEntry "${name}\\$($_.Name)" -Confirm:$false }`
}

const toList = (beginning: string, names: readonly string[]) =>
  wrap(
    beginning,
    names.map((name) => `'${name}'`),
  )

/** A comma at the end of a line goes on with the next. */
function wrap(beginning: string, words: readonly string[]): string {
  const lines: string[] = []
  let line = beginning
  for (const [at, word] of words.entries()) {
    const given = at === words.length - 1 ? word : `${word},`
    const isFull = at > 0 && `${line} ${given}`.length > widest
    if (isFull) lines.push(line)
    line = isFull ? `  ${given}` : `${line}${at === 0 ? '' : ' '}${given}`
  }
  return [...lines, line].join('\n')
}
