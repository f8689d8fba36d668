import { createInFlight } from '../../concurrency/in-flight.js'
import type { MessageRef } from '../../domain/incident.js'
import { PlatformError } from '../../errors.js'
import type {
  Card,
  Catalogue,
  Clock,
  Fetch,
  Log,
  Memory,
  Peers,
  Place,
  Platform,
  PlatformHandlers,
} from '../../ports.js'
import { knowsTargeted, teamsClouds } from './clouds.js'
import { createCommons } from './commons.js'
import { createConnector, type Target } from './connector.js'
import { createConversationRecord } from './conversations.js'
import { createEndpoint } from './endpoint.js'
import { createExamine } from './examine.js'
import { createGroups } from './groups.js'
import { createHealth } from './health.js'
import { createHeldEdits } from './held-edits.js'
import { isChannel, toThreadId, withoutThread } from './incoming.js'
import { createInvokes } from './invoke.js'
import { createLivePages } from './live-pages.js'
import { type Activity, toActivity } from './message.js'
import { createOpenPages } from './open-pages.js'
import { createPages } from './pages.js'
import { createPrivateMessages } from './private-messages.js'
import { createPrivateRecord } from './private-record.js'
import { createPublicCards } from './public-cards.js'
import { createPutOff, toPutOffError } from './put-off.js'
import { createReceiver } from './receiver.js'
import type { Render } from './render.js'
import { createReplies } from './replies.js'
import { createRoster } from './roster.js'
import { createServiceUrls } from './service-urls.js'
import { parseTeamsSettings, type TeamsAuthentication, type TeamsSettings } from './settings.js'
import { createTargeting } from './targeting.js'
import { createTransport } from './transport.js'
import { createWelcome } from './welcome.js'

export type { TeamsSettings } from './settings.js'

interface TeamsParts {
  readonly settings: TeamsSettings
  readonly render: Render
  readonly catalogue: Catalogue
  readonly memory: Memory
  /** Other processes that answer as the same bot and have the same memory; none when undefined. */
  readonly peers?: Peers | undefined
  readonly clock: Clock
  readonly log: Log
  readonly authentication?: TeamsAuthentication
  /** The way out; straight when undefined. */
  readonly fetch?: Fetch
}

/**
 * Microsoft Teams. Importing this file loads the Bot Framework SDK, so it is imported when Teams is switched on.
 * @throws ConfigError
 */
