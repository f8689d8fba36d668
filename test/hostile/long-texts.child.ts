// Gives every reader of outside text 28 kB of each of many shapes, and prints what it cost as JSON: the most CPU time of
// one text, in milliseconds, and which shape that was. In a process of its own, so that no other work is counted.

import { scrub } from '../../src/backends/scrub.js'
import { diagnoseBounce, findAddresses as findBounced } from '../../src/domain/bounce.js'
import { findAlert } from '../../src/domain/bounce-alerts.js'
import { listLevels } from '../../src/domain/bounce-status.js'
import { findAddresses } from '../../src/domain/pasted/index.js'
import { parseReason } from '../../src/domain/reason.js'
import { parseCommand, parseListFilter, parsePoliciesFilter } from '../../src/features/entrance/parse.js'
import { verbs } from '../../src/features/index.js'
import { createMask } from '../../src/log/mask.js'
import { toCommandText } from '../../src/platforms/teams/mention.js'
import { fill } from '../../src/platforms/templates/fill.js'
import { close, open } from '../../src/platforms/templates/seal.js'
import { toMrkdwn, toPlain as toSlackPlain } from '../../src/platforms/templates/slack-text.js'
import { toMarkdown } from '../../src/platforms/templates/teams-text.js'
import { toOneLine, toVisible } from '../../src/platforms/templates/text.js'

const size = 28_000
/** A text that took longer is read again: what counts is the reader, not what the machine did beside it. */
const suspicious = 40
const repeats = 4
/** So slow that nothing need be measured again, and no further text tried. */
const hopeless = 500

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'a command': (text) => parseCommand(text, verbs),
  'a filter of list': parseListFilter,
  'a filter of policies': parsePoliciesFilter,
  'a pasted entity': findAddresses,
  'a pasted bounce': diagnoseBounce,
  'addresses in a bounce': findBounced,
  'what a report says': listLevels,
  'an alert': findAlert,
  'a reason': parseReason,
  'a refusal of Exchange': scrub,
  'a line of the log': createMask(['canary-secret-canary']),
  'mrkdwn of Slack': toMrkdwn,
  'plain text of Slack': toSlackPlain,
  'Markdown of Teams': (text) => toMarkdown(text, true),
  'what is visible': toVisible,
  'one line': toOneLine,
  'a message in Teams': (text) => toCommandText({ text, entities: [], botId: 'bot' }),
  'a text on a card': (text) => fill(`${open}${text}${close}`, { syntax: 'mrkdwn', most: 3_000 }),
}

const atoms = [
  ...[' ', '\n', '\r ', '\t', '\u2028', '\u00a0', '\u200b', 'x\n ', '\na ', '\r\n---', ' >', '\n>', '>'],
  ...['a', 'a ', 'a.', 'a-', 'a@', '.', '-', '=', ':', ':a', '"', "'", '\\', '/a', '\\a', '&', '&a', '&#'],
  ...['<', '<a|', '[', ']', '](', '(', '{', '{{', '_', '*', '~', '`', '://', 'é', '😀', '\ud800'],
  ...['page', 'page ', 'page:', 'tenant ', 'kind=', 'refresh ', '5.1.8 ', '4.', 'AS(', ' ID:'],
  ...[
    'at ',
    'at a',
    ' at a(',
    '---> ',
    '[Server=',
    'on a',
    'on a.b',
    ' on a.outlook',
    'a.prod.',
    '/a/b.psm1',
  ],
  ...['eyJ', 'a.b.c', '-----BEGIN ', 'secret=', '"secret":"', 'password: ', 'token', 'Bearer ', 'xox'],
]

function toShapes(atom: string): readonly string[] {
  const long = atom.repeat(Math.ceil(size / atom.length)).slice(0, size)
  return [long, `${long}!`, ...['', 'page', 'at', '"', 'secret', ' '].map((start) => `${start}${long}! x`)]
}

function measure(read: (text: string) => unknown, text: string): number {
  const before = process.cpuUsage()
  try {
    read(text)
  } catch {
    // Refused in words: that is an answer too.
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

function measureFairly(read: (text: string) => unknown, text: string): number {
  const first = measure(read, text)
  if (first < suspicious || first > hopeless) return first
  return Math.min(first, ...Array.from({ length: repeats }, () => measure(read, text)))
}

const worst = Object.entries(readers).map(([reader, read]) => {
  let most = { milliseconds: 0, start: '' }
  for (const text of atoms.flatMap(toShapes)) {
    const milliseconds = measureFairly(read, text)
    if (milliseconds > most.milliseconds) most = { milliseconds, start: text.slice(0, 24) }
    if (milliseconds > hopeless) break
  }
  return { reader, ...most }
})
process.stdout.write(JSON.stringify(worst))
