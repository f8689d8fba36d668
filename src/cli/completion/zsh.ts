import { type Branch, quote, type Tree, type Typable } from './tree.js'

export function toZsh({ branches, fileOptions, valueOptions }: Tree): string {
  return `#compdef reprieve
# zsh completion of reprieve: source <(reprieve completion zsh)
_reprieve() {
  local at="" before="\${words[CURRENT-1]}" index
  local -a given
  for ((index = 2; index < CURRENT; index++)); do
    case "$at/\${words[index]}" in
      ${branches.flatMap(toStep).join('\n      ')}
    esac
  done
  case "$before" in
    ${fileOptions.join('|')}) _files; return ;;
    ${valueOptions.join('|')}) return ;;
  esac
  case "$at" in
    ${branches.map(toGiven).join('\n    ')}
  esac
  _describe reprieve given
}
if [ "$funcstack[1]" = _reprieve ]; then _reprieve; else compdef _reprieve reprieve; fi`
}

function toStep({ path }: Branch): readonly string[] {
  return path === '' ? [] : [`${path}) at=${path} ;;`]
}

function toGiven({ path, commands, options }: Branch): string {
  return `${quote(path)}) given=(${[...commands, ...options].map(toEntry).join(' ')}) ;;`
}

/** A colon ends the word. */
function toEntry({ word, text }: Typable): string {
  return quote(`${word}:${text.replaceAll(':', ' ')}`)
}
