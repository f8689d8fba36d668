// Finds PowerShell before the tests run, or installs it once as a .NET tool where there is a .NET SDK. Without it the tests that
// need it are skipped, and say so.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'

export interface FoundPwsh {
  readonly path: string | undefined
  /** Why there is none. */
  readonly why: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    pwsh: FoundPwsh
  }
}

const cache = resolve(import.meta.dirname, '../../../../node_modules/.cache/powershell')
const cached = join(cache, 'pwsh')
const lock = `${cache}.lock`
const version = '7.6.9'
const patienceMilliseconds = 120_000

export default async function setup({ provide }: TestProject): Promise<void> {
  const found = await findPwsh()
  if (found.path === undefined) console.warn(`The PowerShell tests are skipped: ${found.why}`)
  provide('pwsh', found)
}

async function findPwsh(): Promise<FoundPwsh> {
  const installed = findInstalledPwsh()
  if (installed !== undefined) return { path: installed, why: '' }
  if (listOnPath('dotnet').length === 0)
    return { path: undefined, why: 'there is no pwsh, and no dotnet to install one with. Set PWSH_PATH.' }
  const why = await install()
  return isUsable(cached) ? { path: cached, why: '' } : { path: undefined, why }
}

/** What the tests have installed counts too. */
export function findInstalledPwsh(): string | undefined {
  return [process.env.PWSH_PATH ?? '', ...listOnPath('pwsh'), cached].find(isUsable)
}

function listOnPath(name: string): readonly string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).filter((path) => existsSync(path))
}

/** A tool whose .NET has gone is there and does not run. */
function isUsable(path: string): boolean {
  if (path === '' || !existsSync(path)) return false
  try {
    return /^PowerShell 7/.test(execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000 }))
  } catch {
    return false
  }
}

/** Gives what went wrong; empty when it is there now. Other runs at the same time wait for the first. */
async function install(): Promise<string> {
  const isMine = await takeLock()
  if (!isMine) return isUsable(cached) ? '' : 'another run did not finish installing pwsh.'
  try {
    if (isUsable(cached)) return ''
    rmSync(cache, { recursive: true, force: true })
    execFileSync('dotnet', ['tool', 'install', '--tool-path', cache, 'PowerShell', '--version', version], {
      stdio: 'pipe',
      timeout: patienceMilliseconds,
    })
    return ''
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split('\n') : []
    return `dotnet could not install pwsh ${version}. ${line}`
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

async function takeLock(): Promise<boolean> {
  mkdirSync(resolve(cache, '..'), { recursive: true })
  for (let waited = 0; waited < patienceMilliseconds; waited += 200) {
    try {
      mkdirSync(lock)
      return true
    } catch {
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
      if (age > patienceMilliseconds) rmSync(lock, { recursive: true, force: true })
      await wait(200)
    }
  }
  return false
}
