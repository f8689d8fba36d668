// The owner of a mailbox asked whether its mail is theirs.
import type { Card } from '../../src/features/cards.js'
import { laura, told, toTone } from './sample-rows.js'

const compromised = { ...laura, statusIcon: '🚨', statusWord: 'Looks compromised' }
const choices = [
  { choiceId: 'yes', title: 'Yes, that was me' },
  { choiceId: 'no', title: 'No, that was not me' },
  { choiceId: 'unsure', title: 'I am not sure' },
]
const question = 'Did you send 1,203 messages today (22 Nov)?'
const phoneText =
  'Call a number that you know from elsewhere, not from their mail, and ask the question as it stands here. Never ask for a password.'

const page = {
  ...compromised,
  problem: '',
  question,
  rows: [],
  wayText:
    'One question in their personal chat on Slack. Whoever is in the mailbox may hold that as well: by phone is safer.',
  sendTitle: 'Ask Laura Bennett on Slack',
  phoneText,
  choices,
  says: '',
  note: '',
}

const asked = {
  ...toTone('accent'),
  incidentId: laura.incidentId,
  questionId: '01JD9ZQ1',
  entity: laura.entity,
  title: 'Was this you?',
  text: 'Microsoft stopped laura.bennett@contoso.com from sending mail.',
  question,
  smallText: told(
    'Maya Okafor asks, through Reprieve. An answer counts until Mon 03:16 UTC. Nobody asks you for a password.',
  ),
  isOpen: true,
}

export const askOwnerSamples = {
  'ask-owner': { name: 'ask-owner', view: page },
  'ask-owner.phone': {
    name: 'ask-owner',
    view: {
      ...page,
      problem: 'Say whom you reached, and how: the review shows it.',
      rows: [{ text: '📵 The owner cannot be asked on Slack: ask by phone' }],
      wayText: 'No personal chat with them is known: ask by phone.',
      sendTitle: '',
      says: 'no',
      note: 'her',
    },
  },
  'ask-owner.asked': {
    name: 'ask-owner',
    view: {
      ...page,
      rows: [
        {
          text: told(
            '🗣️ Owner on Teams 03:18 UTC: “Yes, that was me”. That is the account’s own chat, which an intruder may hold too.',
          ),
        },
        {
          text: told(
            '❗ Owner by phone, noted by Maya Okafor 03:25 UTC: “No, that was not me”. Maya Okafor noted: Laura, on her desk phone',
          ),
        },
      ],
      wayText: '',
      sendTitle: '',
    },
  },
  'owner-question': { name: 'owner-question', view: asked },
  'owner-question.answered': {
    name: 'owner-question',
    view: {
      ...asked,
      ...toTone('calm'),
      title: 'Thank you',
      text: 'You answered “No, that was not me”. Leave everything as it is, and wait for a call from whoever looks after your mail. Give nobody a password.',
      smallText: '',
      isOpen: false,
    },
  },
} as const satisfies Readonly<Record<string, Card>>
