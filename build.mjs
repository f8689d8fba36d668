// Checks the types, and bundles the server and the playground's page, both into dist/, with the script that pwsh runs. Each is left as it is when nothing that it is made from has changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { build } from 'esbuild'
import { bundleServer } from './bundle.mjs'

/** Of each half: what it was made from, and what came of it. */
const notes = 'dist/built.json'
const pageFolder = 'dist/playground/page'
const always = ['build.mjs', 'bundle.mjs', 'package-lock.json', 'tsconfig.json']

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
  await makeServer()
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

async function makeServer() {
  for (const name of existsSync('dist') ? readdirSync('dist') : [])
    if (name !== 'playground') rmSync(`dist/${name}`, { recursive: true })
  for (const name of existsSync('dist/playground') ? readdirSync('dist/playground') : [])
    if (name !== 'page') rmSync(`dist/playground/${name}`, { recursive: true })
  const checked = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    {
      stdio: 'inherit',
    },
  )
  if (checked.status !== 0) process.exit(checked.status ?? 1)

  await bundleServer()
  // `npx reprieve` and an installed `reprieve` start it by its name. npm makes it executable only where it is installed.
  chmodSync('dist/main.js', 0o755)

  // Run by pwsh, and looked for in its own folder.
  mkdirSync('dist/backends/exchange/powershell', { recursive: true })
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
