import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findAddresses, findBounceMeaning, listBounceCodes, subjectWords } from '../../src/domain/bounce.js'

const user = `Your message couldn't be delivered because you weren't recognized as a valid sender. The most common reason
for this is that your email address is suspected of sending spam and it's no longer allowed to send email. Contact your
email admin for assistance. Remote Server returned '550 5.1.8 Access denied, bad outbound sender.'`
const connector = `Your message couldn't be delivered. The most common reason for this is that your organization's email
connector is suspected of sending spam or phish and it's no longer allowed to send email.
Remote Server returned '550;5.7.711 Access denied, bad inbound connector. AS(2204).'`

describe('a bounce', () => {
  test.each([
    [user, '5.1.8', 'sender', true],
    [connector, '5.7.711', 'connector', true],
    ['550 5.1.8 Access denied, bad outbound sender AS(42004)', '5.1.8', 'sender', true],
    ['550 5.1.8 Access denied, bad outbound sender. AS(42000001)', '5.1.8', 'sender', true],
    ['#5.1.8 smtp;550-5.1.8 Access denied', '5.1.8', 'sender', true],
    ['> 550&nbsp;5.1.8 Access denied, bad\n> outbound sender', '5.1.8', 'sender', true],
    ['Access denied, bad outbound sender', '5.1.8', 'sender', true],
    [
      "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
      '5.1.90',
      'address-quota',
      false,
    ],
    ['550 5.2.2 Submission quota exceeded', '5.2.2', 'address-quota', false],
    ["550 5.7.233 Your message can't be sent", '5.7.233', 'tenant', false],
    ['550 5.7.705 Access denied, tenant has exceeded threshold', '5.7.705', 'tenant', false],
    ['550 5.7.703 something of that family', '5.7.703', 'tenant', false],
    ['550 5.7.708 Access denied, traffic not accepted from this IP', '5.7.708', 'ip-address', false],
    [
      '550 5.7.750 Service unavailable. Client blocked from sending from unregistered domain',
      '5.7.750',
      'tenant',
      false,
    ],
    ['550 5.7.501 Service unavailable. Spam abuse detected', '5.7.501', 'sender', false],
    ['550 5.7.511 Access denied, banned sender', '5.7.511', 'ip-address', false],
    [
      '550 5.7.520 Access denied, Your organization does not allow external forwarding',
      '5.7.520',
      'policy',
      false,
    ],
    ['550 5.7.606 Access denied, banned sending IP [1.2.3.4]', '5.7.606', 'ip-address', false],
    ['451 4.7.500 Server busy. Please try again later', '4.7.500', 'ip-address', false],
    ['> > | 550 5.1.8 Access denied, bad', '5.1.8', 'sender', true],
    ['bad outbound > sender', '5.1.8', 'sender', true],
    ['Access denied, bad&#160;outbound&#xA0;sender', '5.1.8', 'sender', true],
    ['<b>5.1\u200B.8</b>', '5.1.8', 'sender', true],
    ['You weren&rsquo;t recognized as a valid sender', '5.1.8', 'sender', true],
    ['554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceeded', '5.2.0', 'address-quota', false],
    ['554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceeded', '5.2.2', 'recipient', false],
    ['550 5.7.232 trial', '5.7.232', 'tenant', false],
    ['550 5.7.502 banned sender', '5.7.502', 'sender', false],
    ['550 5.7.649 banned sending IP', '5.7.649', 'ip-address', false],
    ['451 4.7.650 try later', '4.7.650', 'ip-address', false],
    ['550 5.1.10 RESOLVER.ADR.RecipientNotFound', '5.1.10', 'recipient', false],
  ])('%s is understood', (text, code, subject, unblockHelps) => {
    expect(findBounceMeaning(text)).toMatchObject({ code, subject, unblockHelps })
  })

  test.each(['', 'hello', 'our server 10.5.1.8 is down', 'version 15.1.80', '550 5.2.2 something else'])(
    'says nothing about %j',
    (text) => {
      expect(findBounceMeaning(text)).toBeUndefined()
    },
  )

  test.each([
    ['5.7.700', 'tenant', false],
    ['5.7.705', 'tenant', false],
    ['5.7.708', 'ip-address', false],
    ['5.7.711', 'connector', true],
    ['5.7.749', 'tenant', false],
    ['5.7.750', 'tenant', false],
  ])('%s is not taken for its neighbours', (code, subject, unblockHelps) => {
    expect(findBounceMeaning(`550 ${code} Access denied`)).toMatchObject({ code, subject, unblockHelps })
  })

  test.each(['5.7.607', '5.7.650', '5.7.504', '5.7.751', '5.1.80', '5.1.9', '4.7.700', '15.1.8', '5.1.8.7'])(
    'does not take %s for a sender or a connector that an unblock helps',
    (code) => {
      expect(findBounceMeaning(`550 ${code} Access denied`)?.unblockHelps ?? false).toBe(false)
    },
  )

  test('is the same whatever number stands in AS(...)', () => {
    const meanings = ['42004', '4201', '2204', ''].map((number) =>
      findBounceMeaning(`550 5.1.8 Access denied, bad outbound sender AS(${number})`),
    )
    expect(new Set(meanings.map((meaning) => JSON.stringify(meaning))).size).toBe(1)
  })

  test('says of each subject whom it concerns', () => {
    const meaning = findBounceMeaning(connector)
    expect(meaning === undefined ? '' : subjectWords[meaning.subject]).toBe('an inbound connector')
  })

  test('is looked for in the first 20,000 characters and no further', () => {
    expect(findBounceMeaning(`${'x'.repeat(19_000)} 550 5.1.8`)?.code).toBe('5.1.8')
    expect(findBounceMeaning(`${'x'.repeat(20_000)} 550 5.1.8`)).toBeUndefined()
    expect(findAddresses(`${'x '.repeat(10_000)} laura@contoso.com`)).toEqual([])
  })

  test.each(['5.2.2 ', '>', '&', '&#', 'a@', 'a.', '@a.', "'", '5.', '\n>', '\u200B', 'submission '])(
    'takes 20,000 characters of %j',
    (text) => {
      const long = text.repeat(20_000 / text.length)
      expect(findBounceMeaning(long)).toBeUndefined()
      expect(findAddresses(long)).toEqual([])
    },
  )

  test('is told by the code that tells most when there are several', () => {
    expect(findBounceMeaning('451 4.7.500 busy, then 550 5.1.8 Access denied')).toMatchObject({
      code: '5.1.8',
    })
  })

  test('lists each known code once', () => {
    expect(new Set(listBounceCodes()).size).toBe(listBounceCodes().length)
    expect(listBounceCodes()).toContain('5.1.8')
  })

  test('never throws, whatever was pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        findBounceMeaning(text)
        expect(findAddresses(text).every((address) => address.includes('@'))).toBe(true)
      }),
    )
  })
})

describe('addresses in a bounce', () => {
  test('are found in what chat and mail programs make of them, each once', () => {
    const text =
      'From: "Laura" <Laura@Contoso.com>; to <mailto:sam@contoso.com|sam@contoso.com>, laura@contoso.com.'
    expect(findAddresses(text)).toEqual(['laura@contoso.com', 'sam@contoso.com'])
  })

  test.each([
    ["o'brien@contoso.com"],
    ['_svc-1@contoso.com'],
    ['user_fabrikam.com#ext#@contoso.onmicrosoft.com'],
    ['jürgen@bücher.example'],
  ])('may be %s', (address) => {
    expect(findAddresses(`Sender: '${address}'. &lt;${address.toUpperCase()}&gt;`)).toEqual([address])
  })

  test('are none where there is none', () => {
    expect(findAddresses('a@b @c d@ 550 5.1.8')).toEqual([])
  })
})
