// Who and what the measured bots know; all of it made up.

export const slack = {
  signingSecret: 'bench-signing-secret',
  botToken: 'xoxb-bench',
  teamId: 'T0BENCH',
  userId: 'U0BENCH',
  channel: 'C0BENCH',
} as const

export const teams = {
  appId: '0d1c7a3e-52c4-4c5d-9f8e-2b6a7e4f9c10',
  tenantId: '8c3dad1d-b6bc-4f8b-939b-8263372eced6',
  userId: '29:1bench',
  objectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a01',
  teamId: '19:1c2d3e4f5a6b4c7d8e9f0a1b2c3d4e5f@thread.tacv2',
  channel: '19:5f1d0c7e4b2a4d6f8e9a0b1c2d3e4f50@thread.tacv2',
  outboundToken: 'bench-outbound-token',
} as const

/** Who signs for Teams. */
export const issuer = 'https://api.botframework.com'

export const tenantId = 'bench'

/** As Exchange words it. */
export const reason = 'OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203;CIP=203.0.113.9'

/** The app that may sign in to every tenant of the fake cloud. */
export const app = {
  id: '6f1d2c4e-9b0a-4c7d-8e21-3a5b7c9d0e42',
  clientSecret: 'bench-client-secret',
} as const
