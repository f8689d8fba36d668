// Slack as a platform: requests come in through one route, answers and alerts go out through the Web API.
import { App, type Receiver } from '@slack/bolt'
import { createInFlight, type InFlight } from '../../concurrency/in-flight.js'
import { ConfigError, PlatformError } from '../../errors.js'
import type { Catalogue, Clock, Fetch, Log, Platform } from '../../ports.js'
import { createBoltLog } from './bolt-log.js'
import { createChannelGuard } from './channels.js'
import { createClients } from './clients.js'
import { createHearCutOff } from './cut-off.js'
import { createDesk } from './desk.js'
import { createDispatch } from './dispatch.js'
import { createExamine } from './examine.js'
import { type CardSamples, examineCards } from './examine-cards.js'
import { createFindPerson } from './find-person.js'
import { createGroups } from './groups.js'
import { startHeartbeat } from './heartbeat.js'
import { createHome } from './home.js'
import { createIdentity } from './identity.js'
import { createListMembers } from './members.js'
import { createMessages } from './messages.js'
import { createPace } from './pace.js'
import { createReceiver } from './receiver.js'
import { createReplays } from './replays.js'
import { createRespond } from './respond.js'
import type { SlackSettings } from './settings.js'
import { type Commons, createCommons, type Shared } from './shared.js'
import { createSocketFront, type Front, type SocketDispatcher } from './socket.js'
import type { Render } from './surface.js'
import { createTwins } from './twins.js'
import { createViews } from './views.js'
import { createVitals, type Vitals } from './vitals.js'

export interface SlackParts {
  readonly settings: SlackSettings
  readonly render: Render
  readonly catalogue: Catalogue
  readonly clock: Clock
  readonly log: Log
  /** What all processes that answer this app have in common; this one is the only one when undefined. */
  readonly shared?: Shared | undefined
  /** What the doctor asks Slack about; nothing when undefined. */
  readonly samples?: CardSamples | undefined
  /** The way out; straight when undefined. */
  readonly fetch?: Fetch
  /** The same for Socket Mode's connection. */
  readonly dispatcher?: SocketDispatcher
}

/** @throws ConfigError when requests could not be told from forged ones. */
export function createSlack(parts: SlackParts): Platform {
  const {
    settings,
    render,
    catalogue,
    clock,
    log,
    shared,
    samples,
    fetch = globalThis.fetch,
    dispatcher,
  } = parts
  const { teamId, accessGroups = [], alertChannels = [] } = settings
  const vitals = createVitals(clock)
  const clients = createClients({ settings, fetch, vitals, clock, log })
  const commons = createCommons({ shared, clock, log })
  const inFlight = createInFlight()
  let isOpen = false
  let stopHeartbeat = () => {}
  let redraw: NonNullable<Platform['redraw']> = () => {}
  const front = createFront({
    settings,
    isOpen: () => isOpen,
    inFlight,
    vitals: withNote(vitals, commons),
    clock,
    log,
    fetch,
    dispatcher,
  })
  const app = createApp(front.receiver, log)
  const findGroups = createGroups({ clients, accessGroups, clock, log })
  const twins = createTwins({ render, clock, log })
  const identify = createIdentity({ clients, findGroups, teamId, clock, log })
  const messages = createMessages({
    clients,
    clock,
    pace: createPace(clock, commons),
    refuseShared: createChannelGuard({ clients, clock, log }),
    twins,
    isLoud: (name) => catalogue.cards.get(name)?.isLoud === true,
  })

  return {
    name: 'slack',
    mentionsGroups: true,
    routes: front.routes,
    async start(handlers) {
      const home = createHome({ handlers, identify, twins, clients, clock, log })
      const views = createViews({ clients, log })
      const respond = createRespond(settings, fetch)
      const { presses } = catalogue
      const desk = createDesk({ handlers, identify, catalogue, twins, views, respond, clock, log })
      redraw = desk.redraw
      app.use(
        createDispatch({
          desk,
          home,
          teamId,
          hearCutOff: createHearCutOff({ clients, vitals, handlers, alertChannels, log }),
          isReplay: createReplays({ clock, log, shared }),
          isOurs: (action) => presses.has(action),
        }),
      )
      isOpen = true
      front.open()
      stopHeartbeat = startHeartbeat({ clients, vitals, teamId, clock, log })
    },
    redraw: (page) => redraw(page),
    async stop() {
      isOpen = false
      redraw = () => {}
      stopHeartbeat()
      // What was accepted still needs the connection for its acknowledgement.
      await inFlight.drain()
      await front.close()
    },
    ...messages,
    listMembers: createListMembers({ clients, identify, teamId }),
    findGroups: (id) => findGroups(id, true),
    findPerson: createFindPerson({ clients, identify, teamId }),
    async pin() {
      throw new PlatformError('The settings name the channels of Slack that get alerts.', {
        code: 'rejected',
      })
    },
    health: () => vitals.read(),
    examine: createExamine({
      settings,
      clients,
      vitals,
      commons,
      examineCards: samples && ((signal) => examineCards({ clients, twins, clock, samples }, signal)),
    }),
  }
}

/** The doctor of any process is told what arrived at this one. */
function withNote(vitals: Vitals, commons: Commons): Vitals {
  return {
    ...vitals,
    arrived(isGenuine) {
      vitals.arrived(isGenuine)
      void commons.noteArrival(vitals.readArrivals())
    },
  }
}

interface FrontParts extends Pick<SlackParts, 'settings' | 'clock' | 'log'> {
  readonly fetch: Fetch
  readonly dispatcher: SocketDispatcher | undefined
  readonly isOpen: () => boolean
  readonly inFlight: InFlight
  readonly vitals: Vitals
}

function createFront({ settings, isOpen, ...parts }: FrontParts): Front {
  if (settings.mode === 'socket') {
    const { appToken, apiUrl } = settings
    if (appToken === '') throw new ConfigError(['The app-level token of Slack is empty.'])
    return createSocketFront({ ...parts, appToken, apiUrl })
  }
  const { signingSecret, path = '/slack/events' } = settings
  if (signingSecret === '') throw new ConfigError(['The signing secret of Slack is empty.'])
  const { receiver, route } = createReceiver({ ...parts, path, signingSecret, isOpen })
  return { receiver, routes: [route], open: () => {}, close: () => Promise.resolve() }
}

function createApp(receiver: Receiver, log: Log): App {
  const app = new App({
    receiver,
    // Who may do what is decided per person and deed. With a token here Bolt would call Slack at the start, and crash when
    // it is unreachable; the clients of this folder hold the token.
    authorize: () => Promise.resolve({}),
    logger: createBoltLog(log),
    convoStore: false,
    ignoreSelf: false,
  })
  // Rejects towards the receiver, which logs it once. A handler that swallows would leave the request unanswered.
  app.error((error) => Promise.reject(error))
  return app
}
