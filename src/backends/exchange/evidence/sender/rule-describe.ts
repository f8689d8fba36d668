// What rules do, in words and as facts, with what their names stand for: which folder it is, who gets the mail.
import { BackendError } from '../../../../errors.js'
import type { CmdletRecord } from '../../cmdlets.js'
import type { Folders } from '../folders.js'
import type { SenderQuestion } from '../question.js'
import { parseRuleEffect, type RuleEffect } from './rule-effect.js'
import { findFiling, findRuleTheme, isSuspiciousRule } from './rule-verdict.js'
import { toEffectText } from './rule-words.js'
import type { SenderValue } from './value.js'

type Rule = SenderValue<'inboxRules'>[number]

export interface Describe {
  rule(name: string, effect: RuleEffect): Pick<Rule, 'effect' | 'suspicious' | 'about' | 'filing'>
  /** Whether mail to this recipient stays in the organisation; false when that is not certain. */
  isInside(recipient: string): boolean
}

/** Asks about folders only when a rule moves mail, and about people only when it is not their address that is named. */
export async function createDescribe(
  question: Pick<SenderQuestion, 'getFolders' | 'getDomains' | 'resolveRecipient'>,
  records: readonly CmdletRecord[],
): Promise<Describe> {
  const effects = records.map((record) => parseRuleEffect(record))
  const [folders, domains, addresses] = await Promise.all([
    effects.some(({ MoveToFolder }) => MoveToFolder !== '') ? tryFolders(question) : undefined,
    question.getDomains(),
    findAddresses(question, effects),
  ])
  return {
    rule(name, effect) {
      const folder = effect.MoveToFolder === '' ? undefined : folders?.find(effect.MoveToFolder)
      const about = findRuleTheme(effect)
      const filing = findFiling(effect, domains)
      return {
        effect: toEffectText(effect, {
          findAddress: (recipient) => addresses.get(recipient),
          folderKind: folder?.kind ?? '',
        }),
        suspicious: isSuspiciousRule(name, effect, folder),
        ...(about === undefined ? {} : { about }),
        ...(filing === undefined ? {} : { filing }),
      }
    },
    isInside(recipient) {
      const address = toAddress(recipient) ?? addresses.get(recipient)
      return address !== undefined && domains.has(address.slice(address.lastIndexOf('@') + 1).toLowerCase())
    },
  }
}

async function tryFolders({ getFolders }: Pick<SenderQuestion, 'getFolders'>): Promise<Folders | undefined> {
  try {
    return await getFolders()
  } catch (error) {
    if (error instanceof BackendError) return undefined
    throw error
  }
}

async function findAddresses(
  { resolveRecipient }: Pick<SenderQuestion, 'resolveRecipient'>,
  effects: readonly RuleEffect[],
): Promise<ReadonlyMap<string, string>> {
  const recipients = new Set(
    effects.flatMap(({ ForwardTo, ForwardAsAttachmentTo, RedirectTo }) => [
      ...ForwardTo,
      ...ForwardAsAttachmentTo,
      ...RedirectTo,
    ]),
  )
  const found = await Promise.all(
    [...recipients]
      .filter((recipient) => toAddress(recipient) === undefined)
      .map(
        async (recipient) => [recipient, (await resolveRecipient(toIdentity(recipient)))?.address] as const,
      ),
  )
  return new Map(found.flatMap(([recipient, address]) => (address ? [[recipient, address] as const] : [])))
}

/** `"x" [SMTP:x@fabrikam.com]`, or the address alone. */
function toAddress(recipient: string): string | undefined {
  return (
    /\[SMTP:([^\]]+)\]/i.exec(recipient)?.[1] ??
    (/^[^\s"[\]]+@[^\s"[\]]+$/.test(recipient) ? recipient : undefined)
  )
}

/** `"Tom Okafor" [EX:/o=ExchangeLabs/...]` */
function toIdentity(recipient: string): string {
  return /\[EX:([^\]]+)\]/i.exec(recipient)?.[1] ?? recipient.replaceAll(/^"|"$/g, '')
}
