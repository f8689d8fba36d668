// What several facts about one sender are made of: read once, and whoever only compares with it does without when it is not
// known.
import { orElse } from '../or-else.js'
import type { SenderQuestion } from '../question.js'
import { readEarlierMail } from './rhythm.js'
import { readSendingAddresses } from './sending-addresses.js'
import { readSignIns } from './sign-ins.js'
import { readSubmission, readSubmitted } from './submission.js'

export function readShared(question: SenderQuestion) {
  const listed = readSignIns(question)
  const addresses = readSendingAddresses(question)
  const domains = orElse(
    question.getDomains().then((known) => [...known]),
    [],
  )
  const submitted = readSubmitted(question)
  const submission = readSubmission(question, submitted)
  const rhythm = Promise.all([addresses, domains]).then(([own, known]) =>
    readEarlierMail(question, own.addresses, known),
  )
  return {
    readSignIns: listed,
    signIns: orElse(
      listed.then(({ signIns }) => signIns),
      [],
    ),
    usualAddresses: orElse(
      listed.then(({ usualAddresses }) => usualAddresses),
      new Set<string>(),
    ),
    addresses,
    domains,
    submitted: orElse(submitted, undefined),
    submission,
    app: orElse(
      submission.then((found) => found?.app),
      undefined,
    ),
    rhythm,
    earlier: orElse(rhythm, undefined),
  }
}
