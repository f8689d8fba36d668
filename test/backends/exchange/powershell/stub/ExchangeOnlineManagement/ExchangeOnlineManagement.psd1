@{
    RootModule = 'ExchangeOnlineManagement.psm1'
    ModuleVersion = '3.10.1'
    GUID = 'b5eced50-afa4-455b-847a-d8fb64140a22'
    PowerShellVersion = '7.4'
    FunctionsToExport = @('Connect-ExchangeOnline', 'Connect-IPPSSession', 'Disconnect-ExchangeOnline')
    CmdletsToExport = @()
    AliasesToExport = @()
}
