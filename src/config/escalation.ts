// Who is told when nobody takes a restriction on, and when the people of a channel are at work.
import { z } from 'zod'
import { type BusinessHours, weekdays, whens } from '../domain/business-hours.js'
import type { Ladder, Step } from '../domain/ladder.js'
import { usualReminders } from '../domain/route.js'
import type { ChannelRef } from '../domain/task.js'
import { severitySchema, verdictKindSchema } from '../domain/verdict/types.js'
import { always, checkHours, checkStep, stepKeys } from './conflicts.js'
import { clockTime, endTime, shortName, stepChannel, stepMember, wholeNumber, words } from './formats.js'

export const businessHoursSchema = z
  .strictObject({
    days: z
      .array(z.enum(weekdays))
      .min(1, 'is an empty list')
      .default(['mon', 'tue', 'wed', 'thu', 'fri'])
      .meta({ description: 'Days on which people are at work' }),
    from: clockTime.default('08:00').meta({
      description: 'When they begin, by the clock of timeZone',
      hint: 'Write it in quotes, such as "08:00"',
    }),
    to: endTime.default('18:00').meta({
      description: 'When they end, later on the same day; 24:00 for midnight',
      hint: 'Write it in quotes, such as "18:00"',
    }),
  })
  .superRefine(checkHours, always)

const toMinutesSchema = (usual: number, description: string) =>
  wholeNumber(0, 10_080)
    .default(usual)
    .meta({ description, hint: 'Write a number of minutes such as 60, 0 for never' })

export const remindersSchema = z.strictObject({
  approvalMinutes: toMinutesSchema(
    usualReminders.approvalMinutes,
    'Minutes until a review that waits for approval is said again, and again; 0 for never',
  ),
  stuckMinutes: toMinutesSchema(
    usualReminders.stuckMinutes,
    'The same of an unblock that is still restricted while nobody is on it',
  ),
  leftMinutes: toMinutesSchema(
    usualReminders.leftMinutes,
    'The same of what was changed on an account and not given back, after the end',
  ),
})

const stepSchema = z
  .strictObject({
    afterMinutes: wholeNumber(1, 2880).meta({
      description: 'Minutes since nobody is on it',
      hint: 'Write a number such as 10',
    }),
    mention: stepMember.optional().meta({
      description:
        'Whom a line beside the card mentions: a Slack user group or member, a Teams tag or the Entra object id of a person; this, channel or pager',
      hint: 'Of a channel on Slack write an id such as S0123456789, of one on Teams the id of a tag or a person',
    }),
    channel: stepChannel.optional().meta({
      description: 'Id of a further channel, on Slack or Teams, that gets the card from then on',
      hint: 'Write an id as it stands in channels',
    }),
    pager: shortName.optional().meta({
      description: 'Id of one of pagers, which rings',
      hint: 'Write an id as it stands in pagers',
    }),
    name: words(40).optional().meta({
      description: 'What people call whom it tells; a Teams tag or person is mentioned by it',
      hint: 'Write something like "mail on call"',
    }),
    when: z.enum(whens).default('always').meta({
      description:
        'business: waits until people are at work, as businessHours says. outside: waits until they are not',
    }),
  })
  .superRefine(checkStep, always)
  .meta({ exactlyOne: [...stepKeys] })

export const ladderSchema = z.strictObject({
  verdicts: z
    .array(verdictKindSchema)
    .min(1, 'is an empty list')
    .default(['compromised', 'unclear'])
    .meta({ description: 'Only for what looks like this; what is not looked at yet is unclear' }),
  severities: z
    .array(severitySchema)
    .min(1, 'is an empty list')
    .default(['critical', 'high', 'medium', 'low'])
    .meta({ description: 'Only for this much at stake, as the verdict says' }),
  steps: z.array(stepSchema).min(1, 'lists no step').max(20, 'lists more than 20 steps').meta({
    description: 'What is done while nobody presses "I’m on it", each once',
    hint: 'Add a list with afterMinutes and mention, channel or pager',
  }),
})

type LadderSettings = z.output<typeof ladderSchema>

export function toBusinessHours({ days, from, to }: z.output<typeof businessHoursSchema>): BusinessHours {
  return { days, fromMinutes: toMinutes(from), toMinutes: toMinutes(to) }
}

function toMinutes(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

export function toLadder({ verdicts, severities, steps }: LadderSettings): Ladder {
  return { verdicts, severities, steps: steps.map(toStep) }
}

function toStep({
  afterMinutes,
  when,
  mention,
  channel,
  pager = '',
  name,
}: LadderSettings['steps'][number]): Step {
  const given = { afterMinutes, when }
  if (mention !== undefined) {
    const isGroup = !/^[UW][A-Z0-9]+$|^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(mention)
    const target = { kind: 'mention', memberId: mention, isGroup } as const
    return { ...given, name: name ?? (isGroup ? 'the group' : 'somebody'), target }
  }
  const place = toStepChannel({ channel })
  if (place === undefined) return { ...given, name: name ?? pager, target: { kind: 'pager', pager } }
  return { ...given, name: name ?? 'another channel', target: { kind: 'channel', channel: place } }
}

/** The further channel of a step; undefined when it tells somebody in another way. */
export function toStepChannel({
  channel,
}: {
  readonly channel?: string | undefined
}): ChannelRef | undefined {
  if (channel === undefined) return undefined
  return { platform: channel.startsWith('19:') ? 'teams' : 'slack', channel }
}
