// What is asked about several senders at once: Microsoft lets message trace be asked 100 times in 5 minutes and sign-ins
// be read 5 times in 10 seconds, for the whole tenant (learn.microsoft.com, Get-MessageTraceV2 and "Microsoft Graph
// service-specific throttling limits"). In a storm one read answers for everybody whose evidence is being gathered.
import { setMaxListeners } from 'node:events'
import { createRounds } from '../../../concurrency/rounds.js'
import { BackendError, type BackendErrorCode } from '../../../errors.js'
import type { Clock } from '../../../ports.js'
import type { Cmdlets } from '../cmdlets.js'
import type { Graph } from '../graph.js'
import { type Asking, createAsking } from './asking.js'
import { createGivenUpError } from './failures.js'

export interface TogetherParts {
  readonly cmdlets: Cmdlets
  readonly graph: Graph
  readonly clock: Clock
  /** From one read for several senders to the next; what Microsoft's limits leave room for when undefined. */
  readonly apartMilliseconds?: number | undefined
}

export interface JointAnswer<Answer> {
  readonly answer: Answer
  /** Nobody else was asked about, so that all of it is about this one. */
  readonly isAlone: boolean
}

/**
 * Undefined when nothing can be said about several at once, so that each has to be asked about alone.
 * @throws BackendError with why as its message, which is everybody's.
 */
export type Together<Question, Answer> = (
  question: Question,
  signal: AbortSignal,
) => Promise<JointAnswer<Answer> | undefined>

/** 60 traces in 5 minutes and 4 reads of sign-ins, of two kinds, in 10 seconds: the rest is for what is asked more slowly. */
const usualApartMilliseconds = 5_000
/** As many as are gathered at once for one tenant. */
const mostSenders = 10

/** More is asked about than Exchange or Graph take at once, or one sender's part of the answer cannot be read. */
const declined: readonly BackendErrorCode[] = ['rejected', 'malformed']

/** What can wait: fewer rounds, with more questions in each. */
interface Pace {
  /** So many times as far from each other as the others are. */
  readonly slower: number
  readonly most: number
}

export function createTogether<Question, Answer>(
  { cmdlets, graph, clock, apartMilliseconds = usualApartMilliseconds }: TogetherParts,
  read: (asking: Asking, questions: readonly Question[]) => Promise<Answer>,
  { slower, most }: Pace = { slower: 1, most: mostSenders },
): Together<Question, Answer> {
  const rounds = createRounds<Question, JointAnswer<Answer> | undefined>({
    clock,
    apartMilliseconds: apartMilliseconds * slower,
    most,
    async ask(questions, signal) {
      const isAlone = questions.length === 1
      try {
        return { answer: await read(createAsking({ cmdlets, graph, signal }), questions), isAlone }
      } catch (error) {
        if (!isAlone && error instanceof BackendError && declined.includes(error.code)) return undefined
        throw error
      }
    },
  })

  return async (question, signal) => {
    // Many calls under one signal may wait here.
    setMaxListeners(0, signal)
    try {
      return await rounds.ask(question, signal)
    } catch (error) {
      throw signal.aborted ? createGivenUpError(signal.reason) : error
    }
  }
}
