import type { Fact, SenderEvidence } from '../../../domain/evidence.js'
import { createLooks } from './looks.js'
import type { SenderQuestion } from './question.js'
import { readAccount } from './sender/account.js'
import { readAppCredentials } from './sender/app-credentials.js'
import { readAuthentication } from './sender/authentication.js'
import { readAutomaticReply } from './sender/automatic-reply.js'
import { readConsents } from './sender/consents.js'
import { readDelegates } from './sender/delegates.js'
import { readDoors } from './sender/doors.js'
import { readForwarding } from './sender/forwarding.js'
import { readGroups } from './sender/groups.js'
import { readHeadroom } from './sender/headroom.js'
import { readInboxRules } from './sender/inbox-rules.js'
import { readJournalRules } from './sender/journal-rules.js'
import { readMethodChanges } from './sender/method-changes.js'
import { readOutboundPolicy } from './sender/outbound-policy.js'
import { readOwner } from './sender/owner.js'
import { readPassword } from './sender/password.js'
import { readRisk } from './sender/risk.js'
import { readRoles } from './sender/roles.js'
import { readSentMail } from './sender/sent-mail.js'
import { readShared } from './sender/shared.js'
import type { ReadSignIns } from './sender/sign-ins.js'
import type { ReadSubmission } from './sender/submission.js'
import { readRemovedTraces } from './sender/traces/index.js'
import { readTransportRules } from './sender/transport-rules.js'

/** All facts at once, each on its own. @throws BackendError when nothing about the sender could be asked. */
export async function gatherSender(question: SenderQuestion): Promise<SenderEvidence> {
  const looks = createLooks()
  // What is read for the whole tenant, or was read for an earlier look, may come from before and does not count as an answer.
  const tenantLooks = createLooks()
  const shared = readShared(question)
  const facts = {
    account: looks.take(readAccount(question)),
    forwarding: looks.take(readForwarding(question)),
    inboxRules: looks.take(readInboxRules(question)),
    delegates: looks.take(readDelegates(question)),
    authentication: looks.take(readAuthentication(question)),
    methodChanges: looks.take(shared.signIns.then((found) => readMethodChanges(question, found))),
    password: looks.take(readPassword(question)),
    signIns: looks.take(shared.readSignIns),
    risk: looks.take(readRisk(question)),
    submission: looks.take(shared.submission),
    consents: looks.take(readConsents(question, shared.app)),
    automaticReply: looks.take(readAutomaticReply(question)),
    removedTraces: looks.take(readRemovedTraces(question)),
    doors: looks.take(readDoors(question)),
    roles: looks.take(readRoles(question)),
    ...(question.protectedGroups.length === 0 ? {} : { groups: looks.take(readGroups(question)) }),
    sentMail: looks.take(readSentMail(question, shared)),
    rhythm: tenantLooks.take(shared.rhythm.then(({ rhythm }) => rhythm)),
    transportRules: tenantLooks.take(readTransportRules(question)),
    journalRules: tenantLooks.take(readJournalRules(question)),
    appCredentials: tenantLooks.take(readAppCredentials(question, shared.app)),
    outboundPolicy: tenantLooks.take(readOutboundPolicy(question)),
    headroom: tenantLooks.take(readHeadroom(question)),
  }
  const reading = readOwner(question)
  await Promise.all([...Object.values(facts), reading])
  looks.assertAnswered()
  const owner = await reading
  return {
    kind: 'sender',
    gatheredAt: question.now,
    account: await facts.account,
    ...(owner === undefined ? {} : { owner }),
    forwarding: await facts.forwarding,
    inboxRules: toFact(await facts.inboxRules, ({ rules }) => rules),
    ...toMissing('missingRules', await facts.inboxRules),
    transportRules: await facts.transportRules,
    journalRules: await facts.journalRules,
    automaticReply: await facts.automaticReply,
    doors: toFact(await facts.doors, ({ doors }) => doors),
    ...toMissing('missingDoors', await facts.doors),
    delegates: toFact(await facts.delegates, ({ delegates }) => delegates),
    ...toMissing('missingDelegates', await facts.delegates),
    authentication: await facts.authentication,
    password: await facts.password,
    methodChanges: await facts.methodChanges,
    ...toSignIns(await facts.signIns),
    risk: await facts.risk,
    consents: toFact(await facts.consents, ({ consents }) => consents),
    ...toMissing('missingApps', await facts.consents),
    appCredentials: await facts.appCredentials,
    removedTraces: toFact(await facts.removedTraces, ({ traces }) => traces),
    ...toMissing('missingTraces', await facts.removedTraces),
    ...toSubmission(await facts.submission),
    rhythm: await facts.rhythm,
    roles: await facts.roles,
    ...(facts.groups === undefined ? {} : { groups: await facts.groups }),
    sentMail: await facts.sentMail,
    outboundPolicy: await facts.outboundPolicy,
    headroom: await facts.headroom,
  }
}

function toFact<Given, Value>(fact: Fact<Given>, pick: (given: Given) => Value): Fact<Value> {
  return fact.known ? { known: true, value: pick(fact.value) } : fact
}

/** Why a part of what is known is missing; nothing when it is not. */
function toMissing<Name extends string>(
  name: Name,
  fact: Fact<{ readonly missing: string | undefined }>,
): { readonly [Key in Name]?: { readonly known: false; readonly why: string } } {
  const why = fact.known ? fact.value.missing : undefined
  const none: { readonly [Key in Name]?: { readonly known: false; readonly why: string } } = {}
  return why === undefined ? none : { ...none, [name]: { known: false, why } }
}

function toSignIns(
  fact: Fact<ReadSignIns>,
): Pick<SenderEvidence, 'signIns' | 'missingSignIns' | 'usualPlaces'> {
  if (!fact.known) return { signIns: fact }
  const { signIns, missing, usualPlaces } = fact.value
  return {
    signIns: { known: true, value: signIns },
    usualPlaces,
    ...(missing === undefined ? {} : { missingSignIns: { known: false, why: missing } }),
  }
}

/** Where the log has nothing of mail that was sent, nobody was told. */
function toSubmission(fact: Fact<ReadSubmission | undefined>): Pick<SenderEvidence, 'submission'> {
  if (!fact.known) return { submission: fact }
  return fact.value === undefined ? {} : { submission: { known: true, value: fact.value.submission } }
}
