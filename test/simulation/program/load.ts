// Bundles the simulated program, whole or with one place of its source changed, and loads it.
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

export type Program = typeof import('./entry.js')

/** One place of one source file that reads otherwise. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string
  /** Stands there exactly once. */
  readonly find: string
  readonly replace: string
}

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
// Below node_modules, where what the program imports is found.
const folder = `${root}/node_modules/.cache/reprieve-simulation`

/** @throws Error when a patch does not fit the source any more. */
export async function loadProgram(patches: readonly Patch[] = []): Promise<Program> {
  const { outputFiles } = await build({
    entryPoints: [`${root}/test/simulation/program/entry.ts`],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    write: false,
    logLevel: 'silent',
    plugins: [stillFiles, toPatching(patches)],
  })
  // Modules are kept by their address for as long as the process lives.
  const path = `${folder}/${process.pid}-${toName(patches)}.mjs`
  await mkdir(folder, { recursive: true })
  await writeFile(path, outputFiles[0]?.text ?? '')
  const loaded: unknown = await import(pathToFileURL(path).href)
  if (!isProgram(loaded)) throw new Error(`${path} is not the program.`)
  return loaded
}

function isProgram(loaded: unknown): loaded is Program {
  return typeof loaded === 'object' && loaded !== null && 'createBot' in loaded
}

const stillFiles: Plugin = {
  name: 'still-files',
  setup({ onResolve }) {
    onResolve({ filter: /^node:fs\/promises$/ }, () => ({ path: `${root}/test/simulation/program/files.ts` }))
  },
}

function toPatching(patches: readonly Patch[]): Plugin {
  return {
    name: 'patches',
    setup({ onLoad }) {
      for (const file of new Set(patches.map((patch) => patch.file))) {
        const own = patches.filter((patch) => patch.file === file)
        onLoad({ filter: new RegExp(`/${file.replaceAll('.', '\\.')}$`) }, () => ({
          contents: patchFile(file, own),
          loader: 'ts',
        }))
      }
    },
  }
}

/** @throws Error when a patch does not fit the file any more. */
export function patchFile(file: string, patches: readonly Patch[]): string {
  return patches.reduce(applyPatch, readFileSync(`${root}/${file}`, 'utf8'))
}

function applyPatch(text: string, { file, find, replace }: Patch): string {
  const count = text.split(find).length - 1
  if (count !== 1) throw new Error(`${file} has this ${count} times instead of once: ${find}`)
  return text.replace(find, () => replace)
}

function toName(patches: readonly Patch[]): string {
  let name = patches.length
  for (const character of JSON.stringify(patches)) name = (Math.imul(name, 31) + character.charCodeAt(0)) | 0
  return (name >>> 0).toString(16)
}
