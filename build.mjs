// Compiles the server with tsc and bundles the playground's page with esbuild, both into dist/, with the script that
// pwsh runs. Each is left as it is when nothing that it is made from has changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { build } from 'esbuild'

/** Of each half: what it was made from, and what came of it. */
const notes = 'dist/built.json'
const pageFolder = 'dist/playground/page'
const always = ['build.mjs', 'package-lock.json', 'tsconfig.json']

const known = existsSync(notes) ? JSON.parse(readFileSync(notes, 'utf8')) : {}
const serverInputs = [
  ...always,
  'tsconfig.build.json',
  ...list('types'),
  ...list('src'),
  ...list('playground'),
].filter((path) => !path.startsWith('playground/page/'))
if (!isAsMade('server', serverInputs)) {
  // The first time it takes a while.
  if (process.stderr.isTTY) process.stderr.write('Building what has changed …\n')
  makeServer()
  const made = list('dist').filter((path) => path !== notes && !path.startsWith(`${pageFolder}/`))
  note('server', { inputs: serverInputs, made })
}
if (!isAsMade('page', known.page?.inputs ?? [])) {
  const inputs = [...always, ...(await makePage())]
  note('page', { inputs, made: list(pageFolder) })
}

function list(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, path, name }) => `${parentPath ?? path}/${name}`.replaceAll('\\', '/'))
    .sort()
}

function isAsMade(half, inputs) {
  const before = known[half]
  return (
    before?.made.every(([path, size]) => existsSync(path) && statSync(path).size === size) &&
    inputs.every((path) => existsSync(path)) &&
    before.digest === digest(inputs)
  )
}

function digest(paths) {
  const hash = createHash('sha256')
  for (const path of paths) hash.update(`${path}\n`).update(readFileSync(path))
  return hash.digest('hex')
}

function note(half, { inputs, made }) {
  known[half] = { digest: digest(inputs), inputs, made: made.map((path) => [path, statSync(path).size]) }
  writeFileSync(notes, JSON.stringify(known))
}

function makeServer() {
  for (const name of existsSync('dist') ? readdirSync('dist') : [])
    if (name !== 'playground') rmSync(`dist/${name}`, { recursive: true })
  for (const name of existsSync('dist/playground') ? readdirSync('dist/playground') : [])
    if (name !== 'page') rmSync(`dist/playground/${name}`, { recursive: true })
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
}

/** Resolves with what it was made from, packages aside: they are in the lock file. */
async function makePage() {
  mkdirSync('dist/playground/page', { recursive: true })
  copyFileSync('playground/page/index.html', 'dist/playground/page/index.html')
  const { metafile } = await build({
    entryPoints: ['playground/page/main.tsx'],
    outdir: 'dist/playground/page',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
    metafile: true,
  })
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.startsWith('node_modules/'))
  return ['playground/page/index.html', ...inputs].sort()
}

function rewrite(folder, names, found, replacement) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!names.test(name)) continue
    const text = readFileSync(`${folder}/${name}`, 'utf8')
    const rewritten = text.replace(found, replacement)
    if (rewritten !== text) writeFileSync(`${folder}/${name}`, rewritten)
  }
}
