// Whoever is signed in stays signed in after a password reset. No report tells whether sessions were revoked.
import type { SenderRule } from '../../recommendation.js'
import { notChecked } from '../advise.js'
import { toUserLink } from '../links.js'

export const revokeSessions: SenderRule = ({ account }) =>
  notChecked(
    {
      ruleId: 'revoke-sessions',
      stage: 'contain',
      title: 'Revoke sessions',
      advice:
        'Revoke all sessions of the user: sign-ins from before a password reset stay valid without it. It takes a few minutes to act.',
      link: toUserLink('Account in Entra', 'overview', account),
    },
    'Microsoft 365 does not report whether sessions were revoked.',
  )
