// What a person does at the control desk, and the words each act is answered with.
import { type Entity, toEntityKey } from '../../src/domain/entity.js'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import type { Faults } from '../faults.js'
import type { ActResult, DeskBrokenSight } from '../sight.js'
import type { Wire } from '../wire.js'
import type { DeskEntry, DeskLinks } from './port.js'
import { calmStorm, startStorm } from './storm.js'
import { breakWorkspace } from './workspace-faults.js'

export interface DeskParts extends DeskLinks {
  readonly slackFaults: Faults
  readonly teamsFaults: Faults
  readonly wire: Wire
  readonly baseUrl: () => string
}

type Act<T = unknown> = (given: T) => ActResult | Promise<ActResult>

/** Functions by themselves, so that each can be handed to its route. */
export interface DeskActs {
  readonly restrict: Act<{ readonly key: string; readonly reason: string }>
  readonly approach: Act<{ readonly key: string }>
  readonly clear: Act<{ readonly key: string }>
  readonly expire: Act<{ readonly key: string }>
  readonly closeAlert: Act<{ readonly key: string }>
  readonly storm: Act
  readonly calm: Act
  readonly alert: Act<{ readonly on: boolean }>
  readonly breakDown: Act<{ readonly side: DeskBrokenSight['side']; readonly fault: string }>
  readonly mend: Act
  readonly hurry: Act<{ readonly rate: number }>
  readonly jump: Act<{ readonly minutes: number }>
  readonly clearWire: Act
}

export function createDeskActs({ tenant, clock, slackFaults, teamsFaults, wire }: DeskParts): DeskActs {
  const on = (key: string, run: (entity: Entity, entry: DeskEntry) => ActResult): ActResult => {
    const entry = tenant.directory.find((each) => toEntityKey(each.entity) === key)
    return entry === undefined ? no('Nobody in this tenant is called that.') : run(entry.entity, entry)
  }
  const faults = { slack: slackFaults, teams: teamsFaults }
  const breakDown: DeskActs['breakDown'] = ({ side, fault }) => {
    if (side !== 'exchange')
      return breakWorkspace(faults[side], side, fault) ? done() : no('It cannot break like that.')
    if (!tenant.faults.some(({ key }) => key === fault)) return no('It cannot break like that.')
    tenant.breakDown(fault)
    return done()
  }

  return {
    restrict: ({ key, reason }) =>
      on(key, (entity, { name }) => {
        if (!tenant.reasons.some((each) => each.key === reason)) return no('There is no such reason.')
        tenant.restrict(entity, reason)
        return done(`${name} is restricted. The next look, seconds away, finds it.`)
      }),
    approach: ({ key }) =>
      on(key, (entity, { name }) => {
        if (entity.kind !== 'sender' || tenant.isListed(entity))
          return no(`${name} cannot come near a limit now.`)
        tenant.approach(entity)
        return done(`${name} is near a limit. The next look, at most five minutes away, finds it.`)
      }),
    clear: ({ key }) =>
      on(key, (entity, { name }) => {
        if (!tenant.isListed(entity)) return no(`${name} is not restricted.`)
        tenant.clearElsewhere(entity)
        return done(`Somebody else unblocked ${name}.`)
      }),
    expire: ({ key }) =>
      on(key, (entity, { name }) =>
        tenant.expire(entity)
          ? done(`The restriction of ${name} runs out.`)
          : no(`${name} is not under a restriction that ends by itself.`),
      ),
    closeAlert: ({ key }) =>
      on(key, (entity, { name }) =>
        tenant.closeAlert(entity)
          ? done(`Somebody closed Defender’s alert about ${name}. The card hears of it within minutes.`)
          : no(`Defender has no alert about ${name}.`),
      ),
    storm() {
      const count = startStorm(tenant)
      return count > 0
        ? done(`${count} senders are restricted at once.`)
        : no('Everybody is restricted already. Calm the storm first.')
    },
    calm: () => done(`${calmStorm(tenant)} senders are cleared elsewhere.`),
    alert({ on }) {
      tenant.switchAlert(on)
      return done(
        `The alert is turned ${on ? 'on' : 'off'}. The next daily read finds it; /restricted policies refresh finds it now.`,
      )
    },
    breakDown,
    mend() {
      for (const side of ['exchange', 'slack', 'teams'] as const) void breakDown({ side, fault: 'none' })
      return done('Everything works again.')
    },
    async hurry({ rate }) {
      await clock.setRate(rate)
      return done(rate === 1 ? 'Time runs as it does outside.' : `${rate} seconds pass in one.`)
    },
    async jump({ minutes }) {
      await clock.jump(minutes * minuteMilliseconds)
      return done('The clock has jumped.')
    },
    clearWire() {
      wire.clear()
      return done()
    },
  }
}

const done = (toast?: string): ActResult => (toast === undefined ? { ok: true } : { ok: true, toast })
const no = (trouble: string): ActResult => ({ ok: false, trouble })
