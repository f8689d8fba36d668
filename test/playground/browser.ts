// A real browser for tests: Debian's Chromium, driven by playwright-core. Without one, tests are skipped aloud.
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const CANDIDATES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser']

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The browser's path; undefined, and said so on the console, when there is none. */
export function findBrowser(): string | undefined {
  const found = CANDIDATES.find((path) => path !== undefined && existsSync(path))
  if (found === undefined) {
    console.warn('SKIPPED: no browser found. Install chromium or set CHROMIUM_PATH to test the page in one.')
  }
  return found
}

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS })
}
