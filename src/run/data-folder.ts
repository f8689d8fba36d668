// Where everything is in the data folder.
import { join } from 'node:path'

export function toStoreFolder(dataFolder: string): string {
  return join(dataFolder, 'store')
}

/** In a folder of its own, which nobody else can enter even while the file does not have its mode yet. */
export function toControlPath(dataFolder: string): string {
  return join(dataFolder, 'control', 'socket')
}

export function toSandboxPath(dataFolder: string, tenantId: string): string {
  return join(dataFolder, `sandbox-${tenantId}.json`)
}
