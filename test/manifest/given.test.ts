import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors.js'
import { createSlackManifest, createTeamsPackage } from '../../src/manifest/index.js'

const appId = '8e5b1d52-77e1-4d3c-9a0b-3f1f1d8f2b11'

describe('the host of a manifest', () => {
  it.each([
    ['', 'is empty'],
    ['bot.contoso.com', 'say https://bot.contoso.com'],
    ['javascript:alert(1)', 'has no scheme'],
    ['http://bot.contoso.com', 'must start with https://'],
    ['ftp://bot.contoso.com', 'must start with https://'],
    ['https://', 'is not a URL'],
    ['https://bot .contoso.com', 'is not a URL'],
    ['https://bot.contoso.com/', 'without path or trailing slash; say https://bot.contoso.com'],
    ['https://bot.contoso.com/slack/events', 'without path'],
    ['https://bot.contoso.com?team=1', 'without path'],
    ['https://bot.contoso.com#top', 'without path'],
    ['https://bot.contoso.com:443', 'say https://bot.contoso.com'],
    ['https://bücher.de', 'say https://xn--bcher-kva.de'],
    ['https://me:secret@bot.contoso.com', 'no user name and no password'],
    ['https://localhost', 'from the internet'],
    ['https://127.0.0.1:3978', 'from the internet'],
    ['https://0x7f.1', 'from the internet'],
    ['https://[::1]', 'from the internet'],
    ['https://*.contoso.com', 'from the internet'],
  ])('refuses %j', (host, problem) => {
    expect(findProblems(() => createSlackManifest({ host }, []))).toEqual([expect.stringContaining(problem)])
    expect(findProblems(() => createTeamsPackage({ host, appId }, []))).toEqual([
      expect.stringContaining(problem),
    ])
  })

  it('does not repeat a password', () => {
    const problems = findProblems(() =>
      createSlackManifest({ host: 'https://me:secret@bot.contoso.com' }, []),
    )
    expect(problems.join()).not.toContain('secret')
  })

  it.each([
    ['https://bot.contoso.com', 'https://bot.contoso.com/slack/events'],
    [' https://BOT.Contoso.com ', 'https://bot.contoso.com/slack/events'],
    ['https://bot.contoso.com:8443', 'https://bot.contoso.com:8443/slack/events'],
  ])('takes %j', (host, url) => {
    expect(createSlackManifest({ host }, [])).toMatchObject({
      settings: { interactivity: { request_url: url } },
    })
  })

  it('is asked for where Slack calls a URL', () => {
    expect(findProblems(() => createSlackManifest({}, []))).toEqual([
      expect.stringContaining('host: is missing'),
    ])
  })
})

describe('what Teams is told', () => {
  it.each([
    [{ appId: 'reprieve' }, 'appId: must be a GUID'],
    [{ appId: '00000000-0000-0000-0000-000000000000' }, 'appId: is the placeholder'],
    [{ version: '1.0' }, 'version: must be three numbers'],
    [{ publisher: { name: 'x'.repeat(33) } }, 'publisher.name: must have 32 characters or fewer'],
    [{ publisher: { websiteUrl: 'http://contoso.com' } }, 'publisher.websiteUrl: must be an https:// URL'],
    [{ publisher: { privacyUrl: 'javascript:alert(1)' } }, 'publisher.privacyUrl: must be an https:// URL'],
  ])('refuses %j', (wrong, problem) => {
    const given = { host: 'https://bot.contoso.com', appId, ...wrong }
    expect(findProblems(() => createTeamsPackage(given, []))).toEqual([expect.stringContaining(problem)])
  })
})

function findProblems(run: () => unknown): readonly string[] {
  try {
    run()
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
