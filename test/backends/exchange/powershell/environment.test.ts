import { expect, test } from 'vitest'
import { toChildEnvironment } from '../../../../src/backends/exchange/powershell/environment.js'

test('lets through what PowerShell needs to run, and no secret', () => {
  const given = {
    PATH: '/bin',
    HOME: '/home/bot',
    LANG: 'C.UTF-8',
    LC_ALL: 'C',
    DOTNET_ROOT: '/usr/share/dotnet',
    SystemRoot: 'C:\\Windows',
    TMPDIR: '/var/tmp',
    REPRIEVE_SLACK_BOT_TOKEN: 'secret',
    AZURE_CLIENT_SECRET: 'secret',
    HTTPS_PROXY: 'http://name:secret@proxy',
    https_proxy: 'http://name:secret@proxy',
    PSModulePath: '/tmp/foreign',
    EMPTY: undefined,
  }
  expect(toChildEnvironment({ environment: given, folder: '/private' })).toEqual({
    PATH: '/bin',
    HOME: '/home/bot',
    LANG: 'C.UTF-8',
    LC_ALL: 'C',
    DOTNET_ROOT: '/usr/share/dotnet',
    SystemRoot: 'C:\\Windows',
    TEMP: '/private',
    TMP: '/private',
    TMPDIR: '/private',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    POWERSHELL_DIAGNOSTICS_OPTOUT: '1',
    DOTNET_EnableDiagnostics: '0',
    DOTNET_TieredPGO: '0',
  })
})

test('gives it a home where there is none, and the proxy of the settings', () => {
  const proxy = 'http://proxy.contoso.com:8080'
  expect(
    toChildEnvironment({ environment: {}, folder: '/private', proxy, noProxy: 'login.contoso.com' }),
  ).toMatchObject({ HOME: '/private', HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: 'login.contoso.com' })
})
