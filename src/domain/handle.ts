// A short stand-in for an id that is too long for a form: Slack takes 75 characters in a choice, and commas join choices
// in Teams, while Exchange's id of an inbox rule is as long as the mailbox is named and may hold commas.

const offset = 0xcb_f2_9c_e4_84_22_23_25n
const prime = 0x1_00_00_00_01_b3n

/** FNV-1a, 64 bits: enough to tell apart what one mailbox has. Whoever finds two of one handle must take neither. */
export function toHandle(id: string): string {
  const hash = new TextEncoder()
    .encode(id)
    .reduce((sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * prime), offset)
  return hash.toString(16).padStart(16, '0')
}