export function createTeams(parts: TeamsParts): Platform {
  const { render, catalogue, memory, clock, log, authentication, fetch = globalThis.fetch } = parts
  const settings = parseTeamsSettings(parts.settings, authentication)
  const { appId, tenantId: homeTenantId } = settings
  // As it was handed in, and not a copy: other tenants may have other channels while this runs.
  const { alertChannels = [] } = parts.settings
  const serviceUrls = createServiceUrls(settings)
  const cloud = teamsClouds[settings.cloud]
  const transport = createTransport({ settings, authentication, fetch, clock, log })
  const commons = createCommons({ memory, peers: parts.peers, clock, log })
  const botId = `28:${appId}`
  const connector = createConnector({ transport, serviceUrls, fetch, clock, botId, commons })
  const conversations = createConversationRecord({
    memory,
    clock,
    log,
    homeTenantId,
    serviceUrls,
    alertChannels,
    commons,
  })
  // Our own token is nothing to show to Microsoft.
  const accessGroups =
    authentication === undefined || authentication.graphUrl !== undefined ? settings.accessGroups : []
  const graphUrl = authentication?.graphUrl ?? cloud.graph
  const groups = createGroups({ transport, fetch, clock, log, graphUrl, accessGroups })
  const roster = createRoster({ connector, groups, clock, log, homeTenantId })
  const isKnownAt = (url: string) => knowsTargeted(url, { ...settings, isOwn: authentication !== undefined })
  const targeting = createTargeting({ isKnownAt, memory, clock, log })
  const record = createPrivateRecord({ memory, commons, log })
  const privates = createPrivateMessages({ connector, targeting, render, record, clock, log })
  const live = createLivePages({ catalogue, record, memory, clock, log })
  const replies = createReplies({ connector, privates, live, render, catalogue, clock, log })
  const pages = createPages({ clock, catalogue, memory, commons, log })
  const publicCards = createPublicCards({ catalogue, render, commons, clock })
  const heldEdits = createHeldEdits({ clock, log, edit })
  const putOff = createPutOff({ commons, clock })
  const invokes = createInvokes({
    connector,
    roster,
    replies,
    privates,
    live,
    open: createOpenPages({ record, memory, log }),
    render,
    catalogue,
    pages,
    isInPlace: settings.privateAnswers === 'card',
    publicCards,
    heldEdits,
    commons,
    clock,
    log,
  })
  const welcome = createWelcome({ connector, roster, render, memory, log, homeTenantId })
  const receiver = createReceiver({
    conversations,
    invokes,
    roster,
    replies,
    welcome,
    targeting,
    commons,
    catalogue,
    clock,
    log,
  })
  const health = createHealth(clock, () => conversations.readTrouble() ?? transport.keys.readTrouble())
  const requests = createInFlight()
  let handlers: PlatformHandlers | undefined

  function receive(incoming: Parameters<typeof receiver.receive>[0]) {
    return handlers === undefined ? undefined : requests.track(receiver.receive(incoming, handlers))
  }

  async function startThread(to: Target, activity: Activity): Promise<MessageRef> {
    const message = await connector.startThread(to, activity)
    return { platform: 'teams', channel: to.conversationId, message }
  }

  /** The channel of `installed` may come back or be another tomorrow: being turned away is not the end of an alert. */
  async function startInstalledThread(to: Target, activity: Activity): Promise<MessageRef> {
    try {
      return await startThread(to, activity)
    } catch (cause) {
      const isLost = cause instanceof PlatformError && ['channel-not-found', 'forbidden'].includes(cause.code)
      throw isLost
        ? new PlatformError(cause.message, { code: 'unavailable', isOfChannel: true, cause })
        : cause
    }
  }

  async function sendTo(to: Target, activity: Activity): Promise<MessageRef> {
    const message = await connector.send(to, activity)
    return { platform: 'teams', channel: withoutThread(to.conversationId), message }
  }

  async function post(place: Place, activity: Activity): Promise<MessageRef> {
    switch (place.kind) {
      case 'channel': {
        const to = await conversations.resolve(place.channel)
        // Where a card in person was, the next one goes.
        if (!isChannel(to.conversationId)) return sendTo(to, activity)
        const start = place.channel.channel === 'installed' ? startInstalledThread : startThread
        return start(to, activity)
      }
      case 'person': {
        const serviceUrl = await conversations.serviceUrl()
        const person = { id: place.id, tenantId: homeTenantId }
        return sendTo({ serviceUrl, conversationId: await connector.openChat(serviceUrl, person) }, activity)
      }
      case 'thread': {
        const { channel, message } = place.of
        const serviceUrl = await conversations.serviceUrl()
        return sendTo({ serviceUrl, conversationId: toThreadId(channel, message) }, activity)
      }
      default:
        return place satisfies never
    }
  }

  async function edit(ref: MessageRef, card: Card): Promise<void> {
    const rendered = render(card)
    const readers = await pages.listReaders(ref)
    const target = await conversations.serviceUrl()
    const to = { serviceUrl: target, conversationId: toThreadId(ref.channel, ref.message) }
    // Before the edit: a client may ask before the connector has answered.
    await publicCards.keep(ref, card)
    // Some messages can never be edited again (MicrosoftDocs/msteams-docs#6139): they are as good as gone.
    await connector.update(to, ref.message, toActivity(rendered, { alert: false, readers }))
  }

  /** What waits is shown a little later; what everybody must see is not kept back for one reader. */
  async function update(ref: MessageRef, card: Card): Promise<void> {
    await publicCards.recall(ref)
    const isRead = publicCards.isMinor(ref, card) && (await pages.listReaders(ref)).length > 0
    const wait = isRead ? await putOff.judge(ref, publicCards.findDigest(ref) ?? '') : 'over'
    switch (wait) {
      case 'over':
        heldEdits.drop(ref)
        return edit(ref, card)
      case 'alone':
        if (heldEdits.hold(ref, card)) await tellMeanwhile(ref, card)
        return
      case 'first':
        await tellMeanwhile(ref, card)
        throw toPutOffError()
      case 'again':
        throw toPutOffError()
      default:
        return wait satisfies never
    }
  }

  /** Once for each wait. The edit is what counts, and comes: that this was not said is no reason to do it all again. */
  async function tellMeanwhile(ref: MessageRef, card: Card): Promise<void> {
    const line = publicCards.findMeanwhile(ref, card)
    if (line === undefined) return
    try {
      await post({ kind: 'thread', of: ref }, toActivity(render(line), { alert: true }))
    } catch (error) {
      log.warn({ err: error, channel: ref.channel }, 'teams.claim.not-told')
    }
  }

  /** Who is in the conversation: whether that may be read says nothing, that it is answered does. */
  async function probe(place: Place): Promise<void> {
    try {
      await connector.getMembers(await toConversation(place))
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error
    }
  }

  async function toConversation(place: Place): Promise<Target> {
    if (place.kind === 'channel') return conversations.resolve(place.channel)
    const conversationId = place.kind === 'thread' ? place.of.channel : place.id
    return { serviceUrl: await conversations.serviceUrl(), conversationId }
  }

  return {
    name: 'teams',
    routes: [createEndpoint({ transport, serviceUrls, appId, issuer: cloud.issuer, clock, log, receive })],
    warmUp: () => transport.warmUp(),
    async start(given) {
      handlers = given
      // What is lost is said before anything is to be posted.
      await conversations
        .recall()
        .catch((error: unknown) => log.error({ err: error }, 'teams.conversation.not-recalled'))
    },
    async stop() {
      handlers = undefined
      heldEdits.stop()
      live.stop()
      await requests.drain()
      await receiver.drain()
    },
    post(place, card) {
      return health.track(async () => {
        const rendered = render(card)
        const ref = await post(place, toActivity(rendered, { alert: true }))
        await publicCards.keep(ref, card)
        return ref
      })
    },
    update: (ref, card) => health.track(() => update(ref, card)),
    redraw(page) {
      const given = handlers
      if (given !== undefined)
        void requests.track(
          live.redraw(page, (one, mayShow) => requests.track(invokes.draw(one, mayShow, given))),
        )
    },
    listMembers: (group) => groups.listMembers(group),
    async findLink({ channel, message }) {
      if (!isChannel(channel)) return undefined
      const [place, at] = [channel, message].map(encodeURIComponent)
      return `https://teams.microsoft.com/l/message/${place}/${at}?tenantId=${homeTenantId}`
    },
    // The messages of a channel could be read by Graph alone, with a consent that opens all of them.
    findPosted: async () => ({ isKnown: false }),
    findGroups: (id) => groups.find(id, true),
    // By its account alone: who has it in another directory is a guest here.
    async findPerson({ entraId }) {
      return entraId?.directoryId?.toLowerCase() === homeTenantId
        ? entraId?.objectId.toLowerCase()
        : undefined
    },
    probe,
    pin: ({ channel }) => conversations.pin(channel),
    health: () => health.read(),
    examine: createExamine({
      transport,
      connector,
      conversations,
      groups,
      serviceUrls,
      clock,
      alertChannels,
    }),
  }
}
