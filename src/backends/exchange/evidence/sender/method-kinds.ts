// Sign-in methods by the names Graph has for them ("authenticationMethod resource type", "userRegistrationDetails").

interface Kind {
  readonly words: string
  /** Whether it is one beside the password. A code by mail only resets passwords, and an access pass soon ends. */
  readonly isSecondFactor: boolean
}

const kinds: Readonly<Record<string, Kind>> = {
  microsoftauthenticator: { words: 'Microsoft Authenticator', isSecondFactor: true },
  passwordlessmicrosoftauthenticator: { words: 'Microsoft Authenticator', isSecondFactor: true },
  phone: { words: 'Phone', isSecondFactor: true },
  fido2: { words: 'Security key or passkey', isSecondFactor: true },
  softwareoath: { words: 'Authenticator app with codes', isSecondFactor: true },
  hardwareoath: { words: 'Hardware token', isSecondFactor: true },
  windowshelloforbusiness: { words: 'Windows Hello', isSecondFactor: true },
  platformcredential: { words: 'Mac sign-in', isSecondFactor: true },
  x509certificate: { words: 'Certificate', isSecondFactor: true },
  external: { words: 'External method', isSecondFactor: true },
  email: { words: 'Mail address for password reset', isSecondFactor: false },
  temporaryaccesspass: { words: 'Temporary Access Pass', isSecondFactor: false },
  qrcodepin: { words: 'QR code', isSecondFactor: false },
}

/** Where Graph removes a method of this type; nothing for those that it does not. */
const places: Readonly<Record<string, string>> = {
  phone: 'phoneMethods',
  microsoftauthenticator: 'microsoftAuthenticatorMethods',
  fido2: 'fido2Methods',
  softwareoath: 'softwareOathMethods',
  email: 'emailMethods',
  temporaryaccesspass: 'temporaryAccessPassMethods',
  windowshelloforbusiness: 'windowsHelloForBusinessMethods',
  platformcredential: 'platformCredentialMethods',
}

interface Method {
  readonly type: string
  readonly id: string
}

/** Below `/authentication`; undefined when it cannot be removed from here. */
export function toMethodPath({ type, id }: Method): string | undefined {
  const place = places[toName(type).toLowerCase()]
  return place === undefined || id === '' ? undefined : `${place}/${encodeURIComponent(id)}`
}

/** What evidence calls it by: ids are the same for everybody's phones, and differ within one type only. */
export function toMethodTarget(method: Method): string | undefined {
  return toMethodPath(method)
}

/** `#microsoft.graph.phoneAuthenticationMethod` */
export function toMethodKind(type: string): string {
  return findKind(type)?.words ?? toName(type)
}

/** A kind that Microsoft adds later may be one or not; as one it would look safer than it is. */
export function isSecondFactor(type: string): boolean {
  return findKind(type)?.isSecondFactor ?? false
}

const reported: Readonly<Record<string, string>> = {
  microsoftAuthenticatorPush: 'Microsoft Authenticator',
  microsoftAuthenticatorPasswordless: 'Microsoft Authenticator',
  softwareOneTimePasscode: 'Authenticator app with codes',
  hardwareOneTimePasscode: 'Hardware token',
  mobilePhone: 'Phone',
  alternateMobilePhone: 'Second phone',
  officePhone: 'Office phone',
  windowsHelloForBusiness: 'Windows Hello',
  fido2SecurityKey: 'Security key or passkey',
  email: 'Mail address for password reset',
  temporaryAccessPass: 'Temporary Access Pass',
}

/** As the report of registrations names it. */
export function toReportedKind(name: string): string {
  return reported[name] ?? name
}

function findKind(type: string): Kind | undefined {
  return kinds[toName(type).toLowerCase()]
}

function toName(type: string): string {
  return type.replace(/^#?microsoft\.graph\./i, '').replace(/AuthenticationMethod$/i, '')
}
