import { BackendError } from '../../src/errors.js'

/** @throws Error when it is not rejected, or with anything else than a BackendError. */
export async function catchFailure(promise: Promise<unknown>): Promise<BackendError> {
  const answer = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(answer instanceof BackendError))
    throw new Error('not rejected with a BackendError', { cause: answer })
  return answer
}
