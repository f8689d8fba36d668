// The connector only lets in what a server of yours sends. Nothing in the cloud can see that server.
import type { ConnectorRule } from '../../recommendation.js'
import { notChecked } from '../advise.js'
import { relayLink } from '../links.js'

const step = {
  ruleId: 'on-premises-server',
  stage: 'investigate',
  title: 'Check the server or relay behind it',
  advice:
    'Look for an open relay, a program or a person that sends through your server, and stop it. Unblock only then, last of all.',
  link: relayLink,
} as const

export const onPremisesServer: ConnectorRule = () =>
  notChecked(step, 'Reprieve cannot look into your own servers.')
