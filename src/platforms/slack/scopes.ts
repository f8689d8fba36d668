// What the app asks for in manifest/slack/manifest.json, and what is lost without it, as manifest/README.md says.
import type { Check } from '../../domain/check.js'

interface Scope {
  readonly name: string
  readonly without: string
  /** Whether alerts or unblocks come to a halt without it. */
  readonly isVital: boolean
}

export const scopes: readonly Scope[] = [
  { name: 'chat:write', without: 'No alert can be posted.', isVital: true },
  { name: 'commands', without: 'There is no /restricted, only buttons.', isVital: false },
  { name: 'users:read', without: 'Nobody counts as a member, so nobody may act.', isVital: true },
  {
    name: 'users:read.email',
    without: 'Only people whose addresses are in the access list may unblock a mailbox.',
    isVital: true,
  },
  { name: 'usergroups:read', without: 'Roles given to user groups reach nobody.', isVital: false },
  { name: 'channels:read', without: 'Nothing is posted to public channels.', isVital: false },
  { name: 'groups:read', without: 'Nothing is posted to private channels.', isVital: false },
]

/** @param granted as Slack names them; undefined when it did not say. */
export function checkScopes(granted: readonly string[] | undefined): readonly Check[] {
  const name = 'Permissions'
  if (granted === undefined)
    return [{ name, result: 'skipped', found: 'Slack did not say what the app may do.', remedy: '' }]
  const missing = scopes.filter((scope) => !granted.includes(scope.name))
  if (missing.length === 0)
    return [{ name, result: 'ok', found: `All ${scopes.length} that the manifest asks for.`, remedy: '' }]
  return missing.map((scope) => ({
    name: `Permission ${scope.name}`,
    result: scope.isVital ? 'problem' : 'warning',
    found: `Missing. ${scope.without}`,
    remedy: 'Add it on the app\'s page "OAuth & Permissions" and install the app again.',
  }))
}
