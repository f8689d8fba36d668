// The certificate by which the app signs in: read from files, and looked at before it is kept.
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { findKept, trySet, type Walk } from './walk.js'

export async function askCertificate(walk: Walk, path: readonly (string | number)[]): Promise<void> {
  const { asker, files } = walk
  const { draft } = files
  const { known, name } = findKept(walk, path, 'EXCHANGE_CERTIFICATE')
  const isThere = known !== undefined
  const keep = (pem: string) => trySet(files, path, () => draft.setSecret(path, name, pem))
  let withoutKey: string | undefined
  await asker.ask('certificate', {
    byDefault: isThere ? asItIs : undefined,
    take(file) {
      if (isThere && file === asItIs) return undefined
      const read = readPem(file)
      if (typeof read !== 'string') return read.problem
      const problem = findCertificateProblem(read)
      if (problem !== undefined) return problem
      if (hasKey.test(read)) return findKeyProblem(read, read) ?? keep(read)
      withoutKey = read
      return undefined
    },
  })
  if (withoutKey === undefined) return
  const certificate = withoutKey
  await asker.ask('certificate-key', {
    take(file) {
      const read = readPem(file)
      if (typeof read !== 'string') return read.problem
      return findKeyProblem(certificate, read) ?? keep(`${certificate}\n${read}`)
    },
  })
}

const hasKey = /PRIVATE KEY-----/
/** Typed, or taken by Enter, for what is kept already and is no file any more. */
const asItIs = 'as it is'

function readPem(file: string): string | { readonly problem: string } {
  try {
    const text = readFileSync(file, 'utf8').trim()
    return text.includes('-----BEGIN ') ? text : { problem: `${file} is no PEM file.` }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    return { problem: `${file} cannot be read${code}.` }
  }
}

function findCertificateProblem(pem: string): string | undefined {
  const certificate = parseCertificate(pem)
  if (certificate === undefined)
    return 'There is no certificate in it. Give the file that was uploaded to Entra.'
  const endsAt = Date.parse(certificate.validTo)
  return endsAt <= Date.now()
    ? `It ended on ${new Date(endsAt).toISOString().slice(0, 10)}. Make a new one, and upload it to Entra.`
    : undefined
}

function findKeyProblem(certificate: string, key: string): string | undefined {
  try {
    const fits = parseCertificate(certificate)?.checkPrivateKey(createPrivateKey(key)) === true
    return fits ? undefined : 'This key is of another certificate.'
  } catch {
    return 'There is no private key in it that can be read. It must be PEM, without a passphrase.'
  }
}

function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
