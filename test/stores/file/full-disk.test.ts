import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { verifyJournal } from '../../../src/stores/file/verify-journal.js'
import { createFolder } from './folder.js'

const run = promisify(execFile)
const limitBytes = 32_768
// The shell counts blocks of 512 bytes (POSIX) or 1,024 (bash). With the signal ignored, a write that would go beyond
// is cut short and the next one fails, exactly as on a full disk.
const script = 'trap "" XFSZ; ulimit -f 32; exec "$@"'

test('keeps working when a file cannot grow, and catches up when it can', async () => {
  const folder = await createFolder()
  const child = join(import.meta.dirname, 'full-disk.child.ts')
  const command = [process.execPath, '--import', 'tsx', child, folder.path, String(3 * limitBytes)]
  const { stdout } = await run('sh', ['-c', script, 'sh', ...command], { timeout: 15_000 })
  const told = JSON.parse(stdout) as { isFatal?: boolean; names: string[]; commits: number }
  expect(told.isFatal).toBe(false)
  expect(told.names).not.toContain('state.json.tmp')

  const journal = join(folder.path, 'journal-2026-11.ndjson')
  expect((await stat(journal)).size).toBeLessThanOrEqual(limitBytes)
  const text = await readFile(journal, 'utf8')
  expect(text.endsWith('\n')).toBe(true)
  expect(text.split('\n').length - 1).toBeLessThan(told.commits)

  const store = await folder.open()
  expect(await store.readJournal({ limit: 9_999 })).toHaveLength(told.commits)
  await store.commit({})
  await store.close()
  expect(await verifyJournal(folder.path)).toEqual({ ok: true, entries: told.commits })
  await folder.remove()
})
