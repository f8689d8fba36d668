// Reads the templates of one platform, with what they use of its fragments already in them.
import { readdirSync, readFileSync } from 'node:fs'
import { expand, type Fragment, toFragment } from './fragments.js'
import { isObject, type Json } from './place.js'
import { close, closeMoment, open, openMoment } from './seal.js'

/** @throws Error that names the first file that cannot be used, and what to do about it. */
export function readTemplates(folder: string, names: readonly string[]): ReadonlyMap<string, Json> {
  const fragments = readFragments(`${folder}/fragments`)
  return new Map(
    names.map((name) => [
      name,
      readObject('card template', `${folder}/${name}.json`, (template) => expand(template, fragments)),
    ]),
  )
}

function readFragments(folder: string): ReadonlyMap<string, Fragment> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return new Map(
    files.map((file) => [
      file.slice(0, -'.json'.length),
      readObject('fragment', `${folder}/${file}`, toFragment),
    ]),
  )
}

function readObject<Made>(what: string, path: string, make: (source: Json) => Made): Made {
  try {
    const text = readFileSync(path, 'utf8')
    if ([open, close, openMoment, closeMoment].some((mark) => text.includes(mark)))
      throw new Error('it holds characters reserved for outside text')
    const parsed: unknown = JSON.parse(text)
    if (!isObject(parsed)) throw new Error('it is not a JSON object')
    return make(parsed)
  } catch (error) {
    throw new Error(
      `The ${what} ${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  }
}
