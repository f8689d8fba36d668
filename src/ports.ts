// The seams, on one page. Everything that reaches the outside world is behind one of these.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Actor, EntraId, Member, PlatformName } from './domain/actor.js'
import type { ChannelNews, Pinned } from './domain/alert-channel.js'
import type { BlindCause } from './domain/blindness.js'
import type { CellTerms, CellWrite, Kept } from './domain/cell.js'
import type { Check } from './domain/check.js'
import type { ContainmentOrder, ContainmentResult } from './domain/containment.js'
import type { Deed, DeedsAsked } from './domain/deed.js'
import type { AlertChange, AlertSubject, DefenderAlert } from './domain/defender-alert.js'
import type { DrillEnd } from './domain/drill.js'
import type { EarlyAsked, EarlyEnd, EarlySigns } from './domain/early.js'
import type { Entity, Sender } from './domain/entity.js'
import type { Erasure } from './domain/erase.js'
import type { Evidence } from './domain/evidence.js'
import type { Incident, MessageRef, Status } from './domain/incident.js'
import type { Instant } from './domain/instant.js'
import type { JournalEntry, JournalEvent } from './domain/journal.js'
import type { Listed } from './domain/listed.js'
import type { MailTrace } from './domain/mail-flow.js'
import type { PageState } from './domain/page.js'
import type { TenantPolicies } from './domain/policies.js'
import type { Command, Press } from './domain/press.js'
import type { Restriction } from './domain/restriction.js'
import type { FactName } from './domain/rules/facts.js'
import type { ChannelRef, Held, Task } from './domain/task.js'
import type { Verdict } from './domain/verdict/index.js'
import type { PlatformErrorCode } from './errors.js'

export interface Clock {
  /** Epoch milliseconds. */
  now(): Instant
  /** Milliseconds since a moment that means nothing. Never steps, whatever becomes of the wall clock: waits are judged by it. */
  monotonic(): number
  /** Runs once after at least this many milliseconds; the function it returns cancels. */
  after(milliseconds: number, run: () => void): () => void
}

/** The way out of calls over HTTP: straight, or through the proxy of the settings. */
export type Fetch = (url: string | URL, init?: FetchInit) => Promise<Response>

interface FetchInit {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | URLSearchParams | null
  readonly redirect?: 'error' | 'follow' | 'manual'
  readonly signal?: AbortSignal
}

/** A service outside that raises the alarm when nothing is heard of Reprieve any more. */
export interface Heartbeat {
  /** Never rejects. @returns why it was not taken, without the address; undefined when it was. */
  beat(signal: AbortSignal): Promise<string | undefined>
}

/** Ids that nobody can guess and that never repeat; used for incidents, confirmations and claims. */
export type CreateId = () => string

/** Operator's log: fields first, then a constant event name. Never a secret, never a whole payload. */
export interface Log {
  debug(fields: object, event: string): void
  info(fields: object, event: string): void
  warn(fields: object, event: string): void
  error(fields: object, event: string): void
}

/** What is counted when it happens. Members never throw: what is measured must not depend on the measuring. */
export interface Meter {
  /** `typed` is a command; `refused` and `stale` were answered in words, `failed` is a bug. */
  pressAnswered(press: {
    readonly platform: Actor['platform']
    readonly action: string
    readonly outcome: 'answered' | 'refused' | 'stale' | 'failed'
    readonly milliseconds: number
  }): void
  /** Saved. `before` is undefined for a new incident. */
  incidentChanged(before: Incident | undefined, after: Incident): void
  /** A card about a restriction is in a channel for the first time, so long after it could have been seen. */
  restrictionTold(told: { readonly platform: PlatformName; readonly milliseconds: number }): void
  pollEnded(poll: { readonly ok: boolean; readonly milliseconds: number }): void
  /** A card could not be posted or edited; it is tried again. */
  platformFailed(platform: PlatformName, code: PlatformErrorCode): void
  /** An exercise is over: done to the end, called off by somebody, or out of time. */
  drillEnded(end: DrillEnd): void
  /** A card about a sender who is not restricted yet began, or ended and why. */
  earlyChanged(what: 'begun' | EarlyEnd): void
  /** One try of a task. */
  taskFailed(kind: string): void
  /** Somebody pressed a card that nobody keeps up to date. */
  orphanPressed(platform: PlatformName): void
  /** A post whose answer was lost, and how that ended: it was found, or posted once more and may be there twice. */
  postDoubted(platform: PlatformName, end: 'found' | 'posted-again'): void
}

