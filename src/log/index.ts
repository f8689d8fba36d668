// The operator's log on pino: fields first, then a constant event name. No secret gets out, and no field, however
// strange, keeps a line from being written.
import { type DestinationStream, pino } from 'pino'
import type { Log } from '../ports.js'
import { createCensor } from './censor.js'
import { createMask, type Mask } from './mask.js'

interface LogSettings {
  readonly level: string
  /** The values themselves, from the settings: they are masked wherever they turn up. A set may get more of them. */
  readonly secrets?: readonly string[] | ReadonlySet<string>
}

/** @param destination where lines go; the standard output, written synchronously, when undefined. */
export function createLog({ level, secrets = [] }: LogSettings, destination?: DestinationStream): Log {
  const mask = createLiveMask(secrets)
  const censor = createCensor(mask)
  const logger = pino(
    {
      level,
      base: null,
      formatters: { log: censor },
      // What is under `err` has been made plain already; pino's own serializer would take it apart once more.
      serializers: { err: (err: unknown) => err },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  )
  return {
    debug: (fields, event) => logger.debug(fields, mask(event)),
    info: (fields, event) => logger.info(fields, mask(event)),
    warn: (fields, event) => logger.warn(fields, mask(event)),
    error: (fields, event) => logger.error(fields, mask(event)),
  }
}

/** Made anew when there are more secrets than before. */
function createLiveMask(secrets: readonly string[] | ReadonlySet<string>): Mask {
  if (!('size' in secrets)) return createMask(secrets)
  let known = secrets.size
  let mask = createMask([...secrets])
  return (text) => {
    if (secrets.size !== known) mask = createMask([...secrets])
    known = secrets.size
    return mask(text)
  }
}
