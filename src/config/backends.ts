// Where restrictions come from. A further backend is one more member of the union.
import { z } from 'zod'
import { always, checkExchange } from './conflicts.js'
import { certificateWithKey, guid, initialDomain, secret, wholeNumber, words } from './formats.js'

const sandboxSchema = z.strictObject({
  kind: z.literal('sandbox').meta({
    description: 'exchange: a real organisation. sandbox: an invented organisation, nothing real is touched',
    hint: 'Write exchange, or sandbox to try it out',
  }),
})

export const cloudNames = ['worldwide', 'gcc-high', 'dod', 'china'] as const
export const cloudSchema = z.enum(cloudNames).default('worldwide').meta({
  description: 'Which Microsoft cloud it lives in; GCC is worldwide',
  variable: 'EXCHANGE_CLOUD',
})

const powershellSchema = z.strictObject({
  path: words(1000).default('pwsh').meta({
    description: 'The PowerShell 7 program; 7.6 or newer for module 3.10',
    variable: 'EXCHANGE_PWSH',
  }),
  modulePath: words(1000).optional().meta({
    description:
      'Folder of PowerShell modules with ExchangeOnlineManagement in it, when it is not installed for all',
    variable: 'EXCHANGE_MODULE_PATH',
  }),
  signIn: z.enum(['certificate', 'token']).optional().meta({
    description:
      'certificate: the module signs in itself, usual when there is one. token: Reprieve gets it and hands it over',
  }),
  recycleAfterCalls: wholeNumber(1, 100_000).default(500).meta({
    description: 'A PowerShell process is replaced after this many cmdlets: the module loses memory',
  }),
  recycleAfterMinutes: wholeNumber(1, 50).default(45).meta({
    description: 'And after this many minutes: a token that was handed over lives for about an hour',
  }),
})

const exchangeSchema = z
  .strictObject({
    kind: z.literal('exchange'),
    tenantId: guid.meta({
      description: 'Directory (tenant) id of the organisation',
      hint: "Copy it from the overview of the organisation's Entra",
      variable: 'EXCHANGE_TENANT_ID',
    }),
    organization: initialDomain.meta({
      description: 'Its primary .onmicrosoft.com domain',
      hint: 'It is in the Microsoft 365 admin center under Settings, Domains',
      variable: 'EXCHANGE_ORGANIZATION',
    }),
    appId: guid.meta({
      description: 'Application (client) id of the app registration that may read and unblock',
      hint: "Copy it from the registration's overview",
      variable: 'EXCHANGE_APP_ID',
    }),
    certificate: secret(
      {
        description: 'Certificate and private key as PEM, one after the other, the key without a passphrase',
        hint: 'Put the text of both files into one variable',
        variable: 'EXCHANGE_CERTIFICATE',
      },
      certificateWithKey,
    )
      .overwrite((pem) => pem.replaceAll('\\n', '\n'))
      .optional(),
    clientSecret: secret({
      description: 'Client secret, instead of a certificate',
      hint: 'Make one on the registration\'s page "Certificates & secrets"',
      variable: 'EXCHANGE_CLIENT_SECRET',
    }).optional(),
    cloud: cloudSchema,
    transport: z.enum(['rest', 'powershell']).default('rest').meta({
      description:
        "How cmdlets are run. rest: small and fast, Microsoft does not support it outside its own module. powershell: Microsoft's module, supported",
      variable: 'EXCHANGE_TRANSPORT',
    }),
    powershell: powershellSchema.prefault({}).meta({ description: 'For transport powershell' }),
  })
  .superRefine(checkExchange, always)

export const backendSchema = z.discriminatedUnion('kind', [sandboxSchema, exchangeSchema])
