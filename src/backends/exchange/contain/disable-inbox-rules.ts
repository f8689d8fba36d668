// Switches inbox rules off, one by one: some can fail while others work, and both have to be told.
import { z } from 'zod'
import { toListText } from '../../../domain/words.js'
import type { Cmdlets } from '../cmdlets.js'
import { changeRules, type RuleChange } from './inbox-rules.js'
import { createRejection, parseUndo, type Step, withoutUndo } from './step.js'

const undoSchema = z.object({
  rules: z.array(z.object({ id: z.string().min(1), name: z.string() })).min(1),
})

// Source: learn.microsoft.com, Disable-InboxRule.
const clientSide =
  'Exchange also drops rules that run in Outlook only, whenever a rule is changed from outside.'

export function createDisableInboxRules(cmdlets: Cmdlets): Step {
  return {
    async run({ sender, targets, signal }) {
      if (targets.length === 0) throw createRejection('No inbox rule was chosen.')
      const change = await changeRules({ cmdlets, sender, ids: targets, enable: false, signal })
      const { changed } = change
      const detail = describe(change, 'Disabled', 'Disabled already')
      if (changed.length === 0) return withoutUndo(detail)
      return {
        detail: `${detail} ${clientSide}`,
        undo: { rules: changed.map(({ id, name }) => ({ id, name })) },
        restores: changed.map(({ name }) => name),
      }
    },
    async takeBack({ sender, signal }, undo) {
      const ids = parseUndo(undoSchema, undo).rules.map(({ id }) => id)
      const change = await changeRules({ cmdlets, sender, ids, enable: true, signal })
      return withoutUndo(describe(change, 'Enabled again', 'Enabled already'))
    },
  }
}

function describe(change: RuleChange, done: string, already: string): string {
  const { changed, unchanged, spared, failed, missing } = change
  const names = (rules: readonly { readonly name: string }[]) => rules.map(({ name }) => `"${name}"`)
  return [
    changed.length > 0 ? `${done}: ${names(changed).join(', ')}.` : '',
    unchanged.length > 0 ? `${already}: ${names(unchanged).join(', ')}.` : '',
    spared.length > 0 ? `Left alone, as it belongs to a delegate: ${names(spared).join(', ')}.` : '',
    ...failed.map(({ name, why, isKnown }) =>
      isKnown ? `"${name}" was not changed: ${why}` : `Whether "${name}" was changed is not known: ${why}`,
    ),
    missing.length > 0 ? `Not in this mailbox any more: ${toListText(missing)}.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}
