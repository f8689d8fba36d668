// Fills the templates in cards/. Views are raw outside text; whatever leaves here may be sent as it is.
import { fileURLToPath } from 'node:url'
import { createRecent } from '../../concurrency/recent.js'
import type { Card, CardTraits } from '../../ports.js'
import type { OwnPlatformName } from '../names.js'
import type { Novelty } from '../novelties.js'
import { type Engine, loadEngine } from './engine.js'
import { finish } from './finish.js'
import { findAbout } from './label.js'
import { type Dialect, type Drawing, isObject, type Json } from './place.js'
import { readTemplates } from './read.js'
import { toSampleView } from './sample.js'
import { seal } from './seal.js'
import { createSlackDialect } from './slack.js'
import { createTeamsDialect } from './teams.js'

/** A Slack message or modal, a Teams card or message. */
export type Rendered = Readonly<Record<string, unknown>>
/** @param without kinds of blocks that the platform refused; all may be used when undefined. */
export type Render = (card: Card, without?: readonly Novelty[]) => Rendered

export interface RendererOptions {
  readonly platform: OwnPlatformName
  /** Every card there is, by its name. */
  readonly cards: ReadonlyMap<string, CardTraits>
  /** Holds slack/ and teams/; this package's cards/ when undefined. */
  readonly folder?: string
}

// The same from src/ and from dist/.
const packagedCards = fileURLToPath(new URL('../../../cards', import.meta.url))

const dialects: Readonly<Record<OwnPlatformName, (drawing: Drawing) => Dialect>> = {
  slack: createSlackDialect,
  teams: createTeamsDialect,
}

/** Beside it `/restricted` is typed in Teams as well, where the organisation's app package has it. */
const typedOn: Readonly<Record<OwnPlatformName, (command: string) => string>> = {
  slack: (command) => `/restricted ${command}`,
  teams: (command) => `@Reprieve ${command}`,
}

/** Of so many cards what was drawn last is kept, and nothing that is longer than this. */
const mostKept = 100
const mostCharacters = 30_000

/**
 * What a card says decides alone how it looks, so one that was just drawn is not drawn again: many look at the same one in
 * a storm, and open windows are drawn anew. Who may see what has been decided before a card is made. Whoever is given one
 * changes nothing in it.
 * @throws Error at once when a template or a fragment is missing, unreadable or wrong, and what to do about it.
 */
export function createRenderer(options: RendererOptions): Render {
  const draw = createDrawing(options)
  const drawn = createRecent<Rendered>(mostKept)
  return (card, without = []) => {
    const content = `${card.name} ${without.join(' ')} ${JSON.stringify(card.view)}`
    const known = drawn.get(content)
    if (known !== undefined) return known
    const rendered = draw(card, without)
    if (content.length <= mostCharacters) drawn.set(content, rendered)
    return rendered
  }
}

/** Loads what the first card that is drawn would wait for. */
export function warmUpTemplates(): void {
  loadEngine()
}

/**
 * Every card there is, with a view that shows the most of it, and another one with every question of its template answered the
 * other way: invented, for platforms that are asked whether they take them. @throws Error as `createRenderer` does.
 */
export function listSamples({ platform, cards, folder = packagedCards }: RendererOptions): readonly Card[] {
  const sources = [...readTemplates(`${folder}/${platform}`, [...cards.keys()])]
  return sources.flatMap(([name, template]) =>
    [true, false].map((answer) => ({ name, view: toSampleView(template, answer) })),
  )
}

type Template = InstanceType<Engine['Template']>

/** More than there are on all platforms. */
const mostParsed = 200
const parsed = createRecent<Template>(mostParsed)

/**
 * Parsing the expressions of a template takes fifty times as long as filling it: each once, whoever draws by it (every scene
 * of a playground does), and only when it is first shown, because all of them together are a quarter of the time a start takes.
 */
function parse(source: Json | undefined): Template {
  const text = JSON.stringify(source)
  const template = parsed.get(text) ?? new (loadEngine().Template)(source)
  parsed.set(text, template)
  return template
}

function createDrawing({ platform, cards, folder = packagedCards }: RendererOptions): Render {
  const sources = readTemplates(`${folder}/${platform}`, [...cards.keys()])
  const own = new Map<string, Template>()
  return (card, without = []) => {
    const template = own.get(card.name) ?? parse(sources.get(card.name))
    own.set(card.name, template)
    const expanded: unknown = template.expand({
      $root: seal(card.view, { bounds: cards.get(card.name)?.bounds, toTyped: typedOn[platform] }),
    })
    if (!isObject(expanded))
      throw new Error(`The ${platform} template of the card ${card.name} came out empty`)
    return finish(expanded, dialects[platform]({ without, about: findAbout(card.view) }))
  }
}
