// Makes plain JavaScript of the child processes, so that nothing but Node runs beside what is measured. What they import
// of src/ is bundled into them, as it is into the program that is shipped.
import { access, readFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const outputFolder = `${root}dist/bench`

/** What looks for files beside itself finds those of the sources. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  setup(given) {
    given.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const place = JSON.stringify(pathToFileURL(path).href)
      return { contents: text.replaceAll('import.meta.url', place), loader: 'ts' }
    })
  },
}

const childNames = [
  'world',
  'bot',
  'bolt',
  'botbuilder',
  'verifier',
  'poster',
  'store',
  'opener',
  'cloud',
  'caller',
  'fetcher',
  'looker',
  'watcher',
  'stub',
  'powershell',
  'day',
  'database',
  'replica',
] as const
export type ChildName = (typeof childNames)[number]

/** @throws Error when the program has not been built. */
export async function buildChildren(): Promise<void> {
  await access(`${root}dist/main.js`).catch((cause: unknown) => {
    throw new Error('dist/ is missing. Run `npm run build` first.', { cause })
  })
  await build({
    entryPoints: childNames.map((name) => `${root}bench/children/${name}.child.ts`),
    outdir: outputFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    plugins: [keepPlaces],
    logLevel: 'warning',
  })
}

export function toChildPath(name: ChildName): string {
  return `${outputFolder}/${name}.child.mjs`
}

export const shippedMain = `${root}dist/main.js`
export const projectFolder = root
