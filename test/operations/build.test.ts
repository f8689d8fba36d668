// What `npm start` does before anything is seen, on a program of a few lines.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test('a second build leaves what was made, and a change makes anew what it is part of and no more', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reprieve-build-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const tools = ['build.mjs', 'bundle.mjs', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'types']
  for (const path of tools) cpSync(join(root, path), join(folder, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  put('package-lock.json', '{}')
  put('src/main.ts', 'export const main = 1\n')
  put('src/backends/exchange/powershell/host.ps1', '')
  put('src/backends/exchange/powershell/host.ts', 'export {}\n')
  put('playground/wire.ts', 'export const wire = 1\n')
  put('playground/page/index.html', '<p>page</p>')
  put('playground/page/page.css', 'p { color: red }')
  put('playground/page/main.tsx', "import './page.css'\n")

  const build = () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['build.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
    return ['dist/main.js', 'dist/playground/page/main.css'].map((path) => statSync(join(folder, path)).ino)
  }
  const [program, page] = build()
  expect(build()).toEqual([program, page])
  put('playground/page/page.css', 'p { color: blue }')
  const [sameProgram, newPage] = build()
  expect(sameProgram).toBe(program)
  expect(readFileSync(join(folder, 'dist/playground/page/main.css'), 'utf8')).toContain('#00f')
  put('src/main.ts', 'export const main = 2\n')
  expect(build()[1]).toBe(newPage)
  expect(readFileSync(join(folder, 'dist/main.js'), 'utf8')).toContain('main=2')
  rmSync(join(folder, 'dist/main.js'))
  build()
  expect(readFileSync(join(folder, 'dist/main.js'), 'utf8')).toContain('main=2')
})
