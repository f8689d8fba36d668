// Defender in memory: alerts with what was written on them, in the order it came.
import type { AlertChange, DefenderAlert } from '../../../src/domain/defender-alert.js'
import type { BackendError } from '../../../src/errors.js'
import type { Clock, DefenderAlerts } from '../../../src/ports.js'

export interface ScriptedAlerts extends DefenderAlerts {
  /** Defender raises one about this address. */
  raise(address: string, facts?: Partial<DefenderAlert>): void
  /** Somebody does something there. */
  edit(facts: Partial<DefenderAlert>): void
  /** As it stands there. */
  look(): DefenderAlert | undefined
  readonly changes: readonly AlertChange[]
  fail(error: BackendError | undefined): void
  /** The next change is carried out, and its answer lost. */
  loseAnswer(error: BackendError): void
  countReads(): number
}

export function createScriptedAlerts(clock: Pick<Clock, 'now'>): ScriptedAlerts {
  let raised: { readonly address: string; readonly alert: DefenderAlert } | undefined
  let failure: BackendError | undefined
  let lost: BackendError | undefined
  let reads = 0
  const changes: AlertChange[] = []
  const put = (facts: Partial<DefenderAlert>) => {
    if (raised !== undefined)
      raised = { ...raised, alert: { ...raised.alert, changedAt: clock.now(), ...facts } }
  }
  return {
    changes,
    countReads: () => reads,
    raise(address, facts = {}) {
      const alert = {
        id: 'alert-1',
        title: 'User restricted from sending email',
        isResolved: false,
        changedAt: clock.now(),
        assignedTo: undefined,
        comments: [],
        isShared: false,
        ...facts,
      }
      raised = { address, alert }
    },
    edit: put,
    look: () => raised?.alert,
    fail(error) {
      failure = error
    },
    loseAnswer(error) {
      lost = error
    },
    async find({ addresses }) {
      reads += 1
      if (failure !== undefined) throw failure
      return raised !== undefined && addresses.includes(raised.address) ? raised.alert : undefined
    },
    async read() {
      reads += 1
      if (failure !== undefined) throw failure
      return raised?.alert
    },
    async change(_, change) {
      if (failure !== undefined) throw failure
      changes.push(change)
      const { comment, begins, assignTo, ends } = change
      const comments = raised?.alert.comments ?? []
      const isSaid = comments.some((one) => one.includes(comment.mark))
      const assignedTo = begins === undefined ? undefined : assignTo?.address
      put({
        comments: isSaid ? comments : [...comments, comment.text],
        ...(assignedTo === undefined ? {} : { assignedTo }),
        ...(ends === undefined ? {} : { isResolved: true }),
      })
      const error = lost
      lost = undefined
      if (error !== undefined) throw error
      return assignedTo
    },
  }
}
