// Which cmdlets this identity may run, by what they are for. Exchange lists what it may run; a cmdlet that is missing
// there answers with a bare 403, as if it were misspelt.
import type { Check } from '../../../domain/check.js'
import type { ListNotice } from '../../../domain/listed.js'
import { BackendError } from '../../../errors.js'
import type { RestrictionBackend } from '../../../ports.js'
import {
  type CmdletName,
  type CmdletService,
  type Cmdlets,
  cmdletNames,
  isChanging,
  toService,
} from '../cmdlets.js'
import { getCmdletSurface } from '../surface/cmdlets.js'
import { type CmdletFeatureWords, cmdletFeatures } from '../surface/features.js'
import { type Extent, toUntold } from './extent.js'

interface Feature extends CmdletFeatureWords {
  readonly cmdlets: readonly CmdletName[]
  /** In this cloud they can be run, and tell nothing. */
  readonly isSilent: boolean
}

function listFeatures(service: CmdletService, { isWatchOnly, cloudName }: Extent): readonly Feature[] {
  return Object.entries(cmdletFeatures).flatMap(([id, words]) => {
    const cmdlets = cmdletNames.filter(
      (name) =>
        getCmdletSurface(name).feature === id &&
        toService(name) === service &&
        !(isWatchOnly && isChanging(name)),
    )
    const isSilent = cmdlets.some((name) => getCmdletSurface(name).silentIn?.includes(cloudName) === true)
    return cmdlets.length === 0 ? [] : [{ ...words, cmdlets, isSilent }]
  })
}

export async function checkCmdlets(
  cmdlets: Cmdlets,
  extent: Extent,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const checks = await Promise.all(
    (['exchange', 'compliance'] as const).map((service) =>
      checkService(cmdlets, service, listFeatures(service, extent), signal),
    ),
  )
  return checks.flat()
}

async function checkService(
  cmdlets: Cmdlets,
  service: CmdletService,
  features: readonly Feature[],
  signal: AbortSignal,
): Promise<readonly Check[]> {
  try {
    const allowed = await cmdlets.listAllowed(service, signal)
    return features.map((feature) => checkFeature(feature, allowed))
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return features.map(({ name, lost }) => ({
      name,
      result: lost === 'problem' ? 'problem' : 'skipped',
      found: `Which cmdlets the app may run could not be read: ${error.message}`,
      remedy: 'Give the app Exchange.ManageAsApp and a role: one without the other gives nothing.',
    }))
  }
}

function checkFeature({ name, cmdlets, lost, role, isSilent }: Feature, allowed: ReadonlySet<string>): Check {
  if (isSilent) return toUntold(name)
  const missing = cmdlets.filter((cmdlet) => !allowed.has(cmdlet.toLowerCase()))
  const [first] = missing
  if (first === undefined)
    return { name, result: 'ok', found: `The app may run ${cmdlets.join(', ')}.`, remedy: '' }
  return {
    name,
    result: lost,
    found: `The app may not run ${missing.join(', ')}.`,
    remedy: `Give it ${role}. Get-ManagementRoleEntry "*\\${first}" in Exchange Online PowerShell names every role that brings it.`,
  }
}

/** The calls that everything hangs on, made for real. They change nothing. */
export async function checkList(
  list: RestrictionBackend['list'],
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const name = 'Read the Restricted entities list'
  try {
    const { restrictions, unreadable, notices } = await list(signal)
    const count = restrictions.length + unreadable.length
    const found = `It has ${count === 1 ? '1 entry' : `${count} entries`}.`
    return [
      { name, result: 'ok', found, remedy: '' },
      ...unreadable.map(({ kind, what }) => toUnread(`An entry of a ${kind} cannot be read: ${what}.`)),
      ...notices.map((notice) => toUnread(toNoticeText(notice))),
    ]
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    const remedy =
      error.code === 'forbidden'
        ? 'Give the app Exchange.ManageAsApp and a role: one without the other gives nothing. New roles take up to an hour.'
        : 'Nothing is watched until this works.'
    return [{ name, result: 'problem', found: error.message, remedy }]
  }
}

function toUnread(found: string): Check {
  return {
    name: 'What the list has beside it',
    result: 'warning',
    found,
    remedy: 'Look at Restricted entities in the Microsoft Defender portal. The log has the entry as it came.',
  }
}

function toNoticeText({ kind, text, isBesideNothing }: ListNotice): string {
  const cmdlet = kind === 'sender' ? 'Get-BlockedSenderAddress' : 'Get-BlockedConnector'
  return isBesideNothing
    ? `${cmdlet} gave no entry, and said: ${text}`
    : `${cmdlet} said beside its entries: ${text}`
}
