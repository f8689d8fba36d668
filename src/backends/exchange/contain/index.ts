// Steps that take an account back, on Exchange and Entra. Each reads anew what it is about to change, changes it once,
// and repeats nothing.
import type { ContainmentStep } from '../../../domain/containment.js'
import type { RestrictionBackend } from '../../../ports.js'
import type { Cmdlets } from '../cmdlets.js'
import type { Graph } from '../graph.js'
import { createBlockSignIn } from './block-sign-in.js'
import { createDisableInboxRules } from './disable-inbox-rules.js'
import { createRemoveDelegate } from './remove-delegate.js'
import { createRemoveGrant } from './remove-grant.js'
import { createRemoveMethod } from './remove-method.js'
import { createRequirePasswordChange } from './require-password-change.js'
import { createRevokeSessions } from './revoke-sessions.js'
import type { Step } from './step.js'
import { createStopForwarding } from './stop-forwarding.js'

interface ContainParts {
  readonly cmdlets: Cmdlets
  readonly graph: Graph
}

export function createContain({ cmdlets, graph }: ContainParts): RestrictionBackend['contain'] {
  const steps: Readonly<Record<ContainmentStep, Step>> = {
    'block-sign-in': createBlockSignIn(graph),
    'revoke-sessions': createRevokeSessions(graph),
    'require-password-change': createRequirePasswordChange(graph),
    'remove-method': createRemoveMethod(graph),
    'remove-grant': createRemoveGrant(graph),
    'remove-delegate': createRemoveDelegate(cmdlets),
    'stop-forwarding': createStopForwarding(cmdlets),
    'disable-inbox-rules': createDisableInboxRules(cmdlets),
  }
  return (sender, { step, targets, restore }, signal) => {
    const call = { sender, targets, signal }
    return restore === undefined ? steps[step].run(call) : steps[step].takeBack(call, restore)
  }
}
