import { BackendError } from '../../../errors.js'

/** For whoever only compares with it: what could not be read is done without. Anything else that is thrown is a bug. */
export async function orElse<Value, Other>(reading: Promise<Value>, other: Other): Promise<Value | Other> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof BackendError) return other
    throw error
  }
}
