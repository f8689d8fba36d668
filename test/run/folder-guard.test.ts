import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findFolderProblem, guardFolder } from '../../src/run/folder-guard.js'

const us = { uid: 1000, gids: [1000, 2000] }
const judge = (
  uid: number,
  gid: number,
  mode: number,
  runner: Parameters<typeof findFolderProblem>[1] = us,
) => findFolderProblem({ uid, gid, mode }, runner)?.('/data')

describe('a start is refused from a data folder', () => {
  test.each([
    ['that everybody can write', judge(1000, 1000, 0o777), 'everybody (mode 0777). chmod o-w /data'],
    [
      'that a shared group can write',
      judge(1000, 2000, 0o770),
      'its group (2000, mode 0770). chmod g-w /data',
    ],
    ['of somebody else', judge(1001, 1000, 0o700), 'another user (1001)'],
    ['of somebody else, by root too', judge(1001, 0, 0o700, { uid: 0, gids: [0] }), 'chown -R 0 /data'],
    ['of nobody a container knows', judge(65_534, 65_534, 0o700), 'another user (65534)'],
    ['of root that everybody can write', judge(0, 2000, 0o777), 'everybody'],
  ])('%s', (_which, found, words) => {
    expect(found).toContain(words)
  })
})

test.each([
  ['its own', judge(1000, 1000, 0o700)],
  ['its own, which others read', judge(1000, 2000, 0o755)],
  ['with a group of its own', judge(1000, 1000, 0o775)],
  ['of root, mounted with its group', judge(0, 2000, 0o2775)],
  ['where there are no owners', judge(0, 0, 0o777, { uid: undefined, gids: [] })],
])('a start is taken from a data folder that is %s', (_which, found) => {
  expect(found).toBeUndefined()
})

test('the folder itself and the store in it are looked at, and what is not there yet is not', async () => {
  const uid = process.getuid?.()
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-guard-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const runner = { uid, gids: [] }
  await guardFolder(folder, runner)
  await guardFolder(join(folder, 'nowhere'), runner)
  await mkdir(join(folder, 'store'))
  await chmod(join(folder, 'store'), 0o777)
  await expect(guardFolder(folder, runner)).rejects.toThrow(
    `${join(folder, 'store')} can be written by everybody`,
  )
  await chmod(folder, 0o777)
  await expect(guardFolder(folder, runner)).rejects.toThrow(`chmod o-w ${folder}`)
})
