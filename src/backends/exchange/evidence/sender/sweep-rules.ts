// Sweep rules: Outlook on the web files or deletes mail of one sender with them. Get-InboxRule does not list them.
import { z } from 'zod'
import { findTelling } from '../../../../domain/telling-words.js'
import type { CmdletRecord } from '../../cmdlets.js'
import { readFlag, readNumber, readText } from '../../properties.js'
import { type Folders, isHidingName } from '../folders.js'
import { orElse } from '../or-else.js'
import type { SenderQuestion } from '../question.js'
import { parseAnswer, text } from '../values.js'
import type { FindRuleChange } from './rule-changes.js'
import { toFolderName } from './rule-effect.js'
import type { SenderValue } from './value.js'

type InboxRules = SenderValue<'inboxRules'>

const namesSchema = z.object({ Name: z.string(), RuleId: text, Identity: text })

export async function readSweepRules(
  question: SenderQuestion,
  findChange: FindRuleChange,
): Promise<InboxRules> {
  const mailbox = await question.getMailboxName()
  const records = await question.asking.run({
    cmdlet: 'Get-SweepRule',
    parameters: { Mailbox: mailbox },
    mailbox,
  })
  if (records.length === 0) return []
  const folders = await orElse(question.getFolders(), undefined)
  return records.map((record) => {
    const { Name: name, RuleId, Identity } = parseAnswer(namesSchema, record, 'A sweep rule')
    const id = RuleId || Identity
    return {
      name,
      kind: 'sweep' as const,
      enabled: readFlag(record, 'Enabled') !== false,
      hidden: false,
      ...describe(record, folders),
      ...findChange({ name, id }),
    }
  })
}

function describe(
  record: CmdletRecord,
  folders: Folders | undefined,
): Pick<InboxRules[number], 'effect' | 'suspicious' | 'about' | 'filing'> {
  const [sender, path] = [readText(record, 'Sender'), readText(record, 'DestinationFolder')]
  const days = readNumber(record, 'KeepForDays') ?? 0
  const latest = readNumber(record, 'KeepLatest') ?? 0
  const folder = path === '' ? undefined : folders?.find(path)
  const about = findTelling([sender, readText(record, 'Name')])
  // What stays in the inbox for days, or whose newest stays, is seen.
  const isAtOnce = days === 0 && latest === 0
  const isHiding = folder?.use === 'hiding' || (folder?.use !== 'read' && isHidingName(toFolderName(path)))
  const when = latest > 0 ? `all but the newest ${latest}` : days > 0 ? `after ${days} days` : 'at once'
  const kind = folder?.kind ? ` (${folder.kind})` : ''
  return {
    effect: `moves to ${toFolderName(path) || 'a folder that Reprieve cannot read'}${kind} ${when}, mail from ${sender || 'anybody'}`,
    suspicious: sender === '' || about !== undefined || (isAtOnce && isHiding),
    ...(about === undefined ? {} : { about }),
    ...(sender !== '' && about === undefined ? { filing: 'senders' as const } : {}),
  }
}
