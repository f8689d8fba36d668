// A view for a template without one: what the template asks for is what a view has. For whoever wants to see whether a platform
// takes every card, before there is anything to show.
import { isObject, type Json } from './place.js'

/** What a template reads of one object: by their names its texts, questions, objects and lists. */
interface Shape {
  readonly members: Map<string, Shape>
  isList: boolean
}

const createShape = (): Shape => ({ members: new Map(), isList: false })

const expressions = /\$\{((?:[^}']|'[^']*')*)\}/g
const loops = /foreach\(\s*([\w.$]+)\s*,\s*(\w+)\s*,/g
const names = /(?<![\w.$'])(\$?[A-Za-z]\w*(?:\.\w+)*)(?!\w*\()/g
/** What the seal adds to a view. */
const added = /^(?:has|more|hasMore)[A-Z]/

/** @param answer what the questions of the template about how something is are answered. */
export function toSampleView(template: Json, answer: boolean): Json {
  const root = createShape()
  walk(template, root, root)
  return toView(root, answer, '')
}

function walk(node: unknown, scope: Shape, root: Shape): void {
  if (typeof node === 'string') read(node, scope, root)
  else if (Array.isArray(node)) for (const item of node) walk(item, scope, root)
  else if (isObject(node)) walkObject(node, scope, root)
}

function walkObject(node: Json, scope: Shape, root: Shape): void {
  const { $data: data, ...rest } = node
  const list = typeof data === 'string' ? /^\$\{([\w.$]+)\}$/.exec(data)?.[1] : undefined
  const inner = list === undefined ? scope : toList(list, scope, root)
  for (const value of Object.values(rest)) walk(value, inner, root)
}

function toList(path: string, scope: Shape, root: Shape): Shape {
  const shape = reach(path, scope, root)
  shape.isList = true
  return shape
}

function read(text: string, scope: Shape, root: Shape): void {
  for (const [, expression = ''] of text.matchAll(expressions)) {
    const rows = new Map<string, Shape>()
    for (const [, list = '', row = ''] of expression.matchAll(loops)) rows.set(row, toList(list, scope, root))
    for (const [, name = ''] of expression.replace(/'[^']*'/g, '').matchAll(names)) {
      const [first = '', ...rest] = name.split('.')
      const row = rows.get(first)
      if (row === undefined) reach(name, scope, root)
      else if (rest.length > 0) reach(rest.join('.'), row, root)
    }
  }
}

function reach(path: string, scope: Shape, root: Shape): Shape {
  const [first = '', ...rest] = path.split('.')
  let shape = first === '$root' ? root : scope
  for (const name of first === '$root' ? rest : [first, ...rest]) {
    // `$index` and the like are the engine's, and what the seal adds is made of what is there.
    if (name.startsWith('$') || added.test(name)) return createShape()
    const member = shape.members.get(name) ?? createShape()
    shape.members.set(name, member)
    shape = member
  }
  return shape
}

/** As few as a list of choices may have. */
const rows = ['1', '2']

function toView({ members }: Shape, answer: boolean, row: string): Json {
  return Object.fromEntries(
    [...members].map(([name, member]): [string, unknown] => {
      if (member.isList) return [name, rows.map((each) => toView(member, answer, `${row}${name}${each}`))]
      if (member.members.size > 0) return [name, toView(member, answer, row)]
      return [name, toValue(name, answer, row)]
    }),
  )
}

function toValue(name: string, answer: boolean, row: string): string | boolean {
  if (/^is[A-Z]/.test(name)) return answer
  // What a reader may not do leaves out what belongs together, which a view without the rest would not.
  if (/^(?:can|needs)[A-Z]/.test(name)) return true
  if (name === 'unix') return '1795317240'
  if (name === 'day') return '2026-12-01'
  if (/url$/i.test(name)) return 'https://security.microsoft.com/'
  if (/pressId$/i.test(name)) return `show.${row || '0'}`
  if (/Id$/.test(name)) return `sample-${name}${row}`
  return `Sample of ${name}`
}
