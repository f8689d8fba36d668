// Small cards for the tests, as a bot would send them.
import type { KnownBlock, ModalView } from '@slack/types'

export const plain = (text: string) => ({ type: 'plain_text' as const, text })

export const section = (text: string) => ({
  type: 'section' as const,
  text: { type: 'mrkdwn' as const, text },
})

export const button = (actionId: string, text: string) => ({
  type: 'button' as const,
  action_id: actionId,
  text: plain(text),
  value: 'incident-1',
})

export const actions = (...elements: ReturnType<typeof button>[]) => ({
  type: 'actions' as const,
  block_id: 'buttons',
  elements,
})

export const option = (value: string) => ({ text: plain(value), value })

export const modal = (title: string, blocks: KnownBlock[]): ModalView => ({
  type: 'modal',
  callback_id: 'review',
  title: plain(title),
  submit: plain('Confirm'),
  close: plain('Cancel'),
  blocks,
})
export const adaptiveCard = (text: string, verb = 'review') => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'TextBlock', text, wrap: true }],
    actions: [{ type: 'Action.Execute', title: 'Unblock…', verb, data: { incident: 'incident-1' } }],
  },
})
