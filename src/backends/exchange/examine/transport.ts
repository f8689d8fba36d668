import type { Check } from '../../../domain/check.js'

export type Transport = 'rest' | 'powershell'

const transports: Readonly<Record<Transport, Check>> = {
  rest: {
    name: 'Way to Exchange',
    result: 'ok',
    found:
      'REST. Microsoft supports these calls only from its own PowerShell module; they can change without notice.',
    remedy: 'Choose PowerShell if only supported interfaces may be used.',
  },
  powershell: {
    name: 'Way to Exchange',
    result: 'ok',
    found: "PowerShell, with Microsoft's own module. Supported by Microsoft.",
    remedy: '',
  },
}

/** @param isByToken whether the module is handed a token: Connect-IPPSSession takes one from 3.8 on. */
export function describeTransport(transport: Transport, isByToken: boolean): Check {
  const check = transports[transport]
  if (transport === 'rest' || !isByToken) return check
  return {
    ...check,
    found: `${check.found} It is handed a token, so it has to be version 3.8 or later: older ones cannot read alert policies.`,
  }
}

/** The host only: the URL of a proxy may hold a password. */
export function describeProxy(proxy: string | undefined): Check {
  if (proxy === undefined || proxy === '')
    return { name: 'Proxy', result: 'ok', found: 'None: Microsoft is called directly.', remedy: '' }
  const host = URL.canParse(proxy) ? new URL(proxy).host : ''
  return host === ''
    ? {
        name: 'Proxy',
        result: 'problem',
        found: 'The proxy that is set is no URL.',
        remedy: 'Write it as http://proxy.contoso.com:8080.',
      }
    : { name: 'Proxy', result: 'ok', found: `Microsoft is called through ${host}.`, remedy: '' }
}
