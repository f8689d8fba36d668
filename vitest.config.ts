import { defineConfig } from 'vitest/config'

// One thread pool without isolation keeps the suite fast; it also means no module-level state and no vi.mock.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/backends/exchange/powershell/find-pwsh.ts'],
    pool: 'threads',
    isolate: false,
    // Browsers, processes and sockets mostly wait: so two files go side by side on any machine.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
