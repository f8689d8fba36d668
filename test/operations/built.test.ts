// The program as it is laid out in dist/: a few files, with all packages in them.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const dist = join(import.meta.dirname, '../../dist')
const specifiers = /(?:\bfrom|\bimport\(|[;}]import)"((?:\.\/|@?[a-z])[\w@./:-]*)"/g

describe.runIf(existsSync(join(dist, 'main.js')))('the built program', () => {
  const files = readdirSync(dist).filter((name) => name.endsWith('.js'))

  test('has everything its files import, and needs no package beside it', () => {
    const imports = files.flatMap((file) =>
      [...readFileSync(join(dist, file), 'utf8').matchAll(specifiers)].map(([, to = '']) => ({ file, to })),
    )
    expect(imports.length).toBeGreaterThan(files.length)
    const missing = imports.filter(({ to }) => !isBuiltin(to) && !existsSync(join(dist, to)))
    expect(missing).toEqual([])
  })

  test('has what is read or run beside it', () => {
    const engine = 'platforms/templates/adaptivecards-templating.cjs'
    for (const name of [engine, 'backends/exchange/powershell/host.ps1', '../cards/slack/incident.json'])
      expect(readFileSync(join(dist, name), 'utf8').length).toBeGreaterThan(0)
  })

  // Windows has no such bit.
  test.runIf(process.platform !== 'win32')('can be started by its name, as npx does', () => {
    expect(statSync(join(dist, 'main.js')).mode & 0o111).toBe(0o111)
  })

  test('has the page of the playground', () => {
    for (const name of ['index.html', 'main.js', 'main.css'])
      expect(readFileSync(join(dist, 'playground/page', name), 'utf8').length).toBeGreaterThan(0)
  })
})
