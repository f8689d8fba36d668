import { BackendError } from '../../errors.js'
import { scrub } from '../scrub.js'
import type { CmdletOutput, CmdletRecord } from './cmdlets.js'

/** Nothing with a warning beside it is not known to be nothing. @throws BackendError with what was said. */
export function toSureRecords({ records, warnings }: CmdletOutput): readonly CmdletRecord[] {
  const [said] = warnings
  if (records.length > 0 || said === undefined) return records
  throw new BackendError(`Exchange gave nothing, and said: ${scrub(said)}`, {
    code: 'rejected',
    outcome: 'unchanged',
  })
}
