// Bundles the server into dist/: one file, and beside it what is loaded only when it is wanted. To find, read and link two
// thousand small files, of ours and of packages, took most of a start.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { build } from 'esbuild'

/** Loaded by a file of ours that cannot wait for an `import()`, and beside it. */
const engine = 'adaptivecards-templating'

/** What looks for cards/ or package.json beside its own folder of src/ finds it beside the same folder of dist/. */
const keepPlaces = {
  name: 'keep-places',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](src|playground)[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      if (path.includes('node_modules') || !text.includes('import.meta.url')) return undefined
      const place = relative('.', path)
        .replaceAll('\\', '/')
        .replace(/^src\//, '')
        .replace(/\.ts$/, '.js')
      const placed = text.replaceAll('import.meta.url', `new URL('./${place}', import.meta.url).href`)
      return { contents: placed.replace(`load('${engine}')`, `load('./${engine}.cjs')`), loader: 'ts' }
    })
  },
}

/**
 * Nobody uses these, and those who bring them load them at once: for Bolt's own server Express, and to be installed into many
 * workspaces OAuth; every language that zod speaks.
 */
const unused = [
  [/@slack[\\/]bolt[\\/]dist[\\/]receivers[\\/]ExpressReceiver\.js$/, 'module.exports = {}'],
  [/@slack[\\/]oauth[\\/]dist[\\/]index\.js$/, 'module.exports = {}'],
  [/zod[\\/]v4[\\/]locales[\\/]index\.js$/, "export { default as en } from './en.js'"],
]

const leaveOut = {
  name: 'leave-out',
  setup({ onLoad }) {
    for (const [filter, contents] of unused) onLoad({ filter }, () => ({ contents }))
  },
}

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Names stay: what goes wrong is told by them.
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
}

export async function bundleServer() {
  await build({
    ...shared,
    entryPoints: ['src/main.ts'],
    outdir: 'dist',
    splitting: true,
    format: 'esm',
    sourcemap: true,
    sourcesContent: false,
    // A faster driver, for whoever has it; nobody has to.
    external: ['pg-native'],
    // Packages that are no modules ask for Node's own by `require`.
    banner: {
      js: "import{createRequire as createRequireHere}from'node:module';const require=createRequireHere(import.meta.url);",
    },
    plugins: [keepPlaces, leaveOut],
  })
  await build({ ...shared, entryPoints: [engine], outfile: `dist/platforms/templates/${engine}.cjs` })
}
