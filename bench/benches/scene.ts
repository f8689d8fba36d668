// The processes of a bench and how they are told what to do.
import { z } from 'zod'
import type { ChildName } from '../processes/build.js'
import type { Child } from '../processes/child.js'
import { type StartChild, withChildren } from '../processes/children.js'
import { type Usage, usageSchema } from '../processes/usage.js'
import { type Flood, type FloodResult, floodResultSchema } from '../world/flood.js'

const addressesSchema = z.object({ origin: z.string(), openIdMetadataUrl: z.string() })
const botSchema = z.object({ port: z.number(), incidentIds: z.array(z.string()) })

export interface BotSettings {
  readonly answers: 'bot' | 'nothing'
  readonly privateAnswers: 'channel' | 'card'
  readonly openIncidents: number
  readonly tenants: number
  readonly pollSeconds: number
  readonly databaseUrl: string
}

/** One side of a comparison: a server that can be flooded. */
export interface Side {
  readonly port: number
  readonly incidentIds: readonly string[]
  readonly child: Child
  readUsage(): Promise<Usage>
}

export interface Scene {
  readonly world: Child
  startBot(settings: Partial<BotSettings>, nodeOptions?: readonly string[]): Promise<Side>
  startBolt(settings: { readonly opens: boolean }): Promise<Side>
  startBotBuilder(settings: { readonly answers: 'card' | 'message' | 'text' }): Promise<Side>
  startVerifier(): Promise<Side>
  startChild(name: ChildName, settings: object): Promise<Child>
  flood(side: Side, plan: Omit<Flood, 'port' | 'incidentIds'>): Promise<FloodResult>
}

export function withScene<Result>(work: (scene: Scene) => Promise<Result>): Promise<Result> {
  return withChildren(async (start, folder) => work(await createScene(start, folder)))
}

async function createScene(start: StartChild, folder: string): Promise<Scene> {
  const world = start('world')
  const given = { ...(await world.call('addresses', undefined, addressesSchema)), folder }
  const toSide = (child: Child, bot: z.output<typeof botSchema>): Side => ({
    ...bot,
    child,
    readUsage: () => child.call('usage', undefined, usageSchema),
  })
  async function startFloor(name: ChildName, settings: object): Promise<Side> {
    const child = start(name)
    const port = await child.call('start', { ...given, ...settings }, z.number())
    return toSide(child, { port, incidentIds: ['open-0'] })
  }
  return {
    world,
    async startBot(settings, nodeOptions) {
      const child = start('bot', nodeOptions)
      const usual = {
        answers: 'bot',
        privateAnswers: 'channel',
        openIncidents: 50,
        tenants: 1,
        pollSeconds: 3_600,
      }
      return toSide(child, await child.call('start', { ...given, ...usual, ...settings }, botSchema))
    },
    startBolt: (settings) => startFloor('bolt', settings),
    startBotBuilder: (settings) => startFloor('botbuilder', settings),
    startVerifier: () => startFloor('verifier', {}),
    async startChild(name, settings) {
      const child = start(name)
      await child.call('start', { ...given, ...settings }, z.unknown())
      return child
    },
    flood: ({ port, incidentIds }, plan) =>
      world.call('flood', { ...plan, port, incidentIds }, floodResultSchema),
  }
}
