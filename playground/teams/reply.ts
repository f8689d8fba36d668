/** What the connector answers. */
export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export function failure(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } }
}

export const noConversation = failure(404, 'ConversationNotFound', 'Conversation not found.')
export const noActivity = failure(
  404,
  'ActivityNotFoundInConversation',
  'The activity was not found in the conversation.',
)
