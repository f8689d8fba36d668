// Runs scripts of package.json at the same time, and tells what each said in the order they were asked for: alone, each of
// them leaves half of a machine idle. One that fails stops none of the others, so that all there is to mend is told at once.
import { spawn } from 'node:child_process'

const running = process.argv.slice(2).map((name) => ({ name, ended: run(name) }))
for (const { name, ended } of running) {
  const { code, said } = await ended
  process.stdout.write(said)
  if (code === 0) continue
  process.stdout.write(`npm run ${name} failed.\n`)
  process.exitCode = 1
}

/** Resolves with what it said, and how it ended. */
function run(name) {
  // npm is a script of the shell on Windows.
  const child = spawn(`npm run --silent ${name}`, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  child.stdout.on('data', (chunk) => said.push(chunk))
  child.stderr.on('data', (chunk) => said.push(chunk))
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, said: Buffer.concat(said) }))
  })
}
