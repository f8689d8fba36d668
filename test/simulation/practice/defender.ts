// Defender as Graph tells of it, in memory: an alert for each sender on the list, that people there close now and then.
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { DefenderAlerts } from '../../../src/ports.js'
import type { Exchange } from '../world/exchange.js'
import type { Life } from '../world/life.js'
import type { DeskParts } from './desk.js'

interface Alert {
  readonly id: string
  readonly address: string
  readonly comments: string[]
  status: string
  assignedTo: string | undefined
  changedAt: number
}

type Graph = Parameters<DeskParts['program']['createAlerts']>[0]['graph']

export interface Defender {
  connect(life: Life): DefenderAlerts
}

export function createDefender(exchange: Exchange, parts: DeskParts): Defender {
  const { program, time, random, happenings, onTwice } = parts
  const alerts: Alert[] = []
  /** Of each listing, by its moment. */
  const raised = new Set<string>()

  function raise(): void {
    for (const [key, { at }] of exchange.listed) {
      if (!key.startsWith('sender:') || raised.has(`${key} ${at}`)) continue
      raised.add(`${key} ${at}`)
      // A small one never comes.
      if (random.chance(0.2)) continue
      const address = key.slice('sender:'.length)
      alerts.push({
        id: `a${alerts.length}-${exchange.tenantId}`,
        address,
        comments: [],
        status: 'new',
        assignedTo: undefined,
        changedAt: time.now(),
      })
    }
    const open = alerts.filter(({ status }) => status !== 'resolved').slice(-8)
    if (open.length > 0 && random.chance(0.05)) {
      const one = random.pick(open)
      one.status = 'resolved'
      one.changedAt = time.now()
      happenings.note(`${exchange.tenantId} Defender: somebody closes ${one.id}`)
    }
    time.after(2 * minuteMilliseconds, raise)
  }
  time.after(minuteMilliseconds, raise)

  const toRecord = ({ id, address, comments, status, assignedTo, changedAt }: Alert) => ({
    id,
    title: 'User restricted from sending email',
    status,
    assignedTo: assignedTo ?? null,
    lastUpdateDateTime: new Date(changedAt).toISOString(),
    comments: comments.map((comment) => ({ comment })),
    evidence: [{ userAccount: { userPrincipalName: address } }],
  })

  const fail = (code: 'unavailable' | 'not-found' | 'timeout', outcome: 'unchanged' | 'unknown') =>
    new program.BackendError('Graph says no.', { code, outcome })

  async function travel(): Promise<void> {
    await time.wait(random.between(50, 900))
    if (exchange.trouble() === 'down') throw fail('unavailable', 'unchanged')
  }

  function getAlert(path: string): Alert {
    const id = decodeURIComponent(path.split('/')[4] ?? '')
    const found = alerts.find((one) => one.id === id)
    if (found === undefined) throw fail('not-found', 'unchanged')
    return found
  }

  function comment(alert: Alert, text: string): void {
    const [mark] = /\[Reprieve [^\]]+\]/.exec(text) ?? []
    if (mark !== undefined && alert.comments.some((one) => one.includes(mark))) onTwice(mark)
    alert.comments.push(text)
    happenings.note(`${exchange.tenantId} Defender: ${alert.id} ${text}`)
  }

  const graph: Graph = {
    async get(path) {
      await travel()
      if (path.startsWith('/v1.0/users/'))
        return { userPrincipalName: `somebody@${exchange.tenantId}.example` }
      return toRecord(getAlert(path))
    },
    async list() {
      await travel()
      return alerts.filter(({ changedAt }) => time.now() - changedAt < 48 * hourMilliseconds).map(toRecord)
    },
    async send({ method, path, body = {} }) {
      await travel()
      const alert = getAlert(path)
      if (method === 'POST' && 'comment' in body) comment(alert, String(body.comment))
      if (method === 'PATCH' && 'status' in body) alert.status = String(body.status)
      if (method === 'PATCH' && 'assignedTo' in body) alert.assignedTo = String(body.assignedTo)
      alert.changedAt = time.now()
      // What was done, and the answer lost.
      if (random.chance(0.1)) throw fail('timeout', 'unknown')
      return {}
    },
    listPermissions: async () => [],
    listDirectoryRoles: async () => [],
  }
  const own = program.createAlerts({ graph })
  return {
    connect: (life) => ({
      find: (about, since, signal) => life.hear(() => own.find(about, since, signal)),
      read: (alertId, about, signal) => life.hear(() => own.read(alertId, about, signal)),
      change: (alertId, change, signal) => life.hear(() => own.change(alertId, change, signal)),
    }),
  }
}
