# Asks the fake tenant of the test, whose address stands beside this file, and does what it is told to: everything that
# the real module is known to do to whoever drives it.

$fakeUrl = (Get-Content -Raw -LiteralPath "$PSScriptRoot/endpoint.txt").Trim()
$fakeHandler = [System.Net.Http.HttpClientHandler]::new()
$fakeHandler.UseProxy = $false
$fakeClient = [System.Net.Http.HttpClient]::new($fakeHandler)
$fakeClient.Timeout = [System.Threading.Timeout]::InfiniteTimeSpan

function Send-Fake([string] $Path, $Body) {
    $json = ConvertTo-Json -InputObject $Body -Depth 6 -Compress -EscapeHandling EscapeNonAscii
    $content = [System.Net.Http.StringContent]::new($json, [System.Text.Encoding]::UTF8, 'application/json')
    $response = $fakeClient.PostAsync("$fakeUrl$Path", $content).GetAwaiter().GetResult()
    $response.Content.ReadAsStringAsync().GetAwaiter().GetResult() | ConvertFrom-Json
}

enum FakeSeverity { Low; High }

function Invoke-FakeAct($Act) {
    switch ($Act.kind) {
        'write-error' { Write-Error -Message $Act.text -ErrorId $Act.id -CategoryReason $Act.reason }
        'throw' { throw $Act.text }
        'connection-lost' { throw [System.Net.Http.HttpRequestException]::new('The response ended prematurely.') }
        'warn' { Write-Warning $Act.text }
        'host' { Write-Host $Act.text }
        'host-without-end' { Write-Host $Act.text -NoNewline }
        'console' { [Console]::Out.Write($Act.text) }
        'stderr' { [Console]::Error.WriteLine($Act.text) }
        'verbose' { Write-Verbose $Act.text -Verbose }
        'progress' { Write-Progress -Activity $Act.text -PercentComplete 50 }
        'break' { }
        'exit' { exit 7 }
        'die' { [System.Diagnostics.Process]::GetCurrentProcess().Kill() }
        'child' { Set-Content -LiteralPath $Act.file -Value (Start-Process -FilePath 'sleep' -ArgumentList '60' -PassThru).Id }
        'sleep' { Start-Sleep -Milliseconds $Act.milliseconds }
        'prompt' { $null = Read-Host 'Are you sure?' }
        'huge' { foreach ($index in 1..$Act.megabytes) { [pscustomobject] @{ Text = 'x' * 1MB } } }
        'flood' { foreach ($index in 1..$Act.megabytes) { [Console]::Out.Write('x' * 1MB) } }
        'many' { foreach ($index in 1..$Act.count) { [pscustomobject] @{ Index = $index } } }
        'rich' {
            [pscustomobject] @{
                Utc = [datetime]::new(2026, 11, 22, 3, 14, 15, [DateTimeKind]::Utc)
                Unspecified = [datetime]::new(2026, 11, 22, 3, 14, 15)
                Offset = [DateTimeOffset]::new(2026, 11, 22, 4, 14, 15, [timespan]::FromHours(1))
                Severity = [FakeSeverity]::High
                Id = [guid] 'd7c0a3f2-6a1e-4a52-9d35-5b1f0c7e2a01'
                None = @()
                One = @('only')
                Two = [System.Collections.ArrayList] @('a', 'b')
                Nothing = $null
                Nested = [pscustomobject] @{ Inner = @([pscustomobject] @{ Deep = $true }) }
                Table = @{ Key = 1 }
                Size = 1.5
                Large = [long]::MaxValue
                Address = [mailaddress] 'laura@contoso.com'
                Span = [timespan]::FromMinutes(90)
                Link = [uri] 'https://contoso.com/a b'
                Secret = ConvertTo-SecureString 'hidden' -AsPlainText -Force
                Text = "päivää 💥 `u{202e}`u{0000}"
            } | Add-Member -PassThru -NotePropertyMembers @{ PSComputerName = 'am0pr04mb1234.eurprd04.prod.outlook.com' } |
                Add-Member -PassThru ScriptProperty Broken { throw 'no' }
            'a bare string'
        }
        default { throw "The stub does not know how to $($Act.kind)." }
    }
}

function Invoke-FakeCmdlet([string] $Name, $Bound) {
    $parameters = foreach ($key in $Bound.Keys) {
        $value = $Bound[$key]
        $type = if ($null -eq $value) { 'null' } else { $value.GetType().FullName }
        if ($value -is [switch]) { $value = [bool] $value }
        @{ name = $key; type = $type; value = $value }
    }
    $answer = Send-Fake '/run' @{ cmdlet = $Name; parameters = @($parameters); pid = $PID }
    foreach ($act in $answer.acts) { Invoke-FakeAct $act }
    foreach ($record in $answer.records) { $record }
    # Outside every loop of its own it ends one of whoever called.
    if ('break' -in $answer.acts.kind) { break }
}
