// One sign-in as Graph gives it, in the words of evidence.
import { z } from 'zod'
import type { GraphRecord } from '../../graph.js'
import { flag, parseAnswer, strictInstant, text } from '../values.js'
import { signInsNeed } from './joint-sign-ins.js'
import { isSuccess, provesPassword } from './sign-in-codes.js'
import type { SenderValue } from './value.js'

const detailSchema = z.object({
  isManaged: z.unknown(),
  isCompliant: flag,
  deviceId: text,
  operatingSystem: text,
  browser: text,
})

const signInSchema = z.object({
  createdDateTime: strictInstant,
  ipAddress: text,
  clientAppUsed: text,
  appDisplayName: text,
  location: z.object({ city: text, countryOrRegion: text }).nullish(),
  status: z.object({ errorCode: z.number() }),
  deviceDetail: detailSchema.nullish().catch(undefined),
  /** In beta only. */
  authenticationProtocol: text,
})

export type SignIn = SenderValue<'signIns'>[number]

export function toSignIn(record: GraphRecord, interactive: boolean): SignIn {
  const signIn = parseAnswer(signInSchema, record, signInsNeed.what)
  const { errorCode } = signIn.status
  return {
    at: signIn.createdDateTime,
    from: toPlace(signIn.location),
    ipAddress: signIn.ipAddress,
    client: signIn.clientAppUsed || signIn.appDisplayName || 'an unknown program',
    succeeded: isSuccess(errorCode),
    ...(provesPassword(errorCode) ? { passwordRight: true } : {}),
    interactive,
    ...(isBackground(signIn, interactive) ? { network: 'roaming' } : {}),
    ...toDevice(signIn.deviceDetail),
    ...toWay(signIn),
  }
}

/** A phone that renews its session on the way: carriers give it addresses of other places of the country. */
function isBackground(
  { clientAppUsed, deviceDetail }: z.infer<typeof signInSchema>,
  interactive: boolean,
): boolean {
  const system = deviceDetail?.operatingSystem ?? ''
  return !interactive && !/\bsmtp\b/i.test(clientAppUsed) && /^(?:ios|android)/i.test(system)
}

function toPlace(location: z.infer<typeof signInSchema>['location']): string {
  const { city = '', countryOrRegion = '' } = location ?? {}
  const country = countryOrRegion === '' ? '' : city === '' ? countryOrRegion : ` (${countryOrRegion})`
  return `${city}${country}` || 'an unknown place'
}

/** Whoever has a session can register a device: only one that the organisation manages is known. Most browsers say nothing. */
function toDevice(
  detail: z.infer<typeof detailSchema> | null | undefined,
): Pick<SignIn, 'device' | 'system'> {
  if (detail === null || detail === undefined) return {}
  const system = [detail.operatingSystem, detail.browser].filter((part) => part !== '').join(', ')
  return {
    ...(flag.parse(detail.isManaged) || detail.isCompliant
      ? { device: 'known' }
      : // Said outright, by something that is registered nowhere.
        detail.isManaged === false && detail.deviceId === ''
        ? { device: 'unknown' }
        : {}),
    ...(system === '' ? {} : { system }),
  }
}

function toWay({
  authenticationProtocol,
  appDisplayName,
}: z.infer<typeof signInSchema>): Pick<SignIn, 'way'> {
  if (/^device ?code$/i.test(authenticationProtocol)) return { way: 'device-code' }
  return appDisplayName === 'Device Registration Service' ? { way: 'device-registration' } : {}
}
