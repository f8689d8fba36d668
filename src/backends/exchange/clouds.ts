// Where Microsoft's services live in each cloud. Sources: learn.microsoft.com, "Exchange Online Admin API", "Connect to
// Exchange Online PowerShell", "National cloud deployments". That adminapi/beta answers on the sovereign hosts is inferred.

export const cloudNames = ['worldwide', 'gcc-high', 'dod', 'china'] as const
export type CloudName = (typeof cloudNames)[number]

export interface Cloud {
  /** Origins, without a slash at the end. */
  readonly login: string
  readonly exchange: string
  readonly compliance: string
  readonly graph: string
  /** Whether Graph has message traces there: `Get-MessageTraceV2` answers everywhere. Source: "List messageTraces", national clouds. */
  readonly hasGraphTraces: boolean
  /** A redirect of the compliance endpoint is followed to hosts under this name only. */
  readonly complianceHosts: string
  /** `-ExchangeEnvironmentName` of Connect-ExchangeOnline. */
  readonly powershellEnvironment: string
  /** `-ConnectionUri` and `-AzureADAuthorizationEndpointUri` of Connect-IPPSSession; undefined for the default. */
  readonly compliancePowershell:
    | { readonly connectionUri: string; readonly authorizationUri: string }
    | undefined
}

export const clouds: Readonly<Record<CloudName, Cloud>> = {
  worldwide: {
    login: 'https://login.microsoftonline.com',
    exchange: 'https://outlook.office365.com',
    compliance: 'https://ps.compliance.protection.outlook.com',
    graph: 'https://graph.microsoft.com',
    hasGraphTraces: true,
    complianceHosts: 'ps.compliance.protection.outlook.com',
    powershellEnvironment: 'O365Default',
    compliancePowershell: undefined,
  },
  'gcc-high': {
    login: 'https://login.microsoftonline.us',
    exchange: 'https://outlook.office365.us',
    compliance: 'https://ps.compliance.protection.office365.us',
    graph: 'https://graph.microsoft.us',
    hasGraphTraces: false,
    complianceHosts: 'ps.compliance.protection.office365.us',
    powershellEnvironment: 'O365USGovGCCHigh',
    compliancePowershell: {
      connectionUri: 'https://ps.compliance.protection.office365.us/powershell-liveid/',
      authorizationUri: 'https://login.microsoftonline.us/organizations',
    },
  },
  dod: {
    login: 'https://login.microsoftonline.us',
    exchange: 'https://outlook-dod.office365.us',
    compliance: 'https://l5.ps.compliance.protection.office365.us',
    graph: 'https://dod-graph.microsoft.us',
    hasGraphTraces: false,
    complianceHosts: 'ps.compliance.protection.office365.us',
    powershellEnvironment: 'O365USGovDoD',
    compliancePowershell: {
      connectionUri: 'https://l5.ps.compliance.protection.office365.us/powershell-liveid/',
      authorizationUri: 'https://login.microsoftonline.us/organizations',
    },
  },
  china: {
    login: 'https://login.chinacloudapi.cn',
    exchange: 'https://outlook.office365.cn',
    compliance: 'https://ps.compliance.protection.partner.outlook.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    hasGraphTraces: false,
    complianceHosts: 'ps.compliance.protection.partner.outlook.cn',
    powershellEnvironment: 'O365China',
    compliancePowershell: {
      connectionUri: 'https://ps.compliance.protection.partner.outlook.cn/powershell-liveid/',
      authorizationUri: 'https://login.chinacloudapi.cn/organizations',
    },
  },
}
