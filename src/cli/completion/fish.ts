import { type Branch, quote, type Tree, type Typable } from './tree.js'

export function toFish(tree: Tree): string {
  return `# fish completion of reprieve: reprieve completion fish | source
function __reprieve_at
  set -l at ""
  for word in (commandline -opc)[2..-1]
    switch "$at/$word"
      ${tree.branches.flatMap(toStep).join('\n      ')}
    end
  end
  echo "$at"
end
complete -c reprieve -f
${tree.branches.flatMap((branch) => toLines(branch, tree)).join('\n')}`
}

function toStep({ path }: Branch): readonly string[] {
  return path === '' ? [] : [`case ${quote(path)}`, `  set at ${quote(path)}`]
}

function toLines({ path, commands, options }: Branch, tree: Tree): readonly string[] {
  const where = `complete -c reprieve -n ${quote(`test (__reprieve_at) = "${path}"`)}`
  return [
    ...commands.map(({ word, text }) => `${where} -a ${word} -d ${toText(text)}`),
    ...options.map(
      ({ word, text }) => `${where} -l ${word.slice(2)}${toValue(word, tree)} -d ${toText(text)}`,
    ),
  ]
}

function toValue(word: string, { fileOptions, valueOptions }: Tree): string {
  if (fileOptions.includes(word)) return ' -r -F'
  return valueOptions.includes(word) ? ' -x' : ''
}

/** fish knows a backslash inside of single quotes. */
function toText(text: Typable['text']): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
