// Addresses as mail, chat and ticket programs hand them on, and what is no address.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findAddresses, readPasted, toWords } from '../../src/domain/pasted/index.js'
import { RefusedError } from '../../src/errors.js'

const wraps: Readonly<Record<string, (address: string) => string>> = {
  'a name with brackets': (address) => `Laura Bianchi (${address})`,
  'a name in front': (address) => `Laura Bianchi ${address}`,
  Outlook: (address) => `"Bianchi, Laura" <${address}>`,
  'Outlook without quotes': (address) => `Bianchi, Laura <${address}>;`,
  'no blank before the bracket': (address) => `Laura<${address}>`,
  'a link behind it': (address) => `${address}<mailto:${address}>`,
  'a link in brackets behind it': (address) => `${address} [mailto:${address}]`,
  'a link of Slack': (address) => `<mailto:${address}|${address}>`,
  'a link of Slack with a name': (address) => `<mailto:${address}|Laura Bianchi>`,
  'a link of Markdown': (address) => `[${address}](mailto:${address})`,
  'a link of HTML': (address) => `<a href="mailto:${address}">Laura</a>`,
  'mailto with a subject': (address) => `mailto:${address}?subject=hello`,
  'mailto, coded': (address) => `mailto:${encodeURIComponent(address)}`,
  'a type in front': (address) => `SMTP:${address}`,
  'a report’s type': (address) => `rfc822;${address}`,
  sip: (address) => `sip:${address}`,
  'characters of HTML': (address) => `&lt;${address.replace('@', '&#64;')}&gt;`,
  'an invisible mark': (address) => address.replace('@', '\u200B@\u2060'),
  'marks of direction': (address) => `\u202A${address}\u202C`,
  'a byte order mark': (address) => `\uFEFF${address}`,
  'full width': (address) =>
    address.replaceAll(/[!-~]/g, (one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0)),
  'composed otherwise': (address) => address.normalize('NFD'),
  'a no-break space': (address) => `${address}\u00A0`,
  code: (address) => `\`${address}\``,
  bold: (address) => `**${address}**`,
  quotes: (address) => `"${address}"`,
  'German quotes': (address) => `„${address}“`,
  'French quotes': (address) => `« ${address} »`,
  'English quotes': (address) => `‘${address}’`,
  'Japanese brackets': (address) => `【${address}】`,
  'a sentence': (address) => `please look at the mailbox of ${address}.`,
  'upper case': (address) => address.toUpperCase(),
  'a list': (address) => `• ${address}`,
  defanged: (address) => address.replace('@', '[at]').replaceAll('.', '[.]'),
  'safe links': (address) =>
    `https://eur01.safelinks.protection.outlook.com/?url=mailto%3A${encodeURIComponent(address)}&data=05%7C01&reserved=0`,
  'urldefense, version 3': (address) => `https://urldefense.com/v3/__mailto:${address}__;!!N11eV2iwtfs!abc$`,
  'a link protected by Barracuda': (address) =>
    `https://linkprotect.cudasvc.com/url?a=mailto%3a${encodeURIComponent(address)}&c=E,1,x`,
  prvs: (address) => `prvs=0123456789=${address}`,
  'BATV of Barracuda': (address) => `btv1==081xyz==${address}`,
}

/** As most addresses are; what a name may have in it besides is in the table below. */
const address = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9]{0,10}(?:\.[a-z0-9]{1,8})?$/),
    fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/),
    fc.constantFrom('com', 'onmicrosoft.com', 'co.uk', 'example'),
  )
  .map(([local, host, end]) => `${local}@${host}.${end}`)

