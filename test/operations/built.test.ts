// The program as it is laid out in dist/, where the playground lies inside of what it stands beside in the sources.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const dist = join(import.meta.dirname, '../../dist')
const specifiers = /(?:\bfrom |^import |\bimport\()'(\.[^']+)'/gm
const inPlayground = (path: string) => /^playground\W/.test(path)

describe.runIf(existsSync(join(dist, 'main.js')))('the built program', () => {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.js') && !/^(bench|playground.page)\W/.test(path),
  )

  test('has everything its files import', () => {
    const imports = files.flatMap((file) =>
      [...readFileSync(join(dist, file), 'utf8').matchAll(specifiers)].map(([, to = '']) => ({
        file,
        to: join(dirname(file), to),
      })),
    )
    expect(imports.length).toBeGreaterThan(files.length)
    expect(imports.filter(({ to }) => to.startsWith('..') || !existsSync(join(dist, to)))).toEqual([])
    const toPlayground = imports.filter(({ file, to }) => inPlayground(to) && !inPlayground(file))
    expect(toPlayground.length).toBeGreaterThan(0)
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
