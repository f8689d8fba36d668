// Every setting there is. Each key has a description; the table in docs/settings.md and the editor's schema are made from them.
import { z } from 'zod'
import { usualRetentionDays } from '../domain/erase.js'
import { roles } from '../domain/grants.js'
import { entityKinds, severities } from '../domain/route.js'
import { usualZone } from '../domain/time-zone.js'
import { placeWords } from '../domain/verdict/index.js'
import { approvalSchema, protectedSchema } from './approval.js'
import { backendSchema } from './backends.js'
import {
  always,
  checkAccessEntry,
  checkChannels,
  checkRoute,
  groupKeys,
  personKeys,
  platformKeys,
} from './conflicts.js'
import { businessHoursSchema, ladderSchema, remindersSchema } from './escalation.js'
import {
  clockTime,
  guid,
  host,
  mailAddress,
  proxyUrl,
  secret,
  slackId,
  teamsChannel,
  tenantId,
  timeZone,
  wholeNumber,
  words,
} from './formats.js'
import { pagerSchema } from './pagers.js'
import { slackSchema, teamsSchema } from './platforms.js'
import { storeSchema } from './store.js'
import { checkWhole } from './whole.js'

const serverSchema = z.strictObject({
  host: host.default('127.0.0.1').meta({
    description: 'Address to listen on. A reverse proxy with TLS stands in front; 0.0.0.0 in a container',
    variable: 'HOST',
  }),
  port: wholeNumber(0, 65_535)
    .default(3978)
    .meta({ description: 'Port of the one HTTP server; 0 takes a free one', variable: 'PORT' }),
  metricsPort: wholeNumber(1, 65_535).optional().meta({
    description: 'A port of its own for /metrics, on the same address; then it is on no other',
    variable: 'REPRIEVE_METRICS_PORT',
  }),
})

const routeSchema = z
  .strictObject({
    slack: slackId('CG', 'channel').optional().meta({
      description: 'Id of a Slack channel; this or teams',
      hint: "Open the channel's details in Slack: the id is at the bottom",
      variable: 'SLACK_CHANNEL',
    }),
    teams: teamsChannel.optional().meta({
      description: 'Id of a Teams channel, or installed for the one the app was added to',
      hint: 'Write "installed", or take the id from the link to the channel (%3A is a colon, %40 is an @)',
      variable: 'TEAMS_CHANNEL',
    }),
    kinds: z
      .array(z.enum(entityKinds))
      .min(1, 'is an empty list')
      .default([...entityKinds])
      .meta({ description: 'Only restrictions of these kinds of entity' }),
    severities: z
      .array(z.enum(severities))
      .min(1, 'is an empty list')
      .default([...severities])
      .meta({
        description:
          'Only these severities: a sending limit is medium, everything else is high; what then looks compromised comes here as well',
      }),
    timeZone: timeZone.optional().meta({
      description: 'Where the people of this channel are, by its IANA name; else as the tenant says',
      hint: 'Write a name such as Europe/Berlin',
    }),
    handover: z.array(clockTime).max(6, 'lists more than 6 times').optional().meta({
      description:
        'When shifts change, as the clock there shows it: then a card says what goes to the next one, who is on what, and who takes it over',
      hint: 'Write times such as ["08:00", "20:00"]',
    }),
    businessHours: businessHoursSchema.optional().meta({
      description: 'When the people of this channel are at work, for steps with "when"',
    }),
    reminders: remindersSchema.optional().meta({
      description:
        'When what waits is said again in threads; the first channel that hears of a restriction and says so decides',
    }),
    escalate: z.array(ladderSchema).max(10, 'lists more than 10 ladders').optional().meta({
      description: 'Who else is told while nobody takes a restriction on; the first entry that fits counts',
    }),
  })
  .superRefine(checkRoute, always)
  .meta({ exactlyOne: platformKeys })

