// The access table: what every feature lets people ask for. Policy in words: domain/access.ts.
import type { Permission } from '../domain/access.js'
import { alertChannelPermissions } from './alert-channel/permissions.js'
import { approvalPermissions } from './approval/permissions.js'
import { askOwnerPermissions } from './ask-owner/permissions.js'
import { blindnessPermissions } from './blindness/permissions.js'
import { claimPermissions } from './claim/permissions.js'
import { containmentPermissions } from './containment/permissions.js'
import { doctorPermissions } from './doctor/permissions.js'
import { drillPermissions } from './drill/permissions.js'
import { entrancePermissions } from './entrance/permissions.js'
import { mutePermissions } from './mute/permissions.js'
import { policiesPermissions } from './policies/permissions.js'
import { reviewPermissions } from './review/permissions.js'
import { snoozePermissions } from './snooze/permissions.js'
import { stormReviewPermissions } from './storm-review/permissions.js'
import { unblockPermissions } from './unblock/permissions.js'

const table = {
  ...entrancePermissions,
  ...doctorPermissions,
  ...approvalPermissions,
  ...askOwnerPermissions,
  ...blindnessPermissions,
  ...claimPermissions,
  ...reviewPermissions,
  ...snoozePermissions,
  ...mutePermissions,
  ...unblockPermissions,
  ...stormReviewPermissions,
  ...containmentPermissions,
  ...policiesPermissions,
  ...alertChannelPermissions,
  ...drillPermissions,
}

export type PermissionName = keyof typeof table

export const accessTable: Readonly<Record<PermissionName, Permission>> = table
