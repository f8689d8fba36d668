import type { Command } from 'commander'
import { toBash } from './bash.js'
import { toFish } from './fish.js'
import { toTree } from './tree.js'
import { toZsh } from './zsh.js'

const scripts = { bash: toBash, zsh: toZsh, fish: toFish }

/** A script that needs no start of this program at each key. */
export function toCompletion(program: Command, shell: keyof typeof scripts): string {
  return scripts[shell](toTree(program))
}