const tenantSchema = z.strictObject({
  id: tenantId.meta({
    description: 'Our own short name, never changed: saved incidents belong to it',
    hint: 'Write something like contoso',
  }),
  name: words(80).meta({
    description: 'As people know it; commands take it too',
    hint: 'Write something like Contoso',
    variable: 'REPRIEVE_TENANT_NAME',
  }),
  backend: backendSchema.meta({ description: 'Where restrictions come from' }),
  mode: z.enum(['act', 'watch']).default('act').meta({
    description:
      'watch: restrictions are read, told and explained, and nothing in the organisation is changed; it takes read roles alone',
    variable: 'REPRIEVE_MODE',
  }),
  defenderAlerts: z.boolean().default(false).meta({
    description:
      "Defender's alerts about restrictions are assigned, commented and resolved as the incident is, and what is done there is told; takes SecurityAlert.ReadWrite.All",
    hint: 'Write true or false',
  }),
  timeZone: timeZone.default(usualZone).meta({
    description: 'Where its people are, by its IANA name such as Europe/Berlin: what "until nine" means',
    hint: 'Write a name such as Europe/Berlin',
    variable: 'REPRIEVE_TIME_ZONE',
  }),
  early: z
    .strictObject({
      nearLimitPercent: wholeNumber(50, 99).optional().meta({
        description:
          'A card comes when a sender has used so much of a limit: of the outbound policy that applies to them, of the lowest of all where that cannot be told, or of the service; needs message trace',
        hint: 'Write something like 80',
      }),
      alerts: z.boolean().default(false).meta({
        description:
          "A card comes when Microsoft's alert about suspicious sending patterns names a sender; needs SecurityAlert.Read.All",
      }),
    })
    .refine(({ nearLimitPercent, alerts }) => nearLimitPercent !== undefined || alerts, {
      message: 'asks for nothing',
    })
    .optional()
    .meta({
      description: 'Cards about senders before Exchange restricts them; none when left out',
      hint: 'Write nearLimitPercent: 80, alerts: true, or both; leave early out for none, and write null where "defaults" have it',
    }),
  pollSeconds: wholeNumber(15, 3600).default(60).meta({ description: 'Seconds from one poll to the next' }),
  channels: z.array(routeSchema).superRefine(checkChannels).meta({
    description: 'Who hears of restrictions; every kind and severity must reach a channel',
    hint: 'Add a list of channels, such as "- slack: C0123456789"',
  }),
})

const accessEntrySchema = z
  .strictObject({
    slack: slackId('UW', 'member').optional().meta({
      description: 'One person by Slack member id; with entra or console beside it, the same person',
      hint: 'Open the profile in Slack, then "Copy member ID"',
    }),
    slackGroup: slackId('S', 'user group').optional().meta({
      description: 'Everybody in a Slack user group',
      hint: "It is at the end of the user group's link",
    }),
    entra: guid.optional().meta({
      description: 'One person by Entra object id',
      hint: "It is on the user's page in Entra",
    }),
    entraGroup: guid.optional().meta({
      description: 'Everybody in an Entra group, by its object id',
      hint: "It is on the group's page in Entra",
    }),
    console: words(200).optional().meta({
      description: "One user of the operating system who may use the command line's list, show and unblock",
      hint: 'Write the user name, as whoami prints it',
    }),
    role: z.enum(roles).meta({
      description: 'What they may do; an operator may all that a viewer may, an approver everything',
    }),
    entraId: guid.optional().meta({
      description:
        "Beside slack or console: the person's Entra object id, which tells for certain whose mailbox is whose",
      hint: "It is on the user's page in Entra",
    }),
    entraTenantId: guid.optional().meta({
      description:
        'The directory that entraId is in. Usual: teams.tenantId, or the tenantId of the only organisation',
      hint: "Copy the tenant id from the overview of that directory's Entra",
    }),
    addresses: z.array(mailAddress).max(20, 'lists more than 20 addresses').default([]).meta({
      description:
        "One person's own addresses beyond those the platform knows: nobody unblocks their own. With an object id beside them they count as all there are",
      hint: 'Write it in full',
    }),
    tenants: z
      .array(tenantId)
      .min(1, 'lists no tenant')
      .max(1000, 'lists more than 1000 tenants')
      .optional()
      .meta({
        description:
          'Ids of the tenants that the role is for; of the others nothing is told. For all when left out',
      }),
    name: words(80).optional().meta({
      description:
        'What the person is called on cards and in the journal, instead of what the directory says; of a group a comment. Decides nothing',
    }),
  })
  .superRefine(checkAccessEntry, always)
  .meta({ exactlyOne: [...groupKeys, [...personKeys]] })

