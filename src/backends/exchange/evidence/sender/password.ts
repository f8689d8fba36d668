import { BackendError } from '../../../../errors.js'
import type { SenderQuestion } from '../question.js'
import type { SenderValue } from './value.js'

export async function readPassword({ getUser }: SenderQuestion): Promise<SenderValue<'password'>> {
  const { lastPasswordChangeDateTime: changedAt } = await getUser()
  if (changedAt === undefined)
    throw new BackendError('Entra does not say when the password was changed.', {
      code: 'malformed',
      outcome: 'unchanged',
    })
  return { changedAt }
}
