import type { Check } from '../../../domain/check.js'
import { BackendError } from '../../../errors.js'
import type { TokenAudience, Tokens } from '../credential.js'

interface Wanted {
  readonly name: string
  readonly audience: TokenAudience
  /** What is lost without it. */
  readonly lost: Check['result']
  readonly remedy: string
}

const wanted: readonly Wanted[] = [
  {
    name: 'Token for Exchange',
    audience: 'exchange',
    lost: 'problem',
    remedy:
      'Check tenant id, application id and credential, and that an admin consented to Exchange.ManageAsApp.',
  },
  {
    name: 'Token for Graph',
    audience: 'graph',
    lost: 'warning',
    remedy: 'Without it little is known about accounts, and they cannot be contained. Check the credential.',
  },
  {
    name: 'Token for Security & Compliance',
    audience: 'compliance',
    lost: 'warning',
    remedy:
      'Without it alert policies cannot be read. Check that an admin consented to Exchange.ManageAsApp.',
  },
]

export function checkTokens(tokens: Tokens, signal: AbortSignal): Promise<readonly Check[]> {
  return Promise.all(wanted.map((one) => checkToken(tokens, one, signal)))
}

async function checkToken(
  tokens: Tokens,
  { name, audience, lost, remedy }: Wanted,
  signal: AbortSignal,
): Promise<Check> {
  try {
    await tokens.get(audience, signal)
    return { name, result: 'ok', found: 'Entra gave one.', remedy: '' }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return { name, result: lost, found: error.message, remedy }
  }
}