/** How everything is at one moment, in numbers and the operator's own short names: nothing here needs a password. */
export interface Measures {
  readonly isReady: boolean
  /** What is written in the settings now is not taken. */
  readonly isSettingsRefused: boolean
  /** Everything saved has reached the records that outlive it. */
  readonly isJournalWritten: boolean
  /** Processes that work on the same store, this one among them. */
  readonly replicas: number
  /** What goes unseen and has been told, by its cause. */
  readonly blind: ReadonlyMap<BlindCause, number>
  /** Live incidents. */
  readonly incidents: ReadonlyMap<Status, number>
  /** Of those, how many people have said may wait. */
  readonly resting: { readonly snoozed: number; readonly muted: number }
  readonly polls: readonly {
    readonly tenantId: string
    readonly lastGoodAt: Instant | undefined
    readonly pollSeconds: number
    /** Of its last good poll: entries that could not be read, and empty lists beside which Exchange said something. */
    readonly doubts: number
  }[]
  readonly platforms: readonly { readonly name: PlatformName; readonly ok: boolean }[]
  readonly work: {
    readonly due: number
    /** How late the oldest due task is. */
    readonly lateMilliseconds: number
    readonly failing: number
  }
}

/** A meter that can be read. */
export interface Metrics extends Meter {
  /** @param now undefined when it could not be found out; then only what was counted is told. */
  expose(now: Measures | undefined): Promise<{ readonly contentType: string; readonly text: string }>
}

/**
 * Where restrictions come from; one per tenant. Every method rejects with BackendError and with nothing else, and
 * gives up when `signal` aborts. What cannot be known comes back as data inside Evidence, not as an error.
 */
export interface RestrictionBackend {
  /**
   * The whole Restricted entities list, senders and connectors. A page that did not come is an error, never a shorter list;
   * an entry that cannot be read, and what was said beside the list, come with the rest.
   */
  list(signal: AbortSignal): Promise<Listed>
  /** The entry of one entity, or undefined when it is certainly not on the list. */
  find(entity: Entity, signal: AbortSignal): Promise<Restriction | undefined>
  /**
   * Gathers what is known; with `only`, these facts at least, and the rest need not be asked for. Rejects only when nothing
   * at all could be asked. What was done before `restriction` is looked at from
   * its `createdAt`, however late somebody asks, and mail is held against what it counted.
   */
  gather(
    entity: Entity,
    signal: AbortSignal,
    only?: readonly FactName[],
    restriction?: Restriction,
  ): Promise<Evidence>
  /**
   * Lifts the restriction, once. Resolves when Exchange took it, or when somebody or something else had been faster.
   * Never retried in here: unblocks are rationed by Microsoft. A lost answer rejects with `outcome: 'unknown'`.
   */
  unblock(entity: Entity, signal: AbortSignal): Promise<{ readonly alreadyGone: boolean }>
  /**
   * Does or takes back one step on the account of a sender, once. Doing what is done already succeeds and says so.
   * A lost answer rejects with `outcome: 'unknown'`.
   */
  contain(sender: Sender, order: ContainmentOrder, signal: AbortSignal): Promise<ContainmentResult>
  /**
   * What message trace shows of mail that was sent after this moment. Microsoft lets it be asked seldom: this waits for its
   * turn, for a minute or more. Rejects only when it may be known later, as when too much was asked.
   */
  traceMail(entity: Entity, since: Instant, signal: AbortSignal): Promise<MailTrace>
  /**
   * What speaks of senders who are not restricted yet, as far as it is asked for. What it asks of message trace takes its turn
   * with `traceMail`. Rejects only when it may be known later, as when too much was asked.
   */
  readEarlySigns(asked: EarlyAsked, signal: AbortSignal): Promise<EarlySigns>
  /** The tenant's own settings about alerts and sending. Rejects only when nothing at all could be asked. */
  readPolicies(signal: AbortSignal): Promise<TenantPolicies>
  /**
   * What the tenant's audit log has, newest first. The log is up to a day late: what it does not have may have been done
   * all the same. Rejects with why when it cannot be searched, or is off.
   */
  searchDeeds(asked: DeedsAsked, signal: AbortSignal): Promise<readonly Deed[]>
  /** Defender's own record of restrictions. */
  readonly alerts: DefenderAlerts
  /**
   * Whether everything this backend needs works, one line each. Never rejects and changes nothing: trouble is what it
   * looks for. When `signal` aborts it answers with what it has; what was not answered by then is a problem of its own.
   */
  examine(signal: AbortSignal): Promise<readonly Check[]>
}

