// What can be ticked to take an account back: every offer, with each inbox rule a line of its own, and which of them the
// evidence advises.
import type { ContainmentStep } from './containment.js'
import { toHandle } from './handle.js'
import type { Incident } from './incident.js'
import { findOffer, type Offer, type OfferedTarget, offerContainment } from './offers.js'

export interface Choice {
  /** What a form carries: the step, and a stand-in for what it is about. */
  readonly value: string
  readonly step: ContainmentStep
  /** Undefined when the step is about the account itself. */
  readonly target: OfferedTarget | undefined
}

/** In Microsoft's order. */
export function listChoices(incident: Incident): readonly Choice[] {
  return offerContainment(incident).flatMap(({ step, targets }): readonly Choice[] =>
    targets.length === 0
      ? [{ value: step, step, target: undefined }]
      : targets.map((target) => ({ value: `${step}:${toHandle(target.id)}`, step, target })),
  )
}

/**
 * The offers that were ticked, in Microsoft's order: one for all inbox rules, one for each of everything else. Undefined when
 * one of them is not offered now, or stands for more than one thing.
 */
export function findChosen(incident: Incident, values: readonly string[]): readonly Offer[] | undefined {
  const wanted = new Set(values)
  const chosen = listChoices(incident).filter(({ value }) => wanted.has(value))
  if (new Set(chosen.map(({ value }) => value)).size !== wanted.size) return undefined
  const orders = toOrders(chosen)
  const offers = orders.map((order) => findOffer(incident, order))
  return offers.every((offer) => offer !== undefined) ? offers : undefined
}

interface Order {
  readonly step: ContainmentStep
  readonly handles: readonly string[]
}

function toOrders(chosen: readonly Choice[]): readonly Order[] {
  const orders: Order[] = []
  for (const { step, target } of chosen) {
    const handles = target === undefined ? [] : [toHandle(target.id)]
    const last = orders.at(-1)
    if (step === 'disable-inbox-rules' && last?.step === step)
      orders.splice(-1, 1, { step, handles: [...last.handles, ...handles] })
    else orders.push({ step, handles })
  }
  return orders
}
