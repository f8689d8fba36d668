// Walks an expanded card and writes its outside text, each string for the place where it landed.
import { fill } from './fill.js'
import { type Dialect, isObject, type Json, type Place } from './place.js'

/** How far texts may shrink, in halves, before a card is sent as it is. */
const scales = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32]

export function finish(expanded: Json, dialect: Dialect): Json {
  let card: Json = {}
  for (const scale of scales) {
    card = finishObject(expanded, '', {
      ...dialect,
      translate: (object) => dialect.translate?.(object, scale) ?? object,
      findPlace: (spot) => shrink(dialect.findPlace(spot), scale),
    })
    if (dialect.fits(card)) return card
  }
  return card
}

/** Only what people read can be shorter; half an id or half an address is none. */
function shrink(place: Place, scale: number): Place {
  if (scale === 1 || place.syntax === 'value' || place.syntax === 'url' || place.syntax === 'json')
    return place
  return { ...place, most: Math.min(place.most, Math.max(40, Math.floor(place.most * scale))) }
}

/** @param role what the object is for: the type of the object it belongs to and the key it stands under. */
function finishObject(given: Json, role: string, dialect: Dialect): Json {
  const source = dialect.translate?.(given, 1) ?? given
  const owner = typeof source.type === 'string' ? source.type : role.slice(role.indexOf('.') + 1)
  const finished: Json = {}
  for (const [key, value] of Object.entries(source)) {
    // The engine leaves null where `$when` said no.
    if (value === null || value === undefined) continue
    finished[key] =
      typeof value === 'string'
        ? fill(value, dialect.findPlace({ object: source, key, role }))
        : finishValue(value, `${owner}.${key}`, dialect)
  }
  return dialect.adjust(finished)
}

function finishValue(value: unknown, role: string, dialect: Dialect): unknown {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => finishItem(item, role, dialect))
  return isObject(value) ? finishObject(value, role, dialect) : value
}

/**
 * `{ "many": [...] }` stands for its items: one row of a list can so become several blocks. `{ "newer": "data_table", "blocks":
 * [...], "older": [...] }` stands for its blocks where the platform takes that kind, for the older ones where it does not.
 */
function finishItem(item: unknown, role: string, dialect: Dialect): unknown[] {
  if (item === null) return []
  if (!isObject(item)) return [item]
  const { newer, blocks, older } = item
  const isTaken = newer !== undefined && (dialect.takes?.(newer) ?? true)
  const many = newer === undefined ? item.many : isTaken ? blocks : older
  if (Array.isArray(many)) return many.flatMap((each: unknown) => finishItem(each, role, dialect))
  return [finishObject(item, role, dialect)]
}
