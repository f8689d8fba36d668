import { type Branch, quote, type Tree } from './tree.js'

export function toBash({ branches, fileOptions, valueOptions }: Tree): string {
  return `# bash completion of reprieve: source <(reprieve completion bash)
_reprieve() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" at="" words="" index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$at/\${COMP_WORDS[index]}" in
      ${branches.flatMap(toStep).join('\n      ')}
    esac
  done
  case "$before" in
    ${fileOptions.join(' | ')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
    ${valueOptions.join(' | ')}) COMPREPLY=(); return ;;
  esac
  case "$at" in
    ${branches.map(toWords).join('\n    ')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o filenames -F _reprieve reprieve`
}

function toStep({ path }: Branch): readonly string[] {
  return path === '' ? [] : [`${quote(path)}) at=${quote(path)} ;;`]
}

function toWords({ path, commands, options }: Branch): string {
  const words = [...commands, ...options].map(({ word }) => word)
  return `${quote(path)}) words=${quote(words.join(' '))} ;;`
}
