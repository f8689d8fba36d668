import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'

const sbomSchema = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.object({ name: z.string(), version: z.string() })),
})

test('a release has the licence of every package that runs, and a list of them for machines', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-release-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const cwd = join(import.meta.dirname, '../..')
  await promisify(execFile)(process.execPath, ['release.mjs', folder], { cwd })
  const notices = await readFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
  const given: unknown = JSON.parse(await readFile(join(folder, 'sbom.cdx.json'), 'utf8'))
  const names = sbomSchema.parse(given).components.map(({ name, version }) => `${name} ${version}`)
  const own: unknown = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8'))
  const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(own)
  for (const [name, version] of Object.entries(dependencies)) {
    expect(names).toContain(`${name} ${version}`)
    expect(notices).toMatch(new RegExp(`^${name} ${version.replaceAll('.', '\\.')} \\([\\w .()-]+\\)$`, 'm'))
  }
  expect(notices).toContain('Permission is hereby granted, free of charge')
  expect([notices, names].join()).not.toMatch(/vitest|typescript/i)
}, 60_000)
