// A self-signed certificate with its key, written on the spot: Node can sign, but writes no certificates.
import { sign } from 'node:crypto'
import { getKeyPair } from '../keys.js'

export interface FakeCertificate {
  /** PEM. */
  readonly certificate: string
  /** PEM, PKCS #8. */
  readonly privateKey: string
}

/** @param bits of its RSA key. @param host whom it is for. @param key whose: one of another name is another one. */
export function createCertificate({
  bits = 2_048,
  years = 10,
  host = 'reprieve',
  key = 'reprieve',
} = {}): FakeCertificate {
  const { publicKey, privateKey } = getKeyPair(key, bits)
  const now = new Date()
  const end = new Date(now)
  end.setUTCFullYear(now.getUTCFullYear() + years)
  const name = sequence(set(sequence(commonName, text(host))))
  const body = sequence(
    integer(1),
    sequence(sha256WithRsa, nothing),
    name,
    sequence(time(now), time(end)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', body, privateKey)
  const whole = sequence(body, sequence(sha256WithRsa, nothing), bitString(signature))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

// As much of DER (X.690) as that takes.
function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Uint8Array[]) => tagged(0x30, ...parts)
const set = (...parts: readonly Uint8Array[]) => tagged(0x31, ...parts)
const integer = (value: number) => tagged(0x02, Buffer.from([value]))
const text = (value: string) => tagged(0x0c, Buffer.from(value))
const bitString = (bytes: Uint8Array) => tagged(0x03, Buffer.from([0]), bytes)
const time = (date: Date) =>
  tagged(0x18, Buffer.from(`${date.toISOString().replaceAll(/\D/g, '').slice(0, 14)}Z`))
const nothing = tagged(0x05)
/** 2.5.4.3 */
const commonName = tagged(0x06, Buffer.from([0x55, 0x04, 0x03]))
/** 1.2.840.113549.1.1.11 */
const sha256WithRsa = tagged(0x06, Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]))
