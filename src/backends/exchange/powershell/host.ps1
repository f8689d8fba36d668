# Reprieve's end inside pwsh: reads one JSON request a line, runs one cmdlet at a time, writes one JSON answer a line.
# Each answer stands behind a marker that only the parent knows, so nothing that a module prints is taken for one.
# Values reach a cmdlet as values: no text that came from outside is ever part of a script.

using namespace System.Collections.Generic
using namespace System.Management.Automation
using namespace System.Security.Cryptography.X509Certificates
using namespace System.Text.Json

Set-StrictMode -Version Latest

# Modules have scopes of their own and see what is global. Without Stop, a cmdlet of Exchange that fails may come back
# as one that had nothing to say.
$global:ErrorActionPreference = 'Stop'
$global:WarningPreference = 'Continue'
$global:ConfirmPreference = 'None'
$global:ProgressPreference = 'SilentlyContinue'
$global:InformationPreference = 'SilentlyContinue'
$global:VerbosePreference = 'SilentlyContinue'
$global:DebugPreference = 'SilentlyContinue'
$global:PSStyle.OutputRendering = 'PlainText'

$utf8 = [System.Text.UTF8Encoding]::new($false)
$requests = [System.IO.StreamReader]::new([Console]::OpenStandardInput(), $utf8, $false)
$answers = [Console]::OpenStandardOutput()
$moduleName = 'ExchangeOnlineManagement'
# What connecting has imported, by service: module infos.
$sessions = @{}
# Properties that the remoting layer adds; the first one names a server.
$remotingProperties = [HashSet[string]]::new([string[]]('PSComputerName', 'RunspaceId', 'PSShowComputerName'))
$deepest = 8
$largestExactInteger = 9007199254740991

function Send-Answer([System.IO.MemoryStream] $Json) {
    $lead = $utf8.GetBytes("`n$marker")
    $answers.Write($lead, 0, $lead.Length)
    $Json.WriteTo($answers)
    $answers.WriteByte(10)
    $answers.Flush()
}

# The writer escapes everything beyond ASCII, so no code page on the way can spoil an answer.
function New-Answer([int] $Id, [bool] $Ok) {
    $stream = [System.IO.MemoryStream]::new()
    $writer = [Utf8JsonWriter]::new($stream)
    $writer.WriteStartObject()
    $writer.WriteNumber('id', $Id)
    $writer.WriteBoolean('ok', $Ok)
    @{ stream = $stream; writer = $writer }
}

function Complete-Answer($Answer) {
    $Answer.writer.WriteEndObject()
    $Answer.writer.Flush()
    Send-Answer $Answer.stream
}

function Write-Texts([Utf8JsonWriter] $Writer, [string] $Name, $Texts) {
    $Writer.WriteStartArray($Name)
    foreach ($text in $Texts) { $Writer.WriteStringValue([string] $text) }
    $Writer.WriteEndArray()
}

function Write-Number([Utf8JsonWriter] $Writer, $Value) {
    if ($Value -is [double] -or $Value -is [single]) {
        if ([double]::IsFinite($Value)) { $Writer.WriteNumberValue([double] $Value) }
        else { $Writer.WriteStringValue([string] $Value) }
    }
    elseif ($Value -is [decimal]) { $Writer.WriteNumberValue([decimal] $Value) }
    # JavaScript would round it.
    elseif ([decimal] $Value -gt $largestExactInteger -or [decimal] $Value -lt -$largestExactInteger) {
        $Writer.WriteStringValue([string] $Value)
    }
    else { $Writer.WriteNumberValue([long] $Value) }
}

# Exchange's times are UTC whether they say so or not.
function ConvertTo-Instant($Value) {
    $utc = if ($Value -is [DateTimeOffset]) { $Value.UtcDateTime }
    elseif ($Value.Kind -eq [DateTimeKind]::Unspecified) { $Value }
    else { $Value.ToUniversalTime() }
    $utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", [cultureinfo]::InvariantCulture)
}

function Test-PropertyBag($Value) {
    $Value -is [System.Management.Automation.PSCustomObject] -or $Value.PSObject.TypeNames[0] -like 'Deserialized.*'
}

