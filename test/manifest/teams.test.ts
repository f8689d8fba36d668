import { readFileSync } from 'node:fs'
import Ajv from 'ajv-draft-04'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import template from '../../manifest/teams/manifest.json' with { type: 'json' }
import { findUrl } from '../../src/domain/url.js'
import { commandHints, verbs } from '../../src/features/index.js'
import { createTeamsPackage } from '../../src/manifest/index.js'

const host = 'https://bot.contoso.com'
const appId = '8e5b1d52-77e1-4d3c-9a0b-3f1f1d8f2b11'
const [bot] = template.bots
const commandLists = [
  {
    scopes: ['team', 'personal'],
    commands: commandHints.map(({ verb, text }) => ({ title: verb, description: text })),
  },
]

describe('the Teams manifest', () => {
  it('is what the schema of its version allows', () => {
    expect(template.$schema).toContain(`/v${template.manifestVersion}/`)
    expect(findSchemaErrors(template)).toEqual([])
  })

  it('would be caught by that schema with a word that Teams does not know', () => {
    expect(findSchemaErrors({ ...template, bots: [{ ...bot, scopes: ['channel'] }] })).not.toEqual([])
    expect(findSchemaErrors({ ...template, colour: '#0f766e' })).not.toEqual([])
  })

  it('offers every verb of the bot where the bot listens, and no other', () => {
    const commands = verbs.map((title): unknown => expect.objectContaining({ title }))
    const scopes = ['team', 'personal']
    expect(openManifest(createTeamsPackage({ host, appId }, commandHints))).toMatchObject({
      bots: [{ scopes, commandLists: [{ scopes, commands }] }],
    })
  })

  it('asks for no more than a bot that writes to people', () => {
    expect(template.permissions).toEqual(['identity', 'messageTeamMembers'])
    expect(template.validDomains).toEqual([])
    expect(Object.keys(template)).not.toContain('webApplicationInfo')
    expect(Object.keys(template)).not.toContain('authorization')
    expect(Object.keys(template)).not.toContain('supportsChannelFeatures')
  })
})

describe('the Teams package', () => {
  it('holds the manifest and the two icons it names, and nothing else', () => {
    const files = unzipSync(createTeamsPackage({ host, appId }, commandHints))
    expect(Object.keys(files)).toEqual(['manifest.json', template.icons.color, template.icons.outline])
    expect(files['color.png']).toEqual(readIcon('color.png'))
    expect(files['outline.png']).toEqual(readIcon('outline.png'))
  })

  it('is the template with host, ids and commands filled in, and still what the schema allows', () => {
    const manifest = openManifest(createTeamsPackage({ host, appId }, commandHints))
    expect(findSchemaErrors(manifest)).toEqual([])
    expect(manifest).toEqual({
      ...template,
      id: appId,
      developer: { name: 'Reprieve', websiteUrl: host, privacyUrl: host, termsOfUseUrl: host },
      bots: [{ ...bot, botId: appId, commandLists }],
    })
  })

  it('takes a version to update to, and who publishes it', () => {
    const publisher = { name: 'Contoso IT', privacyUrl: 'https://contoso.com/privacy' }
    const manifest = openManifest(
      createTeamsPackage({ host, appId, version: '1.2.0', publisher }, commandHints),
    )
    expect(manifest).toMatchObject({
      version: '1.2.0',
      developer: { ...publisher, websiteUrl: host, termsOfUseUrl: host },
    })
  })

  it('comes out the same for the same host and ids, at any time', () => {
    expect(createTeamsPackage({ host, appId }, commandHints)).toEqual(
      createTeamsPackage({ host, appId }, commandHints),
    )
  })
})

function readIcon(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../manifest/teams/${name}`, import.meta.url)))
}

function openManifest(zip: Uint8Array): unknown {
  return JSON.parse(strFromU8(unzipSync(zip)['manifest.json'] ?? new Uint8Array()))
}

/** By Microsoft's own schema, as its package ships it. */
function findSchemaErrors(manifest: unknown): readonly unknown[] {
  const ajv = new Ajv.default({
    allErrors: true,
    strict: false,
    formats: { uri: (text) => findUrl(text) !== undefined },
  })
  const validate = ajv.compile(schema)
  validate(manifest)
  return validate.errors ?? []
}

const schemaUrl = import.meta
  .resolve('@microsoft/app-manifest')
  .replace(/index\.js$/, `json-schemas/teams/v${template.manifestVersion}/MicrosoftTeams.schema.json`)
const schema = JSON.parse(readFileSync(new URL(schemaUrl), 'utf8')) as object
