// What a call that failed tells the doctor.
import { findSlackCode } from './platform-error.js'

export function toTrouble(error: unknown): { readonly found: string; readonly remedy: string } {
  const found = error instanceof Error ? error.message : 'Slack did not answer.'
  const slackCode = findSlackCode(error)
  if (slackCode === undefined)
    return {
      found,
      remedy: 'Check that this machine reaches Slack, through its proxy if there is one, and ask again.',
    }
  if (slackCode === 'missing_scope')
    return { found, remedy: 'Add the missing permission, and install the app again.' }
  if (/auth|token|account_inactive/.test(slackCode))
    return { found, remedy: 'Copy the bot token anew from the app\'s page "OAuth & Permissions".' }
  return { found, remedy: 'Look the word up in the documentation of Slack, and ask again.' }
}