# Most of what comes are texts, numbers and switches: those are written right here, since a call of a function costs more
# than all the rest.
function Write-Properties([Utf8JsonWriter] $Writer, $Value, [int] $Depth) {
    $Writer.WriteStartObject()
    foreach ($property in $Value.PSObject.Properties) {
        $name = $property.Name
        if ($remotingProperties.Contains($name) -or -not $property.IsGettable) { continue }
        $inner = $null
        try { $inner = $property.Value } catch { }
        if ($inner -is [string]) { $Writer.WriteString($name, $inner) }
        elseif ($null -eq $inner) { $Writer.WriteNull($name) }
        elseif ($inner -is [bool]) { $Writer.WriteBoolean($name, $inner) }
        elseif ($inner -is [int]) { $Writer.WriteNumber($name, $inner) }
        else {
            $Writer.WritePropertyName($name)
            Write-Value $Writer $inner ($Depth + 1)
        }
    }
    $Writer.WriteEndObject()
}

function Write-Entries([Utf8JsonWriter] $Writer, [System.Collections.IDictionary] $Value, [int] $Depth) {
    $Writer.WriteStartObject()
    foreach ($entry in $Value.GetEnumerator()) {
        $Writer.WritePropertyName([string] $entry.Key)
        Write-Value $Writer $entry.Value ($Depth + 1)
    }
    $Writer.WriteEndObject()
}

function Write-Value([Utf8JsonWriter] $Writer, $Value, [int] $Depth) {
    if ($null -eq $Value -or $Value -is [securestring] -or $Value -is [pscredential]) { $Writer.WriteNullValue() }
    elseif ($Value -is [string] -or $Value -is [char]) { $Writer.WriteStringValue([string] $Value) }
    elseif ($Value -is [bool] -or $Value -is [switch]) { $Writer.WriteBooleanValue([bool] $Value) }
    elseif ($Value -is [enum]) { $Writer.WriteStringValue($Value.ToString()) }
    elseif ($Value -is [ValueType] -and $Value.GetType().IsPrimitive -or $Value -is [decimal]) {
        Write-Number $Writer $Value
    }
    elseif ($Value -is [datetime] -or $Value -is [DateTimeOffset]) {
        $Writer.WriteStringValue((ConvertTo-Instant $Value))
    }
    elseif ($Depth -ge $deepest) { $Writer.WriteStringValue([string] $Value) }
    elseif ($Value -is [byte[]]) { $Writer.WriteStringValue([Convert]::ToBase64String($Value)) }
    elseif ($Value -is [System.Collections.IDictionary]) { Write-Entries $Writer $Value $Depth }
    elseif ($Value -is [System.Collections.IEnumerable]) {
        $Writer.WriteStartArray()
        foreach ($item in $Value) { Write-Value $Writer $item ($Depth + 1) }
        $Writer.WriteEndArray()
    }
    elseif (Test-PropertyBag $Value) { Write-Properties $Writer $Value $Depth }
    # Addresses, ids, sizes: their own text says what Exchange shows.
    else { $Writer.WriteStringValue([string] $Value) }
}

# One object of the output; what is no object becomes one.
function Write-Record([Utf8JsonWriter] $Writer, $Value) {
    if ($Value -is [System.Collections.IDictionary]) { Write-Entries $Writer $Value 0 }
    elseif (Test-PropertyBag $Value) { Write-Properties $Writer $Value 0 }
    elseif ($Value -is [ValueType] -or $Value -is [string] -or $Value -is [System.Collections.IEnumerable]) {
        $Writer.WriteStartObject()
        $Writer.WritePropertyName('value')
        Write-Value $Writer $Value 1
        $Writer.WriteEndObject()
    }
    else { Write-Properties $Writer $Value 0 }
}

function Send-Failure([int] $Id, [string] $Kind, $Texts, $Names) {
    $answer = New-Answer $Id $false
    $answer.writer.WriteString('kind', $Kind)
    Write-Texts $answer.writer 'texts' $Texts
    Write-Texts $answer.writer 'names' $Names
    Complete-Answer $answer
}

function Send-ErrorRecord([int] $Id, [string] $Kind, [ErrorRecord] $Record) {
    $texts = [List[string]]::new()
    $names = [List[string]]::new()
    if ($null -ne $Record.ErrorDetails) { $texts.Add($Record.ErrorDetails.Message) }
    for ($cause = $Record.Exception; $null -ne $cause -and $texts.Count -lt 6; $cause = $cause.InnerException) {
        $texts.Add($cause.Message)
        $names.Add($cause.GetType().FullName)
    }
    $names.Add($Record.FullyQualifiedErrorId)
    $names.Add([string] $Record.CategoryInfo.Category)
    $names.Add($Record.CategoryInfo.Reason)
    Send-Failure $Id $Kind $texts $names
}

