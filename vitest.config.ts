import { accessSync, constants, statfsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What waits for browsers, pwsh or processes: short files and long runs, which must not be what all others wait for. */
const slow = /journeys|powershell|faults|operations|process|kill|chaos|without-secrets/

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isSlow = ({ moduleId }: TestSpecification) => slow.test(moduleId)
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))]
  }
}

/** Thousands of small folders are made and removed: in memory where a system gives enough of it. */
function findMemoryFolder(path = '/dev/shm'): string | undefined {
  try {
    accessSync(path, constants.W_OK)
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize > 4e9 ? path : undefined
  } catch {
    return undefined
  }
}
const folder = findMemoryFolder()
if (folder !== undefined) process.env.TMPDIR ??= folder

// One thread pool without isolation keeps the suite fast; it also means no module-level state and no vi.mock.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/backends/exchange/powershell/find-pwsh.ts', 'test/stores/postgres/setup.ts'],
    pool: 'threads',
    isolate: false,
    sequence: { sequencer: SlowFirst },
    // Browsers, processes and sockets mostly wait: so three files go side by side on any machine.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
