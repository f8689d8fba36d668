// What takes two people, and what is protected.
import { z } from 'zod'
import { protectedRules, usualExpiresMinutes } from '../domain/approval.js'
import { always, checkProtected, protectedKeys } from './conflicts.js'
import { guid, mailAddress, mailDomain, wholeNumber } from './formats.js'

const twoPeopleSchema = z.strictObject({
  directoryRoles: z.boolean('is neither true nor false').default(false).meta({
    description: 'Two people for an account with a role in the directory, such as Exchange Administrator',
  }),
  contradicted: z.boolean('is neither true nor false').default(false).meta({
    description: 'Two people when an answer says "done" and the evidence says otherwise',
  }),
  again: z.boolean('is neither true nor false').default(false).meta({
    description: 'Two people for a second unblock of the same entity within 30 days',
  }),
  perHour: wholeNumber(1, 1000).optional().meta({
    description: 'Two people for whatever one person unblocks beyond so many within an hour',
  }),
})

export const approvalSchema = z.strictObject({
  twoPeople: twoPeopleSchema.prefault({}).meta({
    description: 'What one person alone does not unblock; it needs two approvers who can be told apart',
  }),
  expiresMinutes: wholeNumber(5, 1440).default(usualExpiresMinutes).meta({
    description: 'Minutes for which a first signature waits for the second',
  }),
})

export const protectedSchema = z
  .strictObject({
    address: mailAddress
      .optional()
      .meta({ description: 'One sender; this, domain or group', hint: 'Write it in full' }),
    domain: mailDomain
      .optional()
      .meta({ description: 'Every sender of a mail domain', hint: 'Write it in full, without an @' }),
    group: guid.optional().meta({
      description: 'Everybody in an Entra group, by its object id',
      hint: "It is on the group's page in Entra",
    }),
    rule: z.enum(protectedRules).meta({
      description: 'two-people: an unblock takes two. portal-only: it is refused here',
    }),
  })
  .superRefine(checkProtected, always)
  .meta({ exactlyOne: protectedKeys })
