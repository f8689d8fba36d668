// What a person sees of a story: the real evidence code asks its records, the real rules and the real verdict judge what it
// gathered, and every text is kept with the area it is about.
import { createGather } from '../../src/backends/exchange/evidence/index.js'
import { parseConnectorRecord, parseSenderRecord } from '../../src/backends/records.js'
import { listChecks } from '../../src/domain/checks.js'
import { type Evidence, evidenceSchema } from '../../src/domain/evidence.js'
import type { Restriction } from '../../src/domain/restriction.js'
import { recommend } from '../../src/domain/rules/index.js'
import { judge, type Verdict } from '../../src/domain/verdict/index.js'
import { createManualClock } from '../clock.js'
import { createStoryCmdlets } from './cmdlet-answers.js'
import { createStoryGraph } from './graph-answers.js'
import { type Story, toTime } from './story.js'

export interface SeenText {
  /** Empty for what is about all of them. */
  readonly areas: readonly string[]
  readonly says: 'found' | 'listed' | 'fine' | 'unknown' | 'takeover'
  readonly text: string
}

export interface Seen {
  readonly texts: readonly SeenText[]
  readonly verdict: Verdict
  readonly evidence: Evidence
}

const checkAreas: Readonly<Record<string, readonly string[]>> = {
  'block-sign-in': ['account'],
  'reset-password': ['password'],
  'revoke-sessions': ['sessions'],
  'multi-factor-authentication': ['authentication methods'],
  'consented-apps': ['apps'],
  'admin-roles': ['roles'],
  forwarding: ['forwarding'],
  'inbox-rules': ['inbox rules'],
  'sign-ins': ['sign-ins'],
  'account-risk': ['risk'],
  'sent-mail': ['sent mail'],
  delegates: ['delegates'],
  'new-delegates': ['delegates'],
  'opened-doors': ['sign-ins'],
  'legitimate-bulk-mail': ['sent mail'],
  'tenant-limit': ['limit'],
  'temporary-block': ['limit'],
  'transport-rules': ['transport rules', 'forwarding'],
  'journal-rules': ['transport rules', 'forwarding'],
  'app-credentials': ['apps'],
  'automatic-reply': ['automatic reply'],
  'removed-traces': [
    'removed traces',
    'inbox rules',
    'forwarding',
    'apps',
    'delegates',
    'authentication methods',
    'transport rules',
  ],
}

const added = ['inbox rules', 'apps', 'authentication methods', 'forwarding', 'removed traces']
const mail = ['sent mail']
const signIns = ['sign-ins']
const reasonAreas: Readonly<Record<string, readonly string[]>> = {
  'rule-hides': ['inbox rules'],
  'rule-explained': added,
  'forwarding-outside': ['forwarding', 'transport rules'],
  'forwarding-explained': ['forwarding'],
  'connector-changed': ['transport rules', 'forwarding'],
  'traces-removed': [...added, 'delegates', 'transport rules', 'automatic reply'],
  'new-method': ['authentication methods'],
  'method-explained': ['authentication methods'],
  'app-credential': ['apps'],
  'app-sent': ['apps', 'sent mail'],
  'app-explained': ['apps', 'sent mail'],
  'automatic-reply': ['automatic reply'],
  'door-opened': ['sign-ins'],
  'delegate-submitted': ['delegates', 'sent mail'],
  'sent-as-another': mail,
  'known-recipients': mail,
  'ordinary-volume': mail,
  'same-rhythm': mail,
  'not-its-rhythm': mail,
  strangers: mail,
  'trace-disagrees': mail,
  'new-place': signIns,
  'usual-place': signIns,
  'smtp-foreign': signIns,
  'no-success': signIns,
  'token-theft': signIns,
  'sign-in-after-reset': signIns,
  'many-failures-then-success': signIns,
  'password-not-settled': ['password'],
}

/** How the list of what is not known names an area. */
const missingNames: readonly (readonly [RegExp, string])[] = [
  [/inbox rules/i, 'inbox rules'],
  [/forwarding/i, 'forwarding'],
  [/sign-ins/i, 'sign-ins'],
  [/sign-in methods/i, 'authentication methods'],
  [/\bapps\b/i, 'apps'],
  [/removed traces/i, 'removed traces'],
  [/delegates/i, 'delegates'],
  [/sent mail|all of the mail/i, 'sent mail'],
  [/transport rules|journal rules/i, 'transport rules'],
  [/secrets of apps/i, 'apps'],
  [/automatic repl/i, 'automatic reply'],
]

export async function lookAt(story: Story): Promise<Seen> {
  const evidence = await gather(story)
  const restriction = toRestriction(story)
  const known = { evidence, restriction }
  const verdict = judge(evidence, { restriction })
  const texts = [...listCheckTexts(known), ...listReasonTexts(verdict)]
  return { texts, verdict, evidence }
}

async function gather(story: Story): Promise<Evidence> {
  const clock = createManualClock(toTime(story.now) ?? 0)
  const reading = createGather({
    cmdlets: createStoryCmdlets(story),
    graph: createStoryGraph(story),
    clock,
    apartMilliseconds: 0,
  })(toRestriction(story).entity, new AbortController().signal, undefined, toRestriction(story))
  let isOver = false
  const end = () => {
    isOver = true
  }
  reading.then(end, end)
  await clock.advance(0)
  while (!isOver) await clock.advance(1_000)
  return evidenceSchema.parse(JSON.parse(JSON.stringify(await reading)))
}

function toRestriction({ entity, records }: Story): Restriction {
  const [sender] = records['Get-BlockedSenderAddress'] ?? []
  const [connector] = records['Get-BlockedConnector'] ?? []
  if (entity.kind === 'connector')
    return parseConnectorRecord(connector ?? { ConnectorId: entity.connectorId, ConnectorName: entity.name })
  return parseSenderRecord({ SenderAddress: entity.address, ...sender })
}

/** The page of all checks holds every recommendation, and what there is nothing to advise about. */
function listCheckTexts(known: {
  readonly evidence: Evidence
  readonly restriction: Restriction
}): readonly SeenText[] {
  const bases = new Map(recommend(known).map(({ ruleId, basis }) => [ruleId, basis]))
  return listChecks(known).map(({ ruleId, kind, text, title }) => ({
    areas: checkAreas[ruleId] ?? [],
    says: toSays(kind, bases.get(ruleId)),
    text: `${title}: ${text}`,
  }))
}

function toSays(kind: 'against' | 'not-checked' | 'nothing', basis: string | undefined): SeenText['says'] {
  if (kind === 'against') return 'found'
  if (kind === 'not-checked' || basis === 'not-checked') return 'unknown'
  return basis === 'found' ? 'listed' : 'fine'
}

function listReasonTexts({ reasons }: Verdict): readonly SeenText[] {
  return reasons.flatMap(({ key, side, weight, words }): readonly SeenText[] => {
    const areas = reasonAreas[key] ?? []
    if (key === 'evidence-missing')
      return [
        {
          areas: missingNames.flatMap(([pattern, area]) => (pattern.test(words) ? [area] : [])),
          says: 'unknown',
          text: words,
        },
      ]
    if (side === 'takeover') return [{ areas, says: weight > 0 ? 'takeover' : 'listed', text: words }]
    if (side === 'wanted' && weight > 0) return [{ areas, says: 'fine', text: words }]
    return [{ areas, says: 'listed', text: words }]
  })
}