/** The alerts that Defender raises beside restrictions. Members reject with BackendError and with nothing else. */
export interface DefenderAlerts {
  /** The one about this that has changed since then, the alert of the restriction before its kin; undefined when there is none yet. */
  find(about: AlertSubject, since: Instant, signal: AbortSignal): Promise<DefenderAlert | undefined>
  /** Undefined when there is none of this id any more. */
  read(alertId: string, about: AlertSubject, signal: AbortSignal): Promise<DefenderAlert | undefined>
  /**
   * Twice is as good as once. Resolves with whom it is assigned to by this; undefined when it is to nobody, or nobody could
   * be found there.
   */
  change(alertId: string, change: AlertChange, signal: AbortSignal): Promise<string | undefined>
}

/** A name and the data its two templates are filled with: plain text, booleans and lists. Its text is from outside, and dead. */
export interface Card {
  readonly name: string
  readonly view: object
  /**
   * Something that it shows is under way: this command shows what comes of it. Where an answer can be edited it is drawn anew by
   * that, when a platform is told that the command has something new to say.
   */
  readonly follows?: string
}

/** What a platform must know of a card besides its view. */
export interface CardTraits {
  /** Rows of its lists that both platforms can hold, and which end of a list matters: the last line of defence. */
  readonly bounds?: Readonly<Record<string, Bound>>
  /** By which press a reader gets this page again, when an edit of the message has taken it away. */
  readonly again?: string
  /** For reading, with nothing that a channel may not see. */
  readonly isForThreads?: true
  /** Members of the view that are no reason to take a page away from somebody who reads it in the card's place just now. */
  readonly minor?: readonly string[]
  /** What the thread is told when an edit to `next` has to wait for that reader: others must not believe what the card says meanwhile. */
  toMeanwhile?(shown: Card, next: Card): Card | undefined
  /** Shows something under way: drawn anew when that has got on. */
  readonly isLive?: true
  /** Must be noticed: in a thread it is shown beside it too, where the platform can. */
  readonly isLoud?: true
}

export interface Bound {
  readonly most: number
  readonly keep: 'first' | 'last'
}

/** What a platform must know of a press. */
export interface PressTraits {
  /** The press that gets the same page again, of one that leads to a page. */
  readonly again?: string
  /** Who it is, and in which groups, is asked for at this moment: nothing that is remembered counts. */
  readonly asksAnew?: true
  /** What it leads to may need ten seconds: something is looked up first. */
  readonly looks?: true
  /** Leads from a page back to the card that everybody sees: a page that stands beside the card ends. */
  readonly leaves?: true
}

/** The names on this program's cards and buttons; whatever has another name is not ours to answer. */
export interface Catalogue {
  readonly cards: ReadonlyMap<string, CardTraits>
  readonly presses: ReadonlyMap<string, PressTraits>
}

/** What one actor alone gets back: a card, or nothing when the platform's own acknowledgement says it all. */
export type Answer = Card | undefined

/** What can be drawn anew for whoever has it before them: the page of a press, or the answer to a command. */
export type LivePage = Pick<Press, 'action' | 'incidentId'> | { readonly command: string }

export interface PlatformHandlers {
  /** Never reject: errors come back as a notice card. Whatever waits for Exchange or Graph answers within 12 seconds, all else within 2. */
  onPress(press: Press): Promise<Answer>
  onCommand(command: Command): Promise<Answer>
  /** The `home` card of one person: Slack's App Home, a greeting in Teams. */
  onHome(actor: Actor): Promise<Card>
  /** A channel that alerts may go to came, went or came back. Never rejects; may take as long as a post. */
  onChannelNews(news: ChannelNews): Promise<void>
}

/** A channel, the thread of a card that was posted before, or somebody in person, by the id that the access list has. */
export type Place =
  | { readonly kind: 'channel'; readonly channel: ChannelRef }
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'thread'; readonly of: MessageRef }

export interface MailboxOwner {
  /** Undefined when it is not known. */
  readonly entraId: EntraId | undefined
  /** Of the mailbox, lower-cased. */
  readonly addresses: readonly string[]
}

export interface PlatformHealth {
  readonly ok: boolean
  /** One line for people: what works, or what failed last and when. */
  readonly detail: string
}