describe('an address', () => {
  test.each(Object.entries(wraps))('is read from %s', (_, wrap) => {
    fc.assert(
      fc.property(address, (one) => {
        expect(findAddresses(wrap(one))).toEqual([one])
      }),
      { numRuns: 40 },
    )
  })

  test('is read from what was wrapped twice', () => {
    const twice = [
      'a name with brackets',
      'Outlook',
      'quotes',
      'code',
      'bold',
      'a sentence',
      'marks of direction',
    ]
    fc.assert(
      fc.property(
        address,
        fc.constantFrom(...twice),
        fc.constantFrom(...Object.keys(wraps)),
        (one, outer, inner) => {
          const wrapped = wraps[outer]?.(wraps[inner]?.(one) ?? '') ?? ''
          expect(findAddresses(wrapped)).toEqual([one])
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([
    ['mu\u0308ller@contoso.com', 'müller@contoso.com'],
    ['"laura bianchi"@contoso.com', '"laura bianchi"@contoso.com'],
    ['"a<b>c"@contoso.com', '"a<b>c"@contoso.com'],
    ['"a&lt;b&gt;c"@contoso.com', '"a<b>c"@contoso.com'],
    ["o'brien@contoso.com", "o'brien@contoso.com"],
    ['o’brien@contoso.com', "o'brien@contoso.com"],
    ['_svc-1@contoso.com', '_svc-1@contoso.com'],
    ['_laura@contoso.com_', 'laura@contoso.com'],
    ['oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com', 'oscar_fabrikam.com#ext#@contoso.onmicrosoft.com'],
    ['laura+spam@contoso.com', 'laura+spam@contoso.com'],
    ['laura@xn--mller-kva.example', 'laura@xn--mller-kva.example'],
    ['用户@例子.公司', '用户@例子.公司'],
    ['laura＠contoso。com', 'laura@contoso.com'],
    ['laura@<http://contoso.com|contoso.com>', 'laura@contoso.com'],
    ['SRS0=abcd=XY=contoso.com=laura@fabrikam.com', 'laura@contoso.com'],
    ['SRS1=abcd=fabrikam.com==HHH=TT=contoso.com=laura@x.example', 'laura@contoso.com'],
    ['prvs=laura/0123456789@contoso.com', 'laura@contoso.com'],
    ['IMCEASMTP-laura+40contoso+2Ecom@contoso.onmicrosoft.com', 'laura@contoso.com'],
    ['https://urldefense.proofpoint.com/v2/url?u=mailto-3Alaura-40contoso.com&d=DwM', 'laura@contoso.com'],
    ['laura @ contoso.com', 'laura@contoso.com'],
    ['laura (at) contoso (dot) com', 'laura@contoso.com'],
  ])('%s is %s', (text, wanted) => {
    expect(findAddresses(text)).toEqual([wanted])
  })

  test('may be one of several', () => {
    expect(findAddresses('Laura <laura@contoso.com>; sam@contoso.com, LAURA@contoso.com')).toEqual([
      'laura@contoso.com',
      'sam@contoso.com',
    ])
  })
})

describe('what holds no whole address', () => {
  test.each([
    'laura@',
    '@contoso.com',
    'laura@contoso',
    '<@U123ABC>',
    '<@U123ABC|laura>',
    '/o=ExchangeLabs/ou=Group/cn=Recipients/cn=abc',
    'X500:/o=ExchangeLabs/cn=abc',
    'https://protect-eu.mimecast.com/s/abc?domain=contoso.com',
    'x'.repeat(5_000),
  ])('is refused in words: %j', (text) => {
    expect(() => readPasted(text)).toThrow(RefusedError)
  })

  test('but a name or an id is taken as it is, without what is around it', () => {
    expect(readPasted('{8F2C-11}')).toEqual({ addresses: [], words: '8F2C-11' })
    expect(readPasted('“Head office”')).toEqual({ addresses: [], words: 'Head office' })
    expect(readPasted('mallory')).toEqual({ addresses: [], words: 'mallory' })
  })

  test('never breaks the reader', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        expect(findAddresses(text).every((one) => one.includes('@'))).toBe(true)
        expect(typeof toWords(text)).toBe('string')
      }),
    )
  })
})