function Send-Done([int] $Id) { Complete-Answer (New-Answer $Id $true) }

function ConvertFrom-Parameter([JsonElement] $Element) {
    if ($Element.ValueKind -eq [JsonValueKind]::String) { return $Element.GetString() }
    if ($Element.ValueKind -eq [JsonValueKind]::True) { return $true }
    if ($Element.ValueKind -eq [JsonValueKind]::False) { return $false }
    if ($Element.ValueKind -eq [JsonValueKind]::Null) { return $null }
    if ($Element.ValueKind -eq [JsonValueKind]::Array) {
        $texts = [string[]] @(foreach ($item in $Element.EnumerateArray()) { $item.GetString() })
        return , $texts
    }
    if ($Element.ValueKind -eq [JsonValueKind]::Object) {
        $table = @{}
        foreach ($entry in $Element.EnumerateObject()) { $table[$entry.Name] = ConvertFrom-Parameter $entry.Value }
        return $table
    }
    $number = 0
    if ($Element.TryGetInt32([ref] $number)) { return $number }
    $number = [long] 0
    if ($Element.TryGetInt64([ref] $number)) { return $number }
    $Element.GetDouble()
}

# The cmdlet itself and not its name: an alias, a function of another module or a program of that name cannot get in
# between, nor can the same cmdlet of the other service.
function Find-Cmdlet([string] $Service, [string] $Name) {
    if ($Name -notin $cmdlets -or -not $sessions.ContainsKey($Service)) { return $null }
    foreach ($module in $sessions[$Service]) {
        foreach ($table in $module.ExportedFunctions, $module.ExportedCmdlets) {
            if ($table.ContainsKey($Name)) { return $table[$Name] }
        }
    }
}

function Get-Splat([CommandInfo] $Command, [JsonElement] $Parameters) {
    $splat = @{}
    foreach ($given in $Parameters.EnumerateObject()) {
        # PowerShell completes shortened names, so only whole ones count.
        if ($given.Name -in $refusedParameters -or -not $Command.Parameters.ContainsKey($given.Name)) {
            throw "A parameter cannot be found that matches parameter name '$($given.Name)'."
        }
        $splat[$given.Name] = ConvertFrom-Parameter $given.Value
    }
    # Nobody is there to confirm to; whoever pressed the button has done so.
    if ($Command.Parameters.ContainsKey('Confirm') -and -not $splat.ContainsKey('Confirm')) { $splat.Confirm = $false }
    $splat
}

function Invoke-Run([int] $Id, [JsonElement] $Request) {
    $name = $Request.GetProperty('cmdlet').GetString()
    $command = Find-Cmdlet $Request.GetProperty('service').GetString() $name
    if ($null -eq $command) { return Send-Failure $Id 'not-imported' @($name) @() }
    $splat = try { Get-Splat $command $Request.GetProperty('parameters') }
    catch { return Send-ErrorRecord $Id 'bad-parameter' $_ }
    $answer = New-Answer $Id $true
    $writer = $answer.writer
    $warnings = [List[string]]::new()
    $isWhole = $false
    $writer.WriteStartArray('records')
    # The loop catches a stray `break` or `continue` of a module, which would end ours.
    foreach ($once in 1) {
        & $command @splat *>&1 | ForEach-Object {
            if ($_ -is [ErrorRecord]) { throw $_ }
            elseif ($_ -is [WarningRecord]) { $warnings.Add($_.Message) }
            elseif ($null -ne $_ -and $_ -isnot [InformationalRecord] -and $_ -isnot [InformationRecord]) {
                if ($writer.BytesCommitted + $writer.BytesPending -gt $mostBytes) {
                    $script:isTooLarge = $true
                    throw 'too large'
                }
                if ($_ -is [System.Management.Automation.PSCustomObject]) { Write-Properties $writer $_ 0 }
                else { Write-Record $writer $_ }
            }
        }
        $isWhole = $true
    }
    if (-not $isWhole) { throw 'The cmdlet ended without a result.' }
    $writer.WriteEndArray()
    Write-Texts $writer 'warnings' $warnings
    Complete-Answer $answer
}

