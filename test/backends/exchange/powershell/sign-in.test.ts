import { execFileSync } from 'node:child_process'
import { createPublicKey, verify, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { clouds } from '../../../../src/backends/exchange/clouds.js'
import { type Cmdlets, cmdletNames } from '../../../../src/backends/exchange/cmdlets.js'
import { BackendError } from '../../../../src/errors.js'
import { createManualClock } from '../../../clock.js'
import { catchFailure } from '../../../contracts/failure.js'
import { createStage, describePwsh, never, patience, pwshPath, type Stage, secretIdentity } from './stage.js'

const { tenantId, organization, appId } = secretIdentity
const list = (cmdlets: Cmdlets, signal = never) =>
  cmdlets.run({ cmdlet: 'Get-BlockedSenderAddress', parameters: {} }, signal)

describePwsh('signing in by way of pwsh', patience, () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await createStage()
  })
  beforeEach(() => {
    stage.endpoint.reset()
    stage.logged.length = 0
  })
  afterAll(() => stage.close())

  test('hands a token over on the standard input, and nothing of ours in any other way', async () => {
    const environment = {
      ...process.env,
      REPRIEVE_SECRET: 'canary-environment',
      SLACK_BOT_TOKEN: 'canary-environment',
      PSModulePath: '/canary-environment',
    }
    const clock = createManualClock(Date.UTC(2026, 10, 22))
    const claims = Buffer.from(JSON.stringify({ exp: clock.now() / 1_000 + 600 })).toString('base64url')
    const token = `canary.${claims}.token`
    const cmdlets = stage.create({
      clock,
      environment,
      tokens: { get: () => Promise.resolve(token) },
      settings: { proxy: 'http://proxy.contoso.com:8080' },
    })
    await list(cmdlets)
    const [connect, ...more] = stage.endpoint.connects
    expect(more).toEqual([])
    expect(connect?.parameters).toEqual({
      AccessToken: token,
      Organization: organization,
      CommandName: cmdletNames.filter((name) => name !== 'Get-ProtectionAlert'),
      ExchangeEnvironmentName: 'O365Default',
      ShowBanner: false,
      SkipLoadingFormatData: true,
    })
    expect(JSON.stringify([connect?.arguments, connect?.environment])).not.toContain('canary')
    expect(readFileSync(`/proc/${connect?.pid}/environ`, 'utf8')).not.toContain('canary')
    expect(connect?.environment).toMatchObject({
      HTTPS_PROXY: 'http://proxy.contoso.com:8080',
      POWERSHELL_TELEMETRY_OPTOUT: '1',
    })
    const folder = connect?.environment.TMPDIR ?? ''
    expect(existsSync(folder)).toBe(true)

    // Signed in anew before the token ends.
    await clock.advance(6 * 60_000)
    await list(cmdlets)
    expect(stage.endpoint.connects).toHaveLength(1)
    await clock.advance(60_000)
    await list(cmdlets)
    expect(stage.endpoint.connects).toHaveLength(2)
    expect(existsSync(folder)).toBe(false)
    expect(stage.logged.join()).not.toContain('canary')
  })

  test('signs in with a certificate whose key can sign, in the cloud of the tenant, once a service', async () => {
    const { certificate, privateKey } = createCertificate()
    const cmdlets = stage.create({
      cloud: clouds['gcc-high'],
      identity: {
        tenantId,
        organization,
        appId,
        credential: { kind: 'certificate', certificate, privateKey },
      },
      tokens: { get: () => Promise.reject(new Error('not wanted')) },
    })
    await list(cmdlets)
    await list(cmdlets)
    expect(stage.endpoint.connects.map(({ cmdlet }) => cmdlet)).toEqual(['Connect-ExchangeOnline'])
    const run = () => cmdlets.run({ cmdlet: 'Get-ProtectionAlert', parameters: {} }, never)
    stage.endpoint.onRun = () => ({})
    await run()
    await run()
    const [exchange, compliance, ...more] = stage.endpoint.connects.map(({ parameters }) => parameters)
    expect(more).toEqual([])
    expect(exchange).toMatchObject({
      AppId: appId,
      Organization: organization,
      ExchangeEnvironmentName: 'O365USGovGCCHigh',
    })
    expect(compliance).toMatchObject({
      AppId: appId,
      Organization: organization,
      CommandName: ['Get-ProtectionAlert'],
      ConnectionUri: 'https://ps.compliance.protection.office365.us/powershell-liveid/',
      AzureADAuthorizationEndpointUri: 'https://login.microsoftonline.us/organizations',
      ShowBanner: false,
    })
    for (const given of [exchange, compliance]) {
      const { thumbprint, signed } = z
        .object({ thumbprint: z.string(), signed: z.string() })
        .parse(given?.Certificate)
      expect(thumbprint).toBe(new X509Certificate(certificate).fingerprint.replaceAll(':', ''))
      const key = createPublicKey(certificate)
      expect(verify('sha256', Buffer.from([1, 2, 3]), key, Buffer.from(signed, 'base64'))).toBe(true)
    }
  })

  test('says what Entra or the certificate was refused for, and does not try again at once', async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 22))
    const cmdlets = stage.create({ clock })
    stage.endpoint.onConnect = () => ({
      acts: [
        {
          kind: 'throw',
          text: 'AADSTS700027: The certificate with identifier used to sign the client assertion is not registered. Trace ID: 6e1f Correlation ID: 7a2b',
        },
      ],
    })
    const fail = () => catchFailure(list(cmdlets))
    expect(await fail()).toMatchObject({
      code: 'forbidden',
      outcome: 'unchanged',
      message:
        'PowerShell could not sign in to Exchange Online: AADSTS700027: The certificate with identifier used to sign the client assertion is not registered.',
    })
    expect(await fail()).toMatchObject({ code: 'forbidden', retryAfterMilliseconds: 1_000 })
    expect(stage.endpoint.connects).toHaveLength(1)
    await clock.advance(1_000)
    expect(await fail()).toMatchObject({ code: 'forbidden' })
    expect(stage.endpoint.connects).toHaveLength(2)
    expect(await fail()).toMatchObject({ retryAfterMilliseconds: 2_000 })
    await clock.advance(2_000)
    stage.endpoint.onConnect = undefined
    expect((await list(cmdlets)).records).toEqual([])
  })

  test('fails with a certificate that is none', async () => {
    const credential = { kind: 'certificate', certificate: 'no', privateKey: 'no' } as const
    const broken = stage.create({ identity: { tenantId, organization, appId, credential } })
    await expect(list(broken)).rejects.toMatchObject({ code: 'forbidden', outcome: 'unchanged' })
    expect(stage.endpoint.connects).toEqual([])
  })

  test('keeps Exchange when only the compliance service refuses, or has no token', async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 22))
    const refusal = new BackendError('No token.', { code: 'forbidden', outcome: 'unchanged' })
    let hasToken = false
    const cmdlets = stage.create({
      clock,
      tokens: {
        get: (audience) =>
          audience === 'exchange' || hasToken ? Promise.resolve('x') : Promise.reject(refusal),
      },
    })
    stage.endpoint.onConnect = ({ cmdlet }) =>
      cmdlet === 'Connect-IPPSSession' ? { acts: [{ kind: 'throw', text: 'UnAuthorized' }] } : {}
    const alerts = () => cmdlets.run({ cmdlet: 'Get-ProtectionAlert', parameters: {} }, never)
    await expect(alerts()).rejects.toThrow('No token.')
    hasToken = true
    await clock.advance(1_000)
    await expect(alerts()).rejects.toMatchObject({
      code: 'forbidden',
      outcome: 'unchanged',
      message: 'PowerShell could not sign in to Security & Compliance: UnAuthorized',
    })
    expect((await list(cmdlets)).records).toEqual([])
    expect(new Set(stage.endpoint.connects.map(({ pid }) => pid)).size).toBe(1)
  })

  test('goes on without whoever gave up waiting, and ends by its own limit', async () => {
    const patient = stage.create()
    const controller = new AbortController()
    let arrived = () => {}
    const connecting = new Promise<void>((resolve) => {
      arrived = resolve
    })
    let release = () => {}
    stage.endpoint.onConnect = () => {
      arrived()
      return new Promise((resolve) => {
        release = () => resolve({})
      })
    }
    const given = catchFailure(list(patient, controller.signal))
    await connecting
    controller.abort()
    expect(await given).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
    const next = list(patient)
    release()
    expect((await next).records).toEqual([])
    expect(stage.endpoint.connects).toHaveLength(1)
  })

  test('gives a sign-in up that takes too long', async () => {
    const hasty = stage.create({ settings: { connectSeconds: 0.2 } })
    stage.endpoint.onConnect = () => new Promise(() => {})
    await expect(list(hasty)).rejects.toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
  })
})