/** Where people are. Transport only: parse, call, render. */
export interface Platform {
  readonly name: PlatformName
  /** Groups of the access list are told by a mention as people are. */
  readonly mentionsGroups?: true
  /** What it answers on the shared HTTP server; empty when it needs none. */
  readonly routes: readonly Route[]
  /** Resolves when presses and commands can arrive. */
  start(handlers: PlatformHandlers): Promise<void>
  /** Loads what the first to press something would wait for. Undefined where there is nothing of the kind. */
  warmUp?(): Promise<void>
  /** Takes nothing new and resolves when all accepted presses and commands have been answered. */
  stop(): Promise<void>
  /**
   * @param wish names what is wanted, the same for every try, by which one whose answer was lost is found again.
   * @throws PlatformError; `mayBeDone` when the card may be there all the same.
   */
  post(place: Place, card: Card, wish?: string): Promise<MessageRef>
  /** Edits in place. @throws PlatformError; `message-gone` when there is nothing to edit any more, and never will be. */
  update(ref: MessageRef, card: Card): Promise<void>
  /**
   * Draws a page anew for everybody who has it open, soon. Never rejects. Undefined where the edit of a card makes clients ask
   * for their pages by themselves.
   */
  redraw?(page: LivePage): void
  /** Whether a card that was posted for this wish after this moment is there, of which no answer said so. Never rejects. */
  findPosted(
    place: Place,
    card: Card,
    tried: { readonly since: Instant; readonly wish: string },
  ): Promise<{ readonly isKnown: false } | { readonly isKnown: true; readonly ref: MessageRef | undefined }>
  /**
   * Asks something that changes nothing, as near to a post in this place as can be. A refusal is an answer as well.
   * @throws PlatformError, `unavailable`, when there is none.
   */
  probe(place: Place): Promise<void>
  /** People at home here who are in this group of the access list, some dozens of them at most. @throws PlatformError */
  listMembers(group: string): Promise<readonly Member[]>
  /**
   * Which groups of the access list somebody is in at this moment, by the id that the list has: nothing that is remembered
   * counts. Never rejects.
   */
  findGroups(id: string): Promise<Pick<Actor, 'groups' | 'lookupFailure'>>
  /**
   * Who at home here has this account or mailbox, by the id that they can be written to by; undefined when nobody is known to.
   * @throws PlatformError
   */
  findPerson(owner: MailboxOwner): Promise<string | undefined>
  /** Where a browser or the platform's own app shows this message; undefined when that cannot be said. Never rejects. */
  findLink(ref: MessageRef): Promise<string | undefined>
  /**
   * Makes this channel the one that gets the alerts of `installed`, until the next pin. Whoever may is asked before.
   * @throws PlatformError, `rejected` where there is no such thing as `installed`; the message is for people.
   */
  pin(channel: ChannelRef): Promise<Pinned>
  health(): PlatformHealth
  /**
   * Whether everything this platform needs works, one line each; also before the start and after the stop. Never
   * rejects, changes nothing and posts nothing. When `signal` aborts it answers with what it has.
   */
  examine(signal: AbortSignal): Promise<readonly Check[]>
}

/** What a pager is told of one page. */
export interface PageOrder {
  readonly action: 'ring' | 'acknowledge' | 'resolve'
  /** The same for all that is said of one page. */
  readonly key: string
  /** One line, at most 100 characters, for somebody who is woken by it. */
  readonly summary: string
  readonly severity: Verdict['severity']
  readonly tenant: string
  /** When it was asked to ring. */
  readonly at: Instant
  /** Who is on it here; empty when nobody is. */
  readonly by: string
  /** Where the card is; empty when that cannot be said. */
  readonly url: string
}

/** What a pager has said of one page. */
export interface PagerNews {
  /** Of this message, the same when it is sent again. */
  readonly id: string
  readonly key: string
  readonly state: PageState
  readonly at: Instant
  /** Who did it there; undefined when it was no person. Grants nothing. */
  readonly by?: { readonly id: string; readonly name: string }
}

export interface PagerRequest {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly now: Instant
}

/** What rings when nobody comes. */
export interface Pager {
  /** As the settings call it. */
  readonly id: string
  /** Whether it says by itself what becomes of a page; else taking it is all that can be known. */
  readonly speaks: boolean
  /** Twice is as good as once. @throws PlatformError */
  send(order: PageOrder, signal: AbortSignal): Promise<void>
  /** Never throws: `forged` for what does not come from the pager, `nothing` for what says nothing of a page. */
  hear(request: PagerRequest): PagerNews | 'forged' | 'nothing'
  /** Changes nothing and rings nowhere. Never rejects. */
  examine(signal: AbortSignal): Promise<readonly Check[]>
}

