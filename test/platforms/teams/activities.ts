// Activities in the shape Teams sends them.
import { botId, channelId, homeTenantId, type Tenant } from './tenant.js'

export const teamId = '19:1c2d3e4f5a6b4c7d8e9f0a1b2c3d4e5f@thread.tacv2'
export const threadId = `${channelId};messageid=1699999999999`
export const maya = {
  id: '29:1maya-lindqvist',
  name: 'Maya Lindqvist',
  aadObjectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a01',
}
export const mayaInRoster = {
  id: maya.id,
  name: maya.name,
  objectId: maya.aadObjectId,
  email: 'Maya@contoso.com',
  userPrincipalName: 'Maya.L@contoso.com',
  tenantId: homeTenantId,
  userRole: 'user',
}

type Fields = Readonly<Record<string, unknown>>

export function channelData(tenantId: string): Record<string, unknown> {
  return { tenant: { id: tenantId }, team: { id: teamId }, channel: { id: channelId } }
}

export function inChannel(tenant: Tenant, fields: Fields): Record<string, unknown> {
  return {
    id: '1700000000001',
    channelId: 'msteams',
    serviceUrl: tenant.serviceUrl,
    from: maya,
    recipient: { id: botId, name: 'Reprieve' },
    conversation: { id: threadId, conversationType: 'channel', isGroup: true, tenantId: homeTenantId },
    channelData: channelData(homeTenantId),
    ...fields,
  }
}

export function inPersonalChat(tenant: Tenant, fields: Fields): Record<string, unknown> {
  return inChannel(tenant, {
    conversation: { id: 'a:1maya-chat', conversationType: 'personal', tenantId: homeTenantId },
    channelData: { tenant: { id: homeTenantId } },
    ...fields,
  })
}

export function toInvoke(tenant: Tenant, action: Fields, fields: Fields = {}): Record<string, unknown> {
  const value = { action: { type: 'Action.Execute', ...action }, trigger: 'manual' }
  return inChannel(tenant, { type: 'invoke', name: 'adaptiveCard/action', value, ...fields })
}

const botMention = {
  type: 'mention',
  mentioned: { id: botId, name: 'Reprieve' },
  text: '<at>Reprieve</at>',
}

export function toMention(tenant: Tenant, text: string, fields: Fields = {}): Record<string, unknown> {
  return inChannel(tenant, {
    type: 'message',
    text: `<at>Reprieve</at>&nbsp;${text}`,
    entities: [botMention],
    ...fields,
  })
}

export function toInstallation(tenant: Tenant, fields: Fields = {}): Record<string, unknown> {
  return inChannel(tenant, {
    type: 'installationUpdate',
    action: 'add',
    conversation: { id: channelId, conversationType: 'channel', tenantId: homeTenantId },
    ...fields,
  })
}
