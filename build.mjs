// Compiles the server with tsc and bundles the playground's page with esbuild, both into dist/, with the script that
// pwsh runs.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
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

// Run by pwsh, and looked for beside the compiled file that starts it.
copyFileSync('src/backends/exchange/powershell/host.ps1', 'dist/backends/exchange/powershell/host.ps1')

mkdirSync('dist/playground/page', { recursive: true })
copyFileSync('src/playground/page/index.html', 'dist/playground/page/index.html')
await build({
  entryPoints: ['src/playground/page/main.tsx'],
  outdir: 'dist/playground/page',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
})
