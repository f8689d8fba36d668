// When one signature is not enough, and what nobody lifts from here, as the settings say.

/** What takes two people; nothing where all is off. */
export interface TwoPeople {
  /** The account holds a role in the directory, such as Exchange Administrator. */
  readonly directoryRoles: boolean
  /** An answer is "done" and the evidence says otherwise. */
  readonly contradicted: boolean
  /** A second unblock of the same entity within 30 days. */
  readonly again: boolean
  /** More unblocks than this by one person within an hour; undefined: any number. */
  readonly perHour?: number
}

/** `two-people`: an unblock takes two. `portal-only`: it is refused here. */
export const protectedRules = ['two-people', 'portal-only'] as const

/** One address, every address of a mail domain, or every account in an Entra group (its object id); in lower case. */
export interface ProtectedEntity {
  readonly by: 'address' | 'domain' | 'group'
  readonly value: string
  readonly rule: (typeof protectedRules)[number]
}

export interface Approval {
  readonly twoPeople: TwoPeople
  /** For how long a first signature waits for the second. */
  readonly expiresMinutes: number
  readonly protected: readonly ProtectedEntity[]
}

export const usualExpiresMinutes = 60

/** A team of one can work. */
export const singleApproval: Approval = {
  twoPeople: { directoryRoles: false, contradicted: false, again: false },
  expiresMinutes: usualExpiresMinutes,
  protected: [],
}

/** Whether there is anything that takes two people. */
export function asksForTwoPeople({ twoPeople, protected: entities }: Approval): boolean {
  const { directoryRoles, contradicted, again, perHour } = twoPeople
  const isAsked = directoryRoles || contradicted || again || perHour !== undefined
  return isAsked || entities.some(({ rule }) => rule === 'two-people')
}
