// What the scripted backend does to an account: one step on its evidence, and how it was before.
import { z } from 'zod'
import type { ContainmentOrder, ContainmentResult, Undo } from '../../src/domain/containment.js'
import { evidenceSchema, type SenderEvidence } from '../../src/domain/evidence.js'
import { BackendError } from '../../src/errors.js'

/** @throws BackendError */
export function takeStep(
  evidence: SenderEvidence,
  order: ContainmentOrder,
): { readonly evidence: SenderEvidence; readonly result: ContainmentResult } {
  const { account } = evidence
  if (!account.known) throw new BackendError('Nobody is there.', { code: 'not-found', outcome: 'unchanged' })
  if (order.step === 'require-password-change' && account.value.synced)
    throw new BackendError('It is synced.', { code: 'rejected', outcome: 'unchanged' })
  const changed = change(evidence, order)
  const isChanged = JSON.stringify(changed) !== JSON.stringify(evidence)
  const isBlind = order.step === 'require-password-change' || order.step === 'revoke-sessions'
  const canUndo =
    order.restore === undefined &&
    order.step !== 'revoke-sessions' &&
    order.step !== 'remove-method' &&
    (isChanged || isBlind)
  const undo: Undo | undefined = canUndo ? z.json().pipe(undoable).parse({ before: evidence }) : undefined
  const word = order.restore === undefined ? 'done' : 'taken back'
  const restores = undo === undefined ? [] : listNames(evidence, order)
  return { evidence: changed, result: { detail: `${order.step} is ${word}.`, undo, restores } }
}

/** What the way back would bring back, by name. */
function listNames({ forwarding, inboxRules }: SenderEvidence, { step, targets }: ContainmentOrder) {
  if (step === 'stop-forwarding')
    return forwarding.known && forwarding.value !== null ? [forwarding.value.to] : []
  const rules = step === 'disable-inbox-rules' && inboxRules.known ? inboxRules.value : []
  return rules.filter(({ id = '' }) => targets.includes(id)).map(({ name }) => name)
}

const known = <Value>(value: Value) => ({ known: true as const, value })

const undoable = z.record(z.string(), z.json())
const beforeSchema = z.object({ before: evidenceSchema })

function change(evidence: SenderEvidence, { step, targets, restore }: ContainmentOrder): SenderEvidence {
  const before = restore === undefined ? undefined : beforeSchema.parse(restore).before
  const old = before?.kind === 'sender' ? before : undefined
  const { account, inboxRules, consents, authentication, delegates } = evidence
  switch (step) {
    case 'block-sign-in':
      if (old !== undefined) return { ...evidence, account: old.account }
      return account.known
        ? { ...evidence, account: { known: true, value: { ...account.value, signInAllowed: false } } }
        : evidence
    case 'stop-forwarding':
      return { ...evidence, forwarding: old?.forwarding ?? { known: true, value: null } }
    case 'remove-grant':
      if (old !== undefined) return { ...evidence, consents: old.consents }
      return consents.known
        ? {
            ...evidence,
            consents: { known: true, value: consents.value.filter(({ id = '' }) => !targets.includes(id)) },
          }
        : evidence
    case 'remove-method':
      return {
        ...evidence,
        authentication: authentication.known
          ? known({
              ...authentication.value,
              methods: authentication.value.methods.filter(({ id = '' }) => !targets.includes(id)),
            })
          : authentication,
      }
    case 'remove-delegate':
      if (old !== undefined) return { ...evidence, delegates: old.delegates }
      return {
        ...evidence,
        delegates: delegates.known
          ? known(delegates.value.filter(({ who, right }) => !targets.includes(`${right}:${who}`)))
          : delegates,
      }
    case 'disable-inbox-rules':
      if (old !== undefined) return { ...evidence, inboxRules: old.inboxRules }
      return inboxRules.known
        ? {
            ...evidence,
            inboxRules: {
              known: true,
              value: inboxRules.value.map((rule) =>
                targets.includes(rule.id ?? '') ? { ...rule, enabled: false } : rule,
              ),
            },
          }
        : evidence
    case 'revoke-sessions':
    case 'require-password-change':
      return evidence
    default:
      return step satisfies never
  }
}
