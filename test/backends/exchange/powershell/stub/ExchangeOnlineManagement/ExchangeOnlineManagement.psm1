# Stands in for Microsoft's module: connects to the fake tenant of a test, and imports a session module with the cmdlets
# that its identity may run, as the real one does.

. "$PSScriptRoot/fake.ps1"

# The parameters of each cmdlet, as its reference lists them; without those that nobody here uses.
$parameterTable = @{
    'Get-BlockedSenderAddress' = @{ SenderAddress = 'string' }
    'Remove-BlockedSenderAddress' = @{ SenderAddress = 'string'; Reason = 'string' }
    'Get-BlockedConnector' = @{ ConnectorId = 'guid' }
    'Remove-BlockedConnector' = @{ ConnectorId = 'guid'; Reason = 'string' }
    'Get-Mailbox' = @{ Identity = 'object'; ResultSize = 'object'; Filter = 'string'; RecipientTypeDetails = 'string[]' }
    'Set-Mailbox' = @{
        Identity = 'object'; ForwardingAddress = 'object'; ForwardingSmtpAddress = 'object'
        DeliverToMailboxAndForward = 'bool'; GrantSendOnBehalfTo = 'object'; Force = 'switch'; Confirm = 'switch'
    }
    'Get-InboxRule' = @{
        Identity = 'object'; Mailbox = 'object'; IncludeHidden = 'switch'; BypassScopeCheck = 'switch'
        DescriptionTimeZone = 'object'; DescriptionTimeFormat = 'string'
    }
    'Disable-InboxRule' = @{ Identity = 'object'; Mailbox = 'object'; Force = 'switch'; Confirm = 'switch' }
    'Enable-InboxRule' = @{ Identity = 'object'; Mailbox = 'object'; Force = 'switch'; Confirm = 'switch' }
    'Get-MailboxPermission' = @{ Identity = 'object'; User = 'object'; Owner = 'switch'; ResultSize = 'object' }
    'Add-MailboxPermission' = @{
        Identity = 'object'; User = 'object'; AccessRights = 'string[]'; InheritanceType = 'string'
        AutoMapping = 'bool'; Confirm = 'switch'
    }
    'Remove-MailboxPermission' = @{
        Identity = 'object'; User = 'object'; AccessRights = 'string[]'; InheritanceType = 'string'; Confirm = 'switch'
    }
    'Add-RecipientPermission' = @{
        Identity = 'object'; Trustee = 'object'; AccessRights = 'string[]'; Confirm = 'switch'
    }
    'Remove-RecipientPermission' = @{
        Identity = 'object'; Trustee = 'object'; AccessRights = 'string[]'; Confirm = 'switch'
    }
    'Get-RecipientPermission' = @{
        Identity = 'object'; Trustee = 'object'; AccessRights = 'object'; ResultSize = 'object'
    }
    'Get-MessageTraceV2' = @{
        SenderAddress = 'object'; RecipientAddress = 'object'; StartDate = 'datetime'; EndDate = 'datetime'
        ResultSize = 'int'; StartingRecipientAddress = 'string'; Status = 'object'; FromIP = 'string'
        MessageTraceId = 'guid'; MessageId = 'object'; Subject = 'string'; SubjectFilterType = 'string'; ToIP = 'string'
    }
    'Get-MessageTraceDetailV2' = @{
        MessageTraceId = 'guid'; RecipientAddress = 'string'; StartDate = 'datetime'; EndDate = 'datetime'
        SenderAddress = 'string'; MessageId = 'string'; Action = 'object'; Event = 'object'
    }
    'Get-HostedOutboundSpamFilterPolicy' = @{ Identity = 'object' }
    'Get-HostedOutboundSpamFilterRule' = @{ Identity = 'object'; State = 'string' }
    'Get-InboundConnector' = @{ Identity = 'object'; ResultSize = 'object' }
    'Get-MailboxFolderStatistics' = @{ Identity = 'object'; FolderScope = 'string'; Archive = 'switch' }
    'Get-MailboxFolderPermission' = @{ Identity = 'object'; User = 'object'; ResultSize = 'object' }
    'Get-SweepRule' = @{ Identity = 'object'; Mailbox = 'object'; Provider = 'string' }
    'Get-MailboxAutoReplyConfiguration' = @{ Identity = 'object'; ResultSize = 'object' }
    'Get-MobileDeviceStatistics' = @{ Identity = 'object'; Mailbox = 'object'; ActiveSync = 'switch' }
    'Get-Recipient' = @{ Identity = 'object'; Filter = 'string'; ResultSize = 'object' }
    'Get-DistributionGroupMember' = @{ Identity = 'object'; ResultSize = 'object' }
    'Get-TransportRule' = @{ Identity = 'object'; State = 'string'; Filter = 'string'; ResultSize = 'object' }
    'Get-JournalRule' = @{ Identity = 'object' }
    'Get-AcceptedDomain' = @{ Identity = 'object'; ResultSize = 'object' }
    'Search-UnifiedAuditLog' = @{
        StartDate = 'datetime'; EndDate = 'datetime'; Operations = 'string[]'; UserIds = 'string[]'
        ObjectIds = 'string[]'; RecordType = 'string'; ResultSize = 'int'; SessionId = 'string'
        SessionCommand = 'string'; FreeText = 'string'; Formatted = 'switch'; HighCompleteness = 'switch'
        IPAddresses = 'string[]'; SiteIds = 'string[]'; LongerRetentionEnabled = 'string'
    }
    'Get-LimitsEnforcementStatus' = @{}
    'Get-AdminAuditLogConfig' = @{}
    'Get-ProtectionAlert' = @{ Identity = 'object'; IncludeRuleXml = 'switch' }
}