describePwsh('a pwsh that cannot be used', patience, () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await createStage()
  })
  beforeEach(() => {
    stage.logged.length = 0
  })
  afterAll(() => stage.close())

  test('says what to install when there is no module', async () => {
    // Without a home there are no modules of a user's own.
    const { PATH, DOTNET_ROOT } = process.env
    const cmdlets = stage.create({ settings: { modulePath: '/nowhere' }, environment: { PATH, DOTNET_ROOT } })
    const failure = await catchFailure(list(cmdlets))
    expect(failure).toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
    expect(failure.message).toMatch(/Install-Module ExchangeOnlineManagement.*3\.10 .*7\.6/)
  })

  test('says what to install when there is no PowerShell, and is not looked for in a tight loop', async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 22))
    const cmdlets = stage.create({ clock, settings: { program: '/nowhere/pwsh' } })
    const fail = () => catchFailure(list(cmdlets))
    expect(await fail()).toMatchObject({
      code: 'unavailable',
      message: 'PowerShell (pwsh) was not found. Install PowerShell 7.6, or set the path to pwsh.',
    })
    expect(await fail()).toMatchObject({ code: 'unavailable', retryAfterMilliseconds: 1_000 })
    await clock.advance(1_000)
    expect(await fail()).toMatchObject({ code: 'unavailable' })
    expect(await fail()).toMatchObject({ retryAfterMilliseconds: 2_000 })
    expect(stage.logged.filter((line) => line.includes('powershell.start-failed'))).toHaveLength(2)
  })

  test('is given up when it ends before it is ready, or never is', async () => {
    const cmdlets = stage.create({ settings: { program: '/bin/false' } })
    const failure = await catchFailure(list(cmdlets))
    expect(failure).toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
    expect(failure.message).toContain('ended before it was ready')
    const slow = stage.create({ settings: { startSeconds: 0.05 } })
    await expect(list(slow)).rejects.toMatchObject({ code: 'unavailable', outcome: 'unchanged' })
  })
})

/** Made by PowerShell itself, so that no private key has to lie in the repository. */
function createCertificate(): { readonly certificate: string; readonly privateKey: string } {
  const script = `
    $key = [System.Security.Cryptography.RSA]::Create(2048)
    $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=reprieve', $key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $made = $request.CreateSelfSigned([DateTimeOffset]::UtcNow, [DateTimeOffset]::UtcNow.AddDays(1))
    @{ certificate = $made.ExportCertificatePem(); privateKey = $key.ExportPkcs8PrivateKeyPem() } | ConvertTo-Json -Compress`
  const made = execFileSync(pwshPath, ['-NoProfile', '-NonInteractive', '-Command', script], {
    encoding: 'utf8',
  })
  return z.object({ certificate: z.string(), privateKey: z.string() }).parse(JSON.parse(made))
}