const cardsSchema = z.strictObject({
  places: z.enum(placeWords).default('named').meta({
    description:
      'How the places of sign-ins stand on cards in channels: named (Lagos), or another-country; the review names them',
    variable: 'REPRIEVE_PLACES',
  }),
})

const heartbeatSchema = z.strictObject({
  url: secret(
    {
      description:
        'Address that is called every minute while everything is well, as /readyz says it, through the proxy',
      hint: 'Copy it from the service that listens for it; it begins with https://',
      variable: 'REPRIEVE_HEARTBEAT_URL',
    },
    { pattern: /^https?:\/\/[^\s/?#@]+(\/\S*)?$/, name: 'an address such as https://hc-ping.com/your-id' },
  ),
  method: z.enum(['GET', 'POST']).default('GET').meta({
    description: 'How it is called; without a body either way',
    variable: 'REPRIEVE_HEARTBEAT_METHOD',
  }),
})

export const settingsSchema = z
  .strictObject({
    server: serverSchema.prefault({}).meta({ description: 'The HTTP server that Slack and Teams call' }),
    dataFolder: words(1000).default('data').meta({
      description:
        'Folder that holds everything that is kept; one process at a time. With store.url it holds the socket of the command line alone',
      variable: 'REPRIEVE_DATA',
    }),
    store: storeSchema.optional().meta({
      description: 'A database, when one process on one folder is not enough',
    }),
    storeId: words(200).optional().meta({
      description:
        'The store that dataFolder, or the database, must hold: with any other, or none, Reprieve refuses to start',
      hint: 'Copy it from "reprieve doctor", or leave it out',
      variable: 'REPRIEVE_STORE_ID',
    }),
    retentionDays: wholeNumber(1, 3650).default(usualRetentionDays).meta({
      description:
        'Days for which evidence, notes and what was on the screen are kept; then they are erased, and who did what stays',
      variable: 'REPRIEVE_RETENTION_DAYS',
    }),
    cards: cardsSchema.prefault({}).meta({ description: 'What cards in channels say' }),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').meta({
      description: 'Least important log line that is written',
      variable: 'REPRIEVE_LOG',
    }),
    proxy: proxyUrl.optional().meta({
      description:
        'HTTP proxy for everything that Reprieve calls: Exchange, Graph, sign-in, Slack and its socket, Teams. Without it HTTPS_PROXY counts, also beside a file',
      variable: 'HTTPS_PROXY',
    }),
    noProxy: words(4000).optional().meta({
      description:
        'Hosts that are reached straight all the same, with commas between; * for all. Without it NO_PROXY counts, also beside a file',
      variable: 'NO_PROXY',
    }),
    heartbeat: heartbeatSchema.optional().meta({
      description: 'A service that raises the alarm when nothing is heard of Reprieve any more',
    }),
    slack: slackSchema.optional().meta({ description: 'The Slack app' }),
    teams: teamsSchema.optional().meta({ description: 'The Teams bot' }),
    pagers: z.array(pagerSchema).max(20, 'lists more than 20 pagers').optional().meta({
      description: 'What rings when nobody comes: steps of "escalate" name them',
    }),
    tenants: z.array(tenantSchema).min(1, 'lists no tenant').max(1000, 'lists more than 1000 tenants').meta({
      description: 'The Microsoft 365 organisations that are watched',
      hint: 'Add a list with one tenant: id, name, backend, channels',
    }),
    access: z
      .array(accessEntrySchema)
      .default([])
      .meta({ description: 'Who may do what; nobody else may do anything' }),
    approval: approvalSchema.prefault({}).meta({ description: 'When one signature is not enough' }),
    protected: z.array(protectedSchema).max(1000, 'lists more than 1000 entries').default([]).meta({
      description: 'Senders whose unblock takes two people, or is done in the portal alone',
    }),
  })
  .superRefine(checkWhole, always)

export type BotSettings = z.output<typeof settingsSchema>
