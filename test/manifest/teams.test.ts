import { readFileSync } from 'node:fs'
import Ajv from 'ajv-draft-04'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import current from '../../manifest/teams/manifest.json' with { type: 'json' }
import former from '../../manifest/teams/manifest-1.25.json' with { type: 'json' }
import { findUrl } from '../../src/domain/url.js'
import { commandHints, verbs } from '../../src/features/index.js'
import { createTeamsPackage } from '../../src/manifest/index.js'
import type { ManifestVersion } from '../../src/manifest/teams.js'

const host = 'https://bot.contoso.com'
const appId = '8e5b1d52-77e1-4d3c-9a0b-3f1f1d8f2b11'
const commands = commandHints.map(({ verb, text }) => ({ title: verb, description: text }))
const manifests = [
  {
    version: '1.29',
    template: current,
    commandLists: [
      { scopes: ['team', 'groupChat'], triggers: ['slash', 'mention'], commands },
      { scopes: ['personal'], triggers: ['mention'], commands },
    ],
  },
  { version: '1.25', template: former, commandLists: [{ scopes: ['team', 'personal'], commands }] },
] as const

describe.each(manifests)('the Teams manifest of $version', ({ version, template, commandLists }) => {
  const [bot] = template.bots
  const create = (given: object = {}) => createTeamsPackage({ host, appId, ...given }, commandHints, version)

  it('is what the schema of its version allows', () => {
    expect(template.manifestVersion).toBe(version)
    expect(template.$schema).toContain(`/v${version}/`)
    expect(findSchemaErrors(template, version)).toEqual([])
  })

  it('would be caught by that schema with a word that Teams does not know', () => {
    const broken = [{ ...bot, scopes: ['channel'] }]
    expect(findSchemaErrors({ ...template, bots: broken }, version)).not.toEqual([])
    expect(findSchemaErrors({ ...template, colour: '#0f766e' }, version)).not.toEqual([])
  })

  it('offers every verb of the bot where the bot listens, and no other', () => {
    const lists = z
      .object({ bots: z.tuple([z.object({ commandLists: z.array(listSchema) })]) })
      .parse(openManifest(create())).bots[0].commandLists
    expect(lists.flatMap(({ scopes }) => scopes).toSorted()).toEqual(bot?.scopes.toSorted())
    for (const list of lists) {
      expect(list.commands.map(({ title }) => title)).toEqual(verbs)
      expect(list.commands.length).toBeLessThanOrEqual(12)
    }
  })

  it('asks for no more than a bot that writes to people', () => {
    expect(template.permissions).toEqual(['identity', 'messageTeamMembers'])
    expect(template.validDomains).toEqual([])
    expect(Object.keys(template)).not.toContain('webApplicationInfo')
    expect(Object.keys(template)).not.toContain('authorization')
    expect(Object.keys(template)).not.toContain('supportsChannelFeatures')
  })

  it('comes with the two icons it names, and nothing else', () => {
    const files = unzipSync(create())
    expect(Object.keys(files)).toEqual(['manifest.json', template.icons.color, template.icons.outline])
    expect(files['color.png']).toEqual(readIcon('color.png'))
    expect(files['outline.png']).toEqual(readIcon('outline.png'))
  })

  it('is the template with host, ids and commands filled in, and still what the schema allows', () => {
    const manifest = openManifest(create())
    expect(findSchemaErrors(manifest, version)).toEqual([])
    expect(manifest).toEqual({
      ...template,
      id: appId,
      developer: { name: 'Reprieve', websiteUrl: host, privacyUrl: host, termsOfUseUrl: host },
      bots: [{ ...bot, botId: appId, commandLists }],
    })
  })

  it('takes a version to update to, and who publishes it', () => {
    const publisher = { name: 'Contoso IT', privacyUrl: 'https://contoso.com/privacy' }
    expect(openManifest(create({ version: '1.2.0', publisher }))).toMatchObject({
      version: '1.2.0',
      developer: { ...publisher, websiteUrl: host, termsOfUseUrl: host },
    })
  })

  it('comes out the same for the same host and ids, at any time', () => {
    expect(create()).toEqual(create())
  })
})

describe('a Teams that is as old as 1.25', () => {
  it('would refuse what the newer manifest says, which is why there are two', () => {
    const newer = openManifest(createTeamsPackage({ host, appId }, commandHints))
    const asOld = { ...z.looseObject({}).parse(newer), $schema: former.$schema, manifestVersion: '1.25' }
    expect(findSchemaErrors(asOld, '1.25')).not.toEqual([])
  })
})

const listSchema = z.object({
  scopes: z.array(z.string()),
  commands: z.array(z.object({ title: z.string() })),
})

function readIcon(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../manifest/teams/${name}`, import.meta.url)))
}

function openManifest(zip: Uint8Array): unknown {
  return JSON.parse(strFromU8(unzipSync(zip)['manifest.json'] ?? new Uint8Array()))
}

/** By Microsoft's own schema, as its package ships it. */
function findSchemaErrors(manifest: unknown, version: ManifestVersion): readonly unknown[] {
  const ajv = new Ajv.default({
    allErrors: true,
    strict: false,
    formats: { uri: (text) => findUrl(text) !== undefined },
  })
  const validate = ajv.compile(readSchema(version))
  validate(manifest)
  return validate.errors ?? []
}

function readSchema(version: ManifestVersion): object {
  const url = import.meta
    .resolve('@microsoft/app-manifest')
    .replace(/index\.js$/, `json-schemas/teams/v${version}/MicrosoftTeams.schema.json`)
  return JSON.parse(readFileSync(new URL(url), 'utf8')) as object
}
