// What Teams is answered.
import { toInvokeMessage } from './message.js'

/** The HTTP answer; a body only for invokes. */
export interface Reception {
  readonly status: number
  readonly body?: object
}

export interface InvokeReception {
  readonly reception: Reception
  /** What is still to be done once the invoke has been answered. */
  readonly later?: Promise<void>
}

/** Teams gives up on an invoke after 10 to 15 s and tells the clicker that something went wrong. */
export const patienceMilliseconds = 4_000

export function toReception(body: object): InvokeReception {
  return { reception: { status: 200, body } }
}

/** Words leave the card as it is, forms included; a card would take its place. */
export function toWords(text: string, later?: Promise<void>): InvokeReception {
  return { ...toReception(toInvokeMessage(text)), ...(later === undefined ? {} : { later }) }
}

export const doneText = 'Done.'
