import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors.js'
import { commandHints } from '../../src/features/index.js'
import { createSlackManifest, createTeamsPackage, writeManifests } from '../../src/manifest/index.js'

const host = 'https://bot.contoso.com'
const appId = '8e5b1d52-77e1-4d3c-9a0b-3f1f1d8f2b11'

describe('writing the manifests', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'reprieve-manifest-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('writes both apps into a folder that it makes, and says where each belongs', () => {
    const folder = join(root, 'upload', 'here')
    const written = writeManifests({ folder, host, appId, version: '1.0.1' }, commandHints)
    expect(written.map(({ path }) => path)).toEqual([
      join(folder, 'slack-manifest.json'),
      join(folder, 'slack-icon.png'),
      join(folder, 'teams-app.zip'),
      join(folder, 'teams-app-1.25.zip'),
    ])
    expect(written.every(({ purpose }) => purpose !== '')).toBe(true)
    expect(JSON.parse(readFileSync(join(folder, 'slack-manifest.json'), 'utf8'))).toEqual(
      createSlackManifest({ host }, commandHints),
    )
    expect(new Uint8Array(readFileSync(join(folder, 'teams-app.zip')))).toEqual(
      createTeamsPackage({ host, appId, version: '1.0.1' }, commandHints),
    )
    expect(new Uint8Array(readFileSync(join(folder, 'teams-app-1.25.zip')))).toEqual(
      createTeamsPackage({ host, appId, version: '1.0.1' }, commandHints, '1.25'),
    )
  })

  it('leaves Teams out without the id of its bot', () => {
    writeManifests({ folder: root, host }, commandHints)
    expect(readdirSync(root).toSorted()).toEqual(['slack-icon.png', 'slack-manifest.json'])
  })

  it('writes for Socket Mode without a host, unless Teams needs one', () => {
    writeManifests({ folder: root, socketMode: true }, commandHints)
    expect(JSON.parse(readFileSync(join(root, 'slack-manifest.json'), 'utf8'))).toEqual(
      createSlackManifest({ socketMode: true }, commandHints),
    )
    expect(() => writeManifests({ folder: root, socketMode: true, appId }, commandHints)).toThrow(
      'host: is missing',
    )
  })

  it('reports every problem at once and writes nothing', () => {
    const folder = join(root, 'upload')
    const write = () =>
      writeManifests({ folder, appId: 'x', version: '1', publisher: { name: '' } }, commandHints)
    expect(write).toThrow(ConfigError)
    for (const key of ['host', 'appId', 'version', 'publisher.name']) expect(write).toThrow(`- ${key}: `)
    expect(existsSync(folder)).toBe(false)
  })

  it('says when the folder cannot be written', () => {
    writeFileSync(join(root, 'file'), '')
    const write = () => writeManifests({ folder: join(root, 'file', 'upload'), host }, commandHints)
    expect(write).toThrow(ConfigError)
    expect(write).toThrow('cannot be written')
  })
})
