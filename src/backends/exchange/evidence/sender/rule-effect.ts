// What an inbox rule does and to which mail, as far as Exchange shows it.
import { z } from 'zod'
import { findProperty } from '../../../records.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { parseAnswer, texts } from '../values.js'
import {
  hasKnownAction,
  hasMeaning,
  listUnknownProperties,
  narrowConditions,
  wordConditions,
} from './rule-properties.js'

const set = z.unknown().optional().transform(hasMeaning)
export const unreadableFolder = 'a folder that Reprieve cannot read'
const folder = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? value : hasMeaning(value) ? unreadableFolder : ''))

const effectSchema = z.object({
  ForwardTo: texts,
  ForwardAsAttachmentTo: texts,
  RedirectTo: texts,
  SendTextMessageNotificationTo: texts,
  DeleteMessage: set,
  SoftDeleteMessage: set,
  PermanentDelete: set,
  MoveToFolder: folder,
  CopyToFolder: folder,
  MarkAsRead: set,
  MarkImportance: set,
  PinMessage: set,
  ApplyCategory: set,
  ApplySystemCategory: set,
  DeleteSystemCategory: set,
  StopProcessingRules: set,
  From: texts,
  FromAddressContainsWords: texts,
  SubjectContainsWords: texts,
  BodyContainsWords: texts,
  SubjectOrBodyContainsWords: texts,
  HeaderContainsWords: texts,
  RecipientAddressContainsWords: texts,
})

export interface RuleEffect extends z.infer<typeof effectSchema> {
  /** What it does that nobody here knows, as Exchange names it. */
  readonly unknown: readonly string[]
  /** Whether Exchange shows anything that it does: rules of Outlook may start programs, and nothing shows. */
  readonly isShown: boolean
  /** Whether nearly every message meets its conditions. */
  readonly isBroad: boolean
}

/** Names are spelled differently from source to source. @throws BackendError `malformed` */
export function parseRuleEffect(record: CmdletRecord): RuleEffect {
  const names = Object.keys(effectSchema.shape)
  const given = Object.fromEntries(names.map((name) => [name, findProperty(record, name)]))
  const effect = parseAnswer(effectSchema, given, 'An inbox rule')
  const unknown = listUnknownProperties(record)
  const isNarrow =
    narrowConditions.some((name) => isNarrowing(findProperty(record, name))) ||
    isNarrowSize(record) ||
    wordConditions.some((name) => effect[name].length > 0 && effect[name].every(isTellingWord))
  return { ...effect, unknown, isShown: hasKnownAction(record) || unknown.length > 0, isBroad: !isNarrow }
}

function isNarrowing(value: unknown): boolean {
  return hasMeaning(value) && value !== 'Normal'
}

/** Ordinary mail has a few kilobytes, and hardly any has more than half a megabyte. */
const ordinaryBytes = { most: 500_000, least: 3_000 }

function isNarrowSize(record: CmdletRecord): boolean {
  const least = toBytes(findProperty(record, 'WithinSizeRangeMinimum'))
  const most = toBytes(findProperty(record, 'WithinSizeRangeMaximum'))
  return (least ?? 0) >= ordinaryBytes.most || (most !== undefined && most > 0 && most <= ordinaryBytes.least)
}

/** `1 KB (1,024 bytes)`, `1024`, `2MB` */
function toBytes(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return undefined
  const exact = /\(([\d.,\s]+) bytes\)/i.exec(value)?.[1]
  if (exact !== undefined) return Number(exact.replaceAll(/\D/g, ''))
  const [, amount, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?\s*$/i.exec(value) ?? []
  const power = ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase())
  return amount === undefined ? undefined : Number(amount) * 1024 ** power
}

/** "@" and ".com" are in nearly every address. */
function isTellingWord(word: string): boolean {
  const letters = word.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase()
  return letters !== '' && !/^(?:[\da-z]|com|org|net|www|https?|smtp)$/.test(letters)
}

export function isDeleting({ DeleteMessage, SoftDeleteMessage, PermanentDelete }: RuleEffect): boolean {
  return DeleteMessage || SoftDeleteMessage || PermanentDelete
}

/** `laura:\Inbox\RSS Feeds` */
export function toFolderName(path: string): string {
  return path.split(/[\\/]/).at(-1)?.trim() || path
}