/** One path of the shared HTTP server. */
export interface Route {
  /** Exact path, or a prefix when it ends with `/`. */
  readonly path: string
  /** Answers the request itself. May reject: the server then answers 500 and logs, it never dies of it. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/** Cells: small values that must outlive a restart and belong to no incident. What has ended is forgotten by itself. */
export interface Memory {
  /** Undefined when nothing is kept under this key, or not any more. */
  recall(key: string): Promise<Kept | undefined>
  /** `value` is JSON. @throws StoreError; StaleError, naming the key, when it is not the expected version. */
  remember(key: string, value: unknown, terms?: CellTerms): Promise<void>
}

/** The processes that work on one store. */
export interface Peers {
  /** How many live at this moment, or some seconds ago, this one among them: 1 or more. @throws StoreError */
  count(): Promise<number>
}

/** A task handed out to one worker until `leaseExpiresAt`; `token` fences off a worker that lost its lease. */
export interface Claim {
  readonly token: string
  readonly task: Task
  readonly leaseExpiresAt: Instant
}

/** One durable, atomic write: all of it or nothing. */
export interface Commit {
  /** `incident.version` is ignored and set to `expectedVersion + 1`. Expect 0 for a new incident. */
  readonly incident?: { readonly next: Incident; readonly expectedVersion: number }
  readonly events?: readonly JournalEvent[]
  readonly tasks?: readonly Task[]
  /**
   * Ends a claimed task in the same write; with `retryAt` it comes back then, with one more attempt unless that is not to be
   * counted, and `held` back by what is said here or by nothing.
   */
  readonly settle?: {
    readonly claim: Claim
    readonly retryAt?: Instant
    readonly isUncounted?: boolean
    readonly held?: Held
  }
  /** Goes on as claimed. Nothing is saved once its task has been given to somebody else: StaleError. */
  readonly holds?: Claim
  /** Tasks that wait under these keys are due then, when that is earlier. What does not wait any more is left alone. */
  readonly hasten?: readonly { readonly key: string; readonly dueAt: Instant }[]
  readonly cells?: readonly CellWrite[]
  /** The clock was set: before anything else in this commit, all that waits falls due this much later, and leases end so. */
  readonly moveTasksMilliseconds?: number
  /** What was beside the journal then, and the evidence and notes of incidents that were over then, is forgotten for good. */
  readonly erase?: Erasure
}

/** Kinds of tasks that share places, and how many of them may be given out. */
export interface PoolRequest {
  readonly kinds: readonly string[]
  /** At most this many of these kinds; infinity for as many as are due. */
  readonly limit: number
  readonly sharedBy: 'tenant' | 'platform'
  /** At most this many of these kinds under way at once for one tenant or platform, whoever has claimed them. */
  readonly mostPerShare: number
  /** Fewer than that for these tenants or platforms; undefined for none. */
  readonly limits?: Readonly<Record<string, number>>
  /**
   * Milliseconds by id of a tenant: a task of it, or of an incident of it, is left to other processes until it has
   * been due for so long. None when undefined.
   */
  readonly left?: Readonly<Record<string, number>>
}

export interface IncidentQuery {
  readonly tenantId?: string
  readonly entityKey?: string
}

/** A closed incident, as the archive lists it. */
export interface ClosedQuery extends IncidentQuery {
  /** Only those in which something that was changed on the account has not been given back. */
  readonly standing?: true
  /** Newest first, at most this many. */
  readonly limit: number
}

/** One entry of the record as it lies on the medium. */
export interface JournalLine {
  /** JSON, as it is there: whoever exports it exports what the hash was made of. */
  readonly text: string
  readonly entry: JournalEntry
}

export interface JournalReading {
  /** Only what is of this incident. */
  readonly incidentId?: string | undefined
  /** Only the latest so many. */
  readonly last?: number | undefined
  /** Called for each entry that is looked at, whether it is wanted or not. */
  readonly onEntry?: (() => void) | undefined
}

/** Where on its medium something is. */
export interface JournalPlace {
  /** For people: `journal-2026-11.ndjson line 5`, or `row 5 of the table journal`. */
  readonly place: string
  /** Where the medium is files. */
  readonly file?: string
  /** Counted from 1. */
  readonly line?: number
}

export type JournalVerdict =
  | {
      readonly ok: true
      readonly entries: number
      /** Number of the entry whose hash begins as asked for; undefined when there is none. */
      readonly headSeq?: number
      /** Texts beside the journal: those that are what they were, and those that have been erased. Undefined when there was never one. */
      readonly texts?: { readonly whole: number; readonly erased: number }
    }
  | ({
      readonly ok: false
      /** The first entry that is not what it was, or not there. */
      readonly seq: number
      readonly problem: string
    } & JournalPlace)

/**
 * The whole record, for whoever shows, checks or hands it on: also while bots write it, and where it is damaged. However long
 * it is, little of it is in memory at a time. Both reject with StoreError when there is none.
 */
export interface JournalReader {
  /** Oldest first, with what stands beside each. */
  streamJournal(reading?: JournalReading): AsyncIterable<JournalLine>
  /** Whether nothing was changed, removed or put in. @param checking `head`: how a hash begins that must be in it. */
  verifyJournal(checking?: {
    readonly head?: string | undefined
    readonly onEntry?: (() => void) | undefined
  }): Promise<JournalVerdict>
}

/** Where state lives. Every method rejects with StoreError when the medium fails. */
export interface Store extends Memory, JournalReader {
  /** Whether other processes may work on it at the same time. */
  readonly isShared: boolean
  /** Every key with this beginning under which something is kept. */
  listKeys(beginning: string): Promise<readonly string[]>
  /** Live or closed. */
  findIncident(id: string): Promise<Incident | undefined>
  /** All live incidents that match, oldest first. */
  listLive(query: IncidentQuery): Promise<readonly Incident[]>
  listClosed(query: ClosedQuery): Promise<readonly Incident[]>
  countClosed(query: IncidentQuery): Promise<number>
  /**
   * Resolves when everything is on the disk. Moves an incident that is closed now to the archive, where a later version
   * takes its place; it stays closed.
   * @throws StaleError when a version is not the expected one, a second live incident of the same tenant and entity
   *   would come to be, or the claim has been lost. Nothing has been written then.
   * @returns the incident as saved, with its new version; undefined when the commit had none.
   */
  commit(commit: Commit): Promise<Incident | undefined>
  /**
   * Due tasks, pool by pool, at most one per lane, none of a lane under a live lease. Expired leases are given out
   * again. Within a pool whoever has the fewest under way comes first, then the oldest. A kind in no pool waits.
   */
  claimTasks(request: {
    readonly now: Instant
    readonly leaseMilliseconds: number
    readonly pools: readonly PoolRequest[]
  }): Promise<readonly Claim[]>
  /**
   * Whoever is still at these tasks says so: their leases run on from now. Resolves with those that are still held; what is
   * missing has been settled or taken over, and whoever holds it can save nothing under it any more.
   */
  renewClaims(request: {
    readonly now: Instant
    readonly leaseMilliseconds: number
    readonly claims: readonly Claim[]
  }): Promise<readonly Claim[]>
  /** Waiting tasks that something keeps back, in no order. */
  listHeld(): Promise<readonly Task[]>
  /** When the next unclaimed task is due; undefined when none waits. Also counts those due already. */
  readBacklog(now: Instant): Promise<{ readonly due: number; readonly nextDueAt: Instant | undefined }>
  /** Entries of one incident or of all, oldest first, from a sequence number on. */
  readJournal(query: {
    readonly incidentId?: string
    readonly fromSeq?: number
    readonly limit: number
  }): Promise<readonly JournalEntry[]>
  /** How old the oldest is that `erase` would forget; undefined when there is nothing. */
  findOldestText(): Promise<Instant | undefined>
  /**
   * Whether everything saved has also reached the records that outlive it, such as the journal's files. When not, nothing
   * is lost yet. `warning` is what works, but not as well as it could. @throws StoreError when the medium has failed.
   */
  health(): { readonly ok: boolean; readonly detail: string; readonly warning?: string }
  /**
   * Calls `listener` when another process has saved work that may be due: soon, but not always, so whoever waits for work
   * looks for it by itself too. A store that no other process writes to never calls. Returns what ends that.
   */
  subscribe(listener: () => void): () => void
  /** Finishes what is being written and lets go of locks. Nothing may be called afterwards. */
  close(): Promise<void>
}
