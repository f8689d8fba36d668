// Compiles the server with tsc and bundles the playground's page with esbuild, both into dist/, with the script that
// pwsh runs.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { build } from 'esbuild'

rmSync('dist', { recursive: true, force: true })
const compiled = spawnSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  {
    stdio: 'inherit',
  },
)
if (compiled.status !== 0) process.exit(compiled.status ?? 1)

// The playground stands beside src, and in the program inside of it: so main.js stays right in dist/, and what looks
// for cards/ or package.json beside src finds it beside dist/ as well. Imports from one into the other follow.
rewrite('dist/playground', /\.js$/, /((?:from |import\()'(?:\.\.\/)+)src\//g, '$1')
rewrite(
  'dist/src',
  /\.js$/,
  /((?:from |import\()')\.\.\/((?:\.\.\/)*)playground\//g,
  (_, start, up) => `${start}${up || './'}playground/`,
)
rewrite('dist/src', /\.map$/, /("sources":\[")\.\.\//, '$1')
for (const name of readdirSync('dist/src')) renameSync(`dist/src/${name}`, `dist/${name}`)
rmSync('dist/src', { recursive: true })
// `npx reprieve` and an installed `reprieve` start it by its name. npm makes it executable only where it is installed.
chmodSync('dist/main.js', 0o755)

// Run by pwsh, and looked for beside the compiled file that starts it.
copyFileSync('src/backends/exchange/powershell/host.ps1', 'dist/backends/exchange/powershell/host.ps1')

mkdirSync('dist/playground/page', { recursive: true })
copyFileSync('playground/page/index.html', 'dist/playground/page/index.html')
await build({
  entryPoints: ['playground/page/main.tsx'],
  outdir: 'dist/playground/page',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
})

function rewrite(folder, names, found, replacement) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!names.test(name)) continue
    const text = readFileSync(`${folder}/${name}`, 'utf8')
    const rewritten = text.replace(found, replacement)
    if (rewritten !== text) writeFileSync(`${folder}/${name}`, rewritten)
  }
}
