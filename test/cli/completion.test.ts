// The scripts of "reprieve completion", in the shells themselves as far as they are on this machine.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { run } from './run.js'

type Ask = (words: readonly string[]) => string

/** What each shell offers for the last word, a line each. `zsh` hands that to a function of its own. */
const shells: Readonly<Record<string, Ask>> = {
  bash: (words) =>
    `COMP_WORDS=(${words.map(quote).join(' ')}); COMP_CWORD=${words.length - 1}; _reprieve; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words) =>
    `_files() { print files; }; _describe() { print -l -- $given; }; words=(${words.map(quote).join(' ')}); CURRENT=${words.length}; _reprieve`,
  fish: (words) => `complete -C ${quote(words.join(' '))}`,
}

function quote(word: string): string {
  return `'${word}'`
}

const found = Object.keys(shells).flatMap((shell) => {
  const path = ['/bin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
    .map((folder) => `${folder}/${shell}`)
    .find((one) => existsSync(one))
  return path === undefined ? [] : [[shell, path] as const]
})

test.each(found)('%s completes commands, options and files, each where it belongs', async (shell, path) => {
  const { stdout } = await run(['completion', shell])
  // zsh -f reads no settings of whoever runs this.
  const flags = shell === 'zsh' ? ['-f', '-c'] : ['-c']
  const compdef = shell === 'zsh' ? 'compdef() { :; }\n' : ''
  const ask = (...words: readonly string[]) => {
    const script = `${compdef}${stdout}\n${shells[shell]?.(['reprieve', ...words])}`
    return execFileSync(path, [...flags, script], { encoding: 'utf8' })
  }
  expect(ask('')).toMatch(/^list\b/m)
  expect(ask('')).toMatch(/^journal\b/m)
  expect(ask('journal', '')).toMatch(/^export\b/m)
  expect(ask('journal', '')).not.toMatch(/^doctor\b/m)
  expect(ask('journal', 'export', '--')).toMatch(/^--format\b/m)
  expect(ask('list', '--')).toMatch(/^--tenant\b/m)
  expect(ask('list', '--')).not.toMatch(/^--format\b/m)
  expect(ask('list', '--data', '/us')).toMatch(shell === 'zsh' ? /^files$/m : /^\/usr/m)
})

test('another shell is told which there are', async () => {
  const ran = await run(['completion', 'tcsh'])
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain('bash, zsh, fish')
})
