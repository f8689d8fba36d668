// Every type of event that this program writes into the journal.
import type { outboxEvents } from '../outbox/events.js'
import type { alertChannelEvents } from './alert-channel/events.js'
import type { approvalEvents } from './approval/events.js'
import type { askOwnerEvents } from './ask-owner/events.js'
import type { blindnessEvents } from './blindness/events.js'
import type { breakGlassEvents } from './break-glass/events.js'
import type { browseEvents } from './browse/events.js'
import type { claimEvents } from './claim/events.js'
import type { containmentEvents } from './containment/events.js'
import type { defenderEvents } from './defender/events.js'
import type { doctorEvents } from './doctor/events.js'
import type { drillEvents } from './drill/events.js'
import type { earlyEvents } from './early/events.js'
import type { entranceEvents } from './entrance/events.js'
import type { escalationEvents } from './escalation/events.js'
import type { evidenceEvents } from './evidence/events.js'
import type { explainEvents } from './explain/events.js'
import type { incidentEvents } from './incident/events.js'
import type { mailFlowEvents } from './mail-flow/events.js'
import type { muteEvents } from './mute/events.js'
import type { pagerEvents } from './pager/events.js'
import type { policiesEvents } from './policies/events.js'
import type { privacyEvents } from './privacy/events.js'
import type { reminderEvents } from './reminders/events.js'
import type { reviewEvents } from './review/events.js'
import type { snoozeEvents } from './snooze/events.js'
import type { storeEvents } from './store-identity/events.js'
import type { stormReviewEvents } from './storm-review/events.js'
import type { unblockEvents } from './unblock/events.js'
import type { unreadEvents } from './unread/events.js'
import type { verdictEvents } from './verdict/events.js'
import type { watchEvents } from './watch/events.js'

export type JournalType = keyof (typeof outboxEvents &
  typeof alertChannelEvents &
  typeof blindnessEvents &
  typeof breakGlassEvents &
  typeof approvalEvents &
  typeof askOwnerEvents &
  typeof browseEvents &
  typeof claimEvents &
  typeof containmentEvents &
  typeof defenderEvents &
  typeof doctorEvents &
  typeof drillEvents &
  typeof earlyEvents &
  typeof entranceEvents &
  typeof escalationEvents &
  typeof evidenceEvents &
  typeof explainEvents &
  typeof incidentEvents &
  typeof mailFlowEvents &
  typeof muteEvents &
  typeof pagerEvents &
  typeof policiesEvents &
  typeof privacyEvents &
  typeof reminderEvents &
  typeof reviewEvents &
  typeof snoozeEvents &
  typeof storeEvents &
  typeof stormReviewEvents &
  typeof unblockEvents &
  typeof unreadEvents &
  typeof verdictEvents &
  typeof watchEvents)
