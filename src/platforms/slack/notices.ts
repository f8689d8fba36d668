// The few things the transport itself has to say, as cards, so that they look and escape like all others.
import type { Card } from '../../ports.js'

const busy = { isBad: false, isBusy: true, isGood: false, isCalm: false }
const calm = { isBad: false, isBusy: false, isGood: false, isCalm: true }

export const oneMoment: Card = {
  name: 'notice',
  view: {
    icon: '⏳',
    title: 'One moment',
    text: 'Checking. This window fills itself.',
    incidentId: '',
    ...busy,
  },
}

export const nothingToShow: Card = {
  name: 'notice',
  view: { icon: '✅', title: 'Done', text: 'You can close this window.', incidentId: '', ...calm },
}

export const answerLost: Card = {
  name: 'notice',
  view: {
    icon: '⚠️',
    title: 'The answer could not be shown',
    text: 'Your request arrived, but Slack did not take the answer in time. Please try again; nothing is done twice.',
    incidentId: '',
    ...calm,
  },
}
