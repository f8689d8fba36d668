// Why a call over the network got no answer, in words. Hosts and addresses are not among them: those of the inner network
// are nobody's business on a card.

const words: readonly (readonly [RegExp, string])[] = [
  [/^ENOTFOUND$/, 'its name could not be resolved'],
  [/^EAI_AGAIN$/, 'its name could not be resolved for now, the name server did not answer'],
  [/^ECONNREFUSED$/, 'the connection was refused'],
  [/^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL)$/, 'the network has no way there'],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, 'nobody answered there'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'the other side ended the connection'],
  [/^CERT_HAS_EXPIRED$/, 'its certificate has expired'],
  [/^CERT_NOT_YET_VALID$/, 'its certificate is not valid yet, which may be the clock of this machine'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'its certificate is for another name'],
  [
    /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_GET_ISSUER_|UNABLE_TO_VERIFY_|CERT_UNTRUSTED)/,
    'its certificate is of nobody this machine trusts; where a proxy opens TLS, name its authority in NODE_EXTRA_CA_CERTS',
  ],
  [/^(ERR_TLS_|ERR_SSL_|CERT_|EPROTO$)/, 'TLS failed'],
]

const deepest = 5

/** Undefined when the error does not say. */
export function findReason(error: unknown): string | undefined {
  let isOfProxy = false
  for (let one = error, depth = 0; one instanceof Error && depth < deepest; one = one.cause, depth += 1) {
    const refusal = findProxyRefusal(one)
    if (refusal !== undefined) return refusal
    isOfProxy ||= isMarked(one)
    const code = 'code' in one && typeof one.code === 'string' ? one.code : ''
    const known = words.find(([pattern]) => pattern.test(code))
    if (known === undefined) continue
    const reason = `${known[1]} (${code})`
    return isOfProxy ? `the proxy could not be reached: ${reason}` : reason
  }
  return undefined
}

/** `Slack did not answer auth.test: its name could not be resolved (ENOTFOUND)`. */
export function withReason(what: string, error: unknown): string {
  const reason = findReason(error)
  return reason === undefined ? what : `${what}: ${reason}`
}

const proxyMark = 'isOfProxy'

/** Says of an error that it met the proxy, before anybody behind it was asked. */
export function markOfProxy(error: Error): Error {
  return Object.defineProperty(error, proxyMark, { value: true })
}

function isMarked(error: Error): boolean {
  return proxyMark in error && error[proxyMark] === true
}

/** The status is in undici's words alone. */
function findProxyRefusal({ message }: Error): string | undefined {
  const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1]
  if (status === undefined) return undefined
  return status === '407'
    ? 'the proxy wants another name and password (407)'
    : `the proxy refused to let it through (${status})`
}
