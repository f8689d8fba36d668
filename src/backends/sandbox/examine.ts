// What the doctor finds at an invented organisation: that it is one, and whether its list can be read.
import type { Check } from '../../domain/check.js'
import { BackendError } from '../../errors.js'
import type { RestrictionBackend } from '../../ports.js'

/** @param list the backend's own, with the trouble it was told to make. */
export async function examineSandbox(
  list: RestrictionBackend['list'],
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const organisation = {
    name: 'Organisation',
    result: 'ok',
    found: 'Invented: nothing real is watched or touched.',
    remedy: '',
  } as const
  return [organisation, { name: 'Restricted entities', ...(await examineList(list, signal)) }, passwords]
}

/** Nothing here can be missing; what a real organisation has to give is worth knowing before. */
const passwords: Check = {
  name: 'Graph: require a new password',
  result: 'ok',
  found:
    'Invented, so nothing is needed. A real app needs the Entra role User Administrator beside the permission.',
  remedy: '',
}

const invented = 'This trouble is invented too: end it where it was switched on.'

async function examineList(
  list: RestrictionBackend['list'],
  signal: AbortSignal,
): Promise<Omit<Check, 'name'>> {
  try {
    const { restrictions, unreadable, notices } = await list(signal)
    const found = `The list can be read. Entries: ${restrictions.length + unreadable.length}.`
    const doubts = [...unreadable.map(({ what }) => what), ...notices.map(({ text }) => text)]
    return doubts.length === 0
      ? { result: 'ok', found, remedy: '' }
      : { result: 'warning', found: `${found} Not all of it: ${doubts.join('; ')}`, remedy: invented }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return {
      result: 'problem',
      found: error.message,
      remedy: invented,
    }
  }
}