function New-Certificate([JsonElement] $SignIn) {
    $pem = [X509Certificate2]::CreateFromPem(
        $SignIn.GetProperty('certificate').GetString(), $SignIn.GetProperty('privateKey').GetString())
    # The key of one made from PEM exists in memory alone, which not every signer takes.
    [X509Certificate2]::new($pem.Export([X509ContentType]::Pfx), '', [X509KeyStorageFlags]::DefaultKeySet)
}

# Modules differ in what they know by version; `Optional` names what may be left out then.
function Invoke-Connect([string] $Name, [hashtable] $Wanted, [string[]] $Optional) {
    $command = Get-Command -Name $Name -Module $moduleName -CommandType Function, Cmdlet
    $splat = @{}
    foreach ($parameter in $Wanted.Keys) {
        if ($command.Parameters.ContainsKey($parameter)) { $splat[$parameter] = $Wanted[$parameter] }
        elseif ($parameter -notin $Optional) {
            $script:isModuleOld = $true
            throw "$Name of this module version has no parameter $parameter."
        }
    }
    foreach ($once in 1) { & $command @splat *>&1 | ForEach-Object { if ($_ -is [ErrorRecord]) { throw $_ } } }
}

function Connect-Service([int] $Id, [JsonElement] $Request) {
    $service = $Request.GetProperty('service').GetString()
    $signIn = $Request.GetProperty('signIn')
    $wanted = @{ ShowBanner = $false; SkipLoadingFormatData = $true }
    foreach ($given in $Request.GetProperty('parameters').EnumerateObject()) {
        $wanted[$given.Name] = ConvertFrom-Parameter $given.Value
    }
    if ($signIn.GetProperty('kind').GetString() -eq 'token') {
        $wanted.AccessToken = $signIn.GetProperty('token').GetString()
    }
    else {
        $wanted.AppId = $signIn.GetProperty('appId').GetString()
        $wanted.Certificate = New-Certificate $signIn
    }
    $connect = if ($service -eq 'exchange') { 'Connect-ExchangeOnline' } else { 'Connect-IPPSSession' }
    $before = [HashSet[string]]::new([string[]] @(Get-Module -All | ForEach-Object Name))
    Invoke-Connect $connect $wanted @('ShowBanner', 'SkipLoadingFormatData')
    $sessions[$service] = @(Get-Module -All | Where-Object { -not $before.Contains($_.Name) })
    Send-Done $Id
}

function Send-Allowed([int] $Id, [JsonElement] $Request) {
    $modules = $sessions[$Request.GetProperty('service').GetString()]
    $answer = New-Answer $Id $true
    $names = foreach ($module in $modules) { $module.ExportedFunctions.Keys; $module.ExportedCmdlets.Keys }
    Write-Texts $answer.writer 'names' @($names)
    Complete-Answer $answer
}

function Invoke-Request([JsonElement] $Request) {
    $id = $Request.GetProperty('id').GetInt32()
    $what = $Request.GetProperty('do').GetString()
    $script:isTooLarge = $false
    $script:isModuleOld = $false
    try {
        switch -Exact ($what) {
            'connect' { Connect-Service $id $Request }
            'run' { Invoke-Run $id $Request }
            'list' { Send-Allowed $id $Request }
            'disconnect' {
                Invoke-Connect 'Disconnect-ExchangeOnline' @{ Confirm = $false } @()
                Send-Done $id
            }
        }
    }
    catch {
        $kind = if ($script:isTooLarge) { 'too-large' } elseif ($script:isModuleOld) { 'old-module' } else { "$what-failed" }
        Send-ErrorRecord $id $kind $_
    }
}

$start = [JsonDocument]::Parse($requests.ReadLine()).RootElement
$marker = $start.GetProperty('marker').GetString()
$cmdlets = ConvertFrom-Parameter $start.GetProperty('cmdlets')
$refusedParameters = ConvertFrom-Parameter $start.GetProperty('refusedParameters')
$mostBytes = $start.GetProperty('mostBytes').GetInt64()
$modulePath = $start.GetProperty('modulePath').GetString()
if ($modulePath -ne '') { $env:PSModulePath = $modulePath + [System.IO.Path]::PathSeparator + $env:PSModulePath }
try {
    Import-Module -Name $moduleName -Global *>&1 | ForEach-Object { if ($_ -is [ErrorRecord]) { throw $_ } }
    Send-Done 0
}
catch { Send-ErrorRecord 0 'no-module' $_ }

# The end of the input is the end of the parent.
while ($null -ne ($line = $requests.ReadLine())) { Invoke-Request ([JsonDocument]::Parse($line).RootElement) }
