// What can be typed, as the command line declares it: the scripts are made of it, so that none is ever behind.
import type { Command, Option } from 'commander'

export interface Typable {
  readonly word: string
  readonly text: string
}

/** One command, or the program itself. */
export interface Branch {
  /** `/journal/export`; empty for the program. */
  readonly path: string
  readonly commands: readonly Typable[]
  readonly options: readonly Typable[]
}

export interface Tree {
  readonly branches: readonly Branch[]
  /** Options behind which a file or a folder stands. */
  readonly fileOptions: readonly string[]
  /** Options behind which something else stands that nobody can guess. */
  readonly valueOptions: readonly string[]
}

export function toTree(program: Command): Tree {
  const all = listBranches(program, '')
  const options = all.flatMap(({ command }) => command.options).filter((one) => one.required || one.optional)
  const isFile = ({ flags }: Option) => /<(?:file|folder)>/.test(flags)
  return {
    branches: all.map(({ command, path }) => toBranch(command, path)),
    fileOptions: toFlags(options.filter(isFile)),
    valueOptions: toFlags(options.filter((one) => !isFile(one))),
  }
}

interface Found {
  readonly command: Command
  readonly path: string
}

function listBranches(command: Command, path: string): readonly Found[] {
  const below = command.commands.flatMap((one) => listBranches(one, `${path}/${one.name()}`))
  return [{ command, path }, ...below]
}

function toBranch(command: Command, path: string): Branch {
  return {
    path,
    commands: command.commands.map((one) => ({ word: one.name(), text: one.description() })),
    options: [
      ...command.options.map(({ long, short, description }) => ({
        word: long ?? short ?? '',
        text: description,
      })),
      { word: '--help', text: 'what it does, with examples' },
    ],
  }
}

function toFlags(options: readonly Option[]): readonly string[] {
  return [...new Set(options.flatMap(({ long, short }) => [long, short].filter((one) => one !== undefined)))]
}

/** Between single quotes of a shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
