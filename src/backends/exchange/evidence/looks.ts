// The one place where a look that failed becomes a fact that is not known.
import type { Fact } from '../../../domain/evidence.js'
import { BackendError, type BackendErrorCode } from '../../../errors.js'

export interface Looks {
  /** The fact, known or not. What is no BackendError is a bug and stays one. */
  take<Value>(reading: Promise<Value>): Promise<Fact<Value>>
  /** @throws BackendError the most telling of all failures, when not one look had any kind of answer. */
  assertAnswered(): void
}

// The first says when to come back, the second that an admin must do something; the others pass by themselves. A refusal
// for another reason (no licence, nobody there, an answer that cannot be read) is an answer too.
const silences: readonly BackendErrorCode[] = ['throttled', 'forbidden', 'unavailable', 'timeout', 'partial']

export function createLooks(): Looks {
  const failures: BackendError[] = []
  let answers = 0
  return {
    async take(reading) {
      try {
        const value = await reading
        answers += 1
        return { known: true, value }
      } catch (error) {
        if (!(error instanceof BackendError)) throw error
        if (silences.includes(error.code)) failures.push(error)
        else answers += 1
        return { known: false, why: error.message }
      }
    },
    assertAnswered() {
      if (answers > 0) return
      const [worst] = failures.sort((one, other) => silences.indexOf(one.code) - silences.indexOf(other.code))
      if (worst !== undefined) throw worst
    },
  }
}