function New-FunctionText([string] $Name) {
    $parameters = foreach ($entry in $parameterTable[$Name].GetEnumerator()) {
        # -Confirm and -WhatIf come with SupportsShouldProcess.
        if ($entry.Key -ne 'Confirm') { "[$($entry.Value)] `${$($entry.Key)}" }
    }
    $asks = $parameterTable[$Name].ContainsKey('Confirm')
    $binding = if ($asks) { "SupportsShouldProcess, ConfirmImpact = 'High'" } else { '' }
    $guard = if ($asks) { 'if (-not $PSCmdlet.ShouldProcess("the fake tenant")) { return };' } else { '' }
    "function $Name { [CmdletBinding($binding)] param($($parameters -join ', '))
        process { $guard Invoke-FakeCmdlet '$Name' `$PSBoundParameters } }"
}

function Import-Session([string[]] $Names) {
    $folder = New-Item -ItemType Directory -Path ([System.IO.Path]::GetTempPath()) -Name "tmpEXO_$([guid]::NewGuid().ToString('n'))"
    $path = Join-Path $folder "$($folder.Name).psm1"
    @(
        ". '$PSScriptRoot/fake.ps1'"
        foreach ($name in $Names) { New-FunctionText $name }
        "Export-ModuleMember -Function @($(($Names | ForEach-Object { "'$_'" }) -join ', '))"
    ) | Set-Content -LiteralPath $path
    Import-Module $path -Global -DisableNameChecking
}

function Connect-Fake([string] $Cmdlet, $Bound) {
    $seen = @{}
    foreach ($key in $Bound.Keys) {
        $value = $Bound[$key]
        if ($value -is [System.Security.Cryptography.X509Certificates.X509Certificate2]) {
            $signed = $null
            $rsa = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($value)
            if ($null -ne $rsa) { $signed = $rsa.SignData([byte[]] (1, 2, 3), 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1) }
            $seen[$key] = @{ thumbprint = $value.Thumbprint; signed = [Convert]::ToBase64String($signed) }
        }
        elseif ($value -is [switch]) { $seen[$key] = [bool] $value }
        else { $seen[$key] = $value }
    }
    $answer = Send-Fake '/connect' @{
        cmdlet = $Cmdlet; parameters = $seen; pid = $PID
        arguments = [Environment]::GetCommandLineArgs()
        environment = [Environment]::GetEnvironmentVariables()
    }
    foreach ($act in $answer.acts) { Invoke-FakeAct $act }
    Import-Session @($answer.cmdlets)
}

function Connect-ExchangeOnline {
    [CmdletBinding()]
    param(
        [string] $AppId, [string] $Organization, [string] $AccessToken, [string[]] $CommandName,
        [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,
        [string] $ExchangeEnvironmentName, [switch] $SkipLoadingFormatData, [switch] $ShowBanner
    )
    if ($PSBoundParameters.ContainsKey('AccessToken') -eq $PSBoundParameters.ContainsKey('Certificate')) { throw 'No way to sign in.' }
    Write-Host 'This V3 EXO PowerShell module contains new REST API backed Exchange Online cmdlets.'
    Connect-Fake 'Connect-ExchangeOnline' $PSBoundParameters
}

# It has no -SkipLoadingFormatData.
function Connect-IPPSSession {
    [CmdletBinding()]
    param(
        [string] $AppId, [string] $Organization, [string] $AccessToken, [string[]] $CommandName,
        [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,
        [string] $ConnectionUri, [string] $AzureADAuthorizationEndpointUri, [switch] $ShowBanner
    )
    Connect-Fake 'Connect-IPPSSession' $PSBoundParameters
}

function Disconnect-ExchangeOnline {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param()
    if ($PSCmdlet.ShouldProcess('the session')) { $null = Send-Fake '/disconnect' @{ pid = $PID } }
}
