import type { Fact, SenderEvidence } from '../../../domain/evidence.js'
import { createLooks } from './looks.js'
import type { SenderQuestion } from './question.js'
import { readAccount } from './sender/account.js'
import { readAuthentication } from './sender/authentication.js'
import { readConsents } from './sender/consents.js'
import { readDelegates } from './sender/delegates.js'
import { readForwarding } from './sender/forwarding.js'
import { readGroups } from './sender/groups.js'
import { readHeadroom } from './sender/headroom.js'
import { readInboxRules } from './sender/inbox-rules.js'
import { readOutboundPolicy } from './sender/outbound-policy.js'
import { readOwner } from './sender/owner.js'
import { readPassword } from './sender/password.js'
import { readRisk } from './sender/risk.js'
import { readRoles } from './sender/roles.js'
import { readSentMail } from './sender/sent-mail.js'
import { type ReadSignIns, readSignIns } from './sender/sign-ins.js'

/** All facts at once, each on its own. @throws BackendError when nothing about the sender could be asked. */
export async function gatherSender(question: SenderQuestion): Promise<SenderEvidence> {
  const looks = createLooks()
  // What is read for the whole tenant may come from the minute before and says nothing about this sender, so it does not
  // count as an answer.
  const tenantLooks = createLooks()
  const facts = {
    account: looks.take(readAccount(question)),
    forwarding: looks.take(readForwarding(question)),
    inboxRules: looks.take(readInboxRules(question)),
    delegates: looks.take(readDelegates(question)),
    authentication: looks.take(readAuthentication(question)),
    password: looks.take(readPassword(question)),
    signIns: looks.take(readSignIns(question)),
    risk: looks.take(readRisk(question)),
    consents: looks.take(readConsents(question)),
    roles: looks.take(readRoles(question)),
    ...(question.protectedGroups.length === 0 ? {} : { groups: looks.take(readGroups(question)) }),
    sentMail: looks.take(readSentMail(question)),
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
    inboxRules: await facts.inboxRules,
    delegates: await facts.delegates,
    authentication: await facts.authentication,
    password: await facts.password,
    ...toSignIns(await facts.signIns),
    risk: await facts.risk,
    consents: await facts.consents,
    roles: await facts.roles,
    ...(facts.groups === undefined ? {} : { groups: await facts.groups }),
    sentMail: await facts.sentMail,
    outboundPolicy: await facts.outboundPolicy,
    headroom: await facts.headroom,
  }
}

function toSignIns(fact: Fact<ReadSignIns>): Pick<SenderEvidence, 'signIns' | 'missingSignIns'> {
  if (!fact.known) return { signIns: fact }
  const { signIns, missing } = fact.value
  return {
    signIns: { known: true, value: signIns },
    ...(missing === undefined ? {} : { missingSignIns: { known: false, why: missing } }),
  }
}
