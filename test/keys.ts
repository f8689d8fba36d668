// Keys of RSA for tests. To find one takes a tenth of a second of a processor, so whoever is named alike has the same.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'

export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

const made = new Map<string, KeyPair>()

/** @param whose two names, two keys. */
export function getKeyPair(whose: string, bits = 2_048): KeyPair {
  const name = `${whose} ${bits}`
  const pair = made.get(name) ?? generateKeyPairSync('rsa', { modulusLength: bits })
  made.set(name, pair)
  return pair
}
