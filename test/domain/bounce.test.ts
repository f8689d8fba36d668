import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concernWords, diagnoseBounce, findAddresses } from '../../src/domain/bounce.js'

const user = `Your message couldn't be delivered because you weren't recognized as a valid sender. The most common reason
for this is that your email address is suspected of sending spam and it's no longer allowed to send email. Contact your
email admin for assistance. Remote Server returned '550 5.1.8 Access denied, bad outbound sender.'`
const connector = `Your message couldn't be delivered. The most common reason for this is that your organization's email
connector is suspected of sending spam or phish and it's no longer allowed to send email.
Remote Server returned '550;5.7.711 Access denied, bad inbound connector. AS(2204).'`

describe('a bounce', () => {
  test.each([
    [user, '5.1.8', 'sender-restricted', 'yes'],
    [connector, '5.7.711', 'connector-restricted', 'yes'],
    ['550 5.1.8 Access denied, bad outbound sender AS(42004)', '5.1.8', 'sender-restricted', 'yes'],
    ['550 5.1.8 Access denied, bad outbound sender. AS(42000001)', '5.1.8', 'sender-restricted', 'yes'],
    ['#5.1.8 smtp;550-5.1.8 Access denied', '5.1.8', 'sender-restricted', 'yes'],
    ['> 550&nbsp;5.1.8 Access denied, bad\n> outbound sender', '5.1.8', 'sender-restricted', 'yes'],
    ['Access denied, bad outbound sender', '5.1.8', 'sender-restricted', 'yes'],
    [
      "5.1.90 Your message can't be sent because you've reached your daily limit",
      '5.1.90',
      'sender-limit',
      'no',
    ],
    ['550 5.2.2 Submission quota exceeded', '5.2.2', 'sender-limit', 'no'],
    ["550 5.7.233 Your message can't be sent", '5.7.233', 'tenant-limit', 'no'],
    ['550 5.7.705 Access denied, tenant has exceeded threshold', '5.7.705', 'tenant-restricted', 'no'],
    ['550 5.7.708 Access denied, traffic not accepted from this IP', '5.7.708', 'ip-address-refused', 'no'],
    ['550 5.7.750 Service unavailable', '5.7.750', 'unregistered-domain', 'no'],
    ['550 5.7.501 Service unavailable. Spam abuse detected', '5.7.501', 'refused-as-spam', 'no'],
    ['550 5.7.511 Access denied, banned sender', '5.7.511', 'ip-address-refused', 'no'],
    [
      '550 5.7.520 Access denied, Your organization does not allow external forwarding',
      '5.7.520',
      'forwarding-not-allowed',
      'no',
    ],
    ['550 5.7.606 Access denied, banned sending IP [1.2.3.4]', '5.7.606', 'ip-address-refused', 'no'],
    ['451 4.7.500 Server busy. Please try again later', '4.7.500', 'throttled', 'no'],
    ['> > | 550 5.1.8 Access denied, bad', '5.1.8', 'sender-restricted', 'yes'],
    ['Access denied, bad&#160;outbound&#xA0;sender', '5.1.8', 'sender-restricted', 'yes'],
    ['<b>5.1\u200B.8</b>', '5.1.8', 'sender-restricted', 'yes'],
    ['You weren&rsquo;t recognized as a valid sender', '5.1.8', 'sender-restricted', 'yes'],
    ['554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceeded', '5.2.0', 'sender-limit', 'no'],
    ['554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceeded', '5.2.2', 'mailbox-full', 'no'],
    ['550 5.7.232 trial', '5.7.232', 'tenant-limit', 'no'],
    ['550 5.7.502 banned sender', '5.7.502', 'refused-as-spam', 'no'],
    ['550 5.7.649 banned sending IP', '5.7.649', 'ip-address-refused', 'no'],
    ['451 4.7.650 try later', '4.7.650', 'throttled', 'no'],
    ['550 5.1.10 RESOLVER.ADR.RecipientNotFound', '5.1.10', 'recipient-unknown', 'no'],
    ['550 5.4.1 Recipient address rejected: Access denied', '5.4.1', 'recipient-unknown', 'no'],
    [
      '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
      '5.7.60',
      'not-allowed-to-send-as',
      'no',
    ],
    ['554 5.2.252 SendAsDenied; laura@contoso.com not allowed', '5.2.252', 'not-allowed-to-send-as', 'no'],
    [
      "550 5.7.703 Your message can't be delivered because messages to pat@fabrikam.com are blocked by your organization using Tenant Allow Block List.",
      '5.7.703',
      'recipient-blocked-by-own-organisation',
      'no',
    ],
    [
      "550 5.7.236 Your message can't be sent because your tenant exceeded its daily limit for sending email to external recipients from onmicrosoft.com addresses",
      '5.7.236',
      'onmicrosoft-limit',
      'no',
    ],
    ['laura@contoso.com: 5.1.8', '5.1.8', 'sender-restricted', 'yes'],
    ['550 5.7.512 RFC 5322', '5.7.512', 'refused-by-receiver', 'no'],
    ['550 5.7.236', '5.7.236', 'onmicrosoft-limit', 'no'],
    ['452 4.2.1 anything', '4.2.1', 'delayed', 'no'],
  ])('%s is understood, with its own code', (text, code, meaning, unblockHelps) => {
    expect(diagnoseBounce(text)).toMatchObject({ code, meaning, unblockHelps })
  })

  test.each([
    ['User restricted from sending email. User: laura@contoso.com', 'sender-restricted', 'yes'],
    ['Users restricted from sending email', 'sender-restricted', 'yes'],
    [
      'A high-severity alert has been triggered: Suspicious connector activity',
      'connector-restricted',
      'yes',
    ],
    ['Activity: CompromisedAccount User: laura@contoso.com', 'sender-restricted', 'yes'],
    ['Tenant restricted from sending email', 'tenant-restricted', 'no'],
    ['Tenant restricted from sending unprovisioned email', 'unregistered-domain', 'no'],
    ['Email sending limit exceeded', 'suspicious-sending', 'look'],
    ['Suspicious email sending patterns detected', 'suspicious-sending', 'look'],
  ])('the alert %s is understood, and is Microsoft’s', (text, meaning, unblockHelps) => {
    expect(diagnoseBounce(text)).toMatchObject({ code: '', meaning, unblockHelps, saidBy: 'microsoft' })
  })

  test.each([
    '',
    'hello',
    'our server 10.5.1.8 is down',
    'version 15.1.80',
    'Outlook for iOS 5.1.8 crashes',
    'firmware v5.7.711',
  ])('there is none in %j', (text) => {
    expect(diagnoseBounce(text)).toMatchObject({ code: '', meaning: 'no-bounce', unblockHelps: 'look' })
  })

  test.each([
    '5.7.700',
    '5.7.709',
    '5.7.712',
    '5.7.749',
    '5.7.650',
    '5.7.605',
    '5.7.751',
    '5.7.234',
    '5.1.80',
    '5.1.9',
    '5.2.2',
  ])('%s is said to be unknown, whatever its neighbours mean', (code) => {
    expect(diagnoseBounce(`550 ${code} something`)).toMatchObject({
      code,
      meaning: 'unknown',
      unblockHelps: 'look',
    })
  })

  test.each([
    [
      'the one before it is quoted',
      '550 5.7.705 tenant has exceeded threshold\n\n> 550 5.1.8 Access denied, bad outbound sender',
      '5.7.705',
    ],
    [
      'an older mail follows',
      '550 5.7.703 blocked\n-----Original Message-----\nFrom: x\n550 5.1.8 Access denied',
      '5.7.703',
    ],
    [
      'an older mail follows in German',
      '550 5.7.703 x\n-----Ursprüngliche Nachricht-----\n550 5.1.8 Access denied',
      '5.7.703',
    ],
    [
      'all of it on one line',
      '550 5.7.703 x -----Original Message----- From: a 550 5.1.8 Access denied',
      '5.7.703',
    ],
    ['headers name others', 'X-Old: 550 5.1.8\nSubject: 550 5.1.8\n550 5.7.236 limit', '5.7.236'],
    ['a header goes on', 'Received: from a.example\n 550 5.1.8 x\n550 5.7.236 limit', '5.7.236'],
    ['a program says its version', 'Sent with Mailer 5.1.8. Remote server returned 550 5.7.60 no', '5.7.60'],
    ['an address looks like one', 'From [5.1.8.7]: 550 5.7.606 banned sending IP', '5.7.606'],
    ['it was delayed first', '451 4.7.500 busy, then 550 5.1.8 Access denied', '5.1.8'],
    [
      'the report says less',
      'Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.8 Access denied, bad outbound sender',
      '5.1.8',
    ],
    ['only what is quoted holds one', 'What is this?\n> 550 5.7.711 Access denied', '5.7.711'],
  ])('is the one that counts when %s', (_, text, code) => {
    expect(diagnoseBounce(text).code).toBe(code)
  })

  test.each([
    [
      'German',
      "Ihre Nachricht konnte nicht zugestellt werden. Remoteserver hat Folgendes zurückgegeben: '550 5.1.8 Access denied, bad outbound sender'",
    ],
    [
      'French',
      "Votre message n'a pas pu être remis.\nErreur : 550 5.1.8 Access denied, bad outbound sender AS(42004)",
    ],
    ['Spanish', "El servidor remoto devolvió '550 5.1.8 Access denied, bad outbound sender'"],
    [
      'Japanese',
      'メッセージを配信できませんでした。リモートサーバーから「550 5.1.8 Access denied, bad outbound sender」が返されました',
    ],
    ['Polish', "Serwer zdalny zwrócił '550 5.1.8 Access denied, bad outbound sender'"],
    ['Russian', 'Удаленный сервер вернул «550 5.1.8 Access denied, bad outbound sender»'],
    [
      'a trace',
      '[{LED=550 5.1.8 Access denied, bad outbound sender};{MSG=};{FQDN=AM0PR01.prod.outlook.com};{IP=1.2.3.4}]',
    ],
  ])('is understood in %s', (_, text) => {
    expect(diagnoseBounce(text)).toMatchObject({
      code: '5.1.8',
      meaning: 'sender-restricted',
      saidBy: 'microsoft',
    })
  })

  test('is the same whatever number stands in AS(...)', () => {
    const meanings = ['42004', '4201', '2204', ''].map((number) =>
      diagnoseBounce(`550 5.1.8 Access denied, bad outbound sender AS(${number})`),
    )
    expect(new Set(meanings.map((meaning) => JSON.stringify(meaning))).size).toBe(1)
  })

  test('says of each whom it concerns', () => {
    expect(concernWords[diagnoseBounce(connector).concerns]).toBe('an inbound connector')
    expect(concernWords[diagnoseBounce(user).concerns]).toBe('the account that submitted the mail')
  })

  test('is looked for in the first 20,000 characters and no further', () => {
    expect(diagnoseBounce(`${'x'.repeat(19_000)} 550 5.1.8`).code).toBe('5.1.8')
    expect(diagnoseBounce(`${'x'.repeat(20_000)} 550 5.1.8`).code).toBe('')
    expect(findAddresses(`${'x '.repeat(10_000)} laura@contoso.com`)).toEqual([])
  })

  test.each(['>', '&', '&#', 'a@', 'a.', '@a.', "'", '5.', '\n>', '\u200B', 'submission '])(
    'takes 20,000 characters of %j',
    (text) => {
      const long = text.repeat(20_000 / text.length)
      expect(diagnoseBounce(long).meaning).toBe('no-bounce')
      expect(findAddresses(long)).toEqual([])
    },
  )

  test('never throws, whatever was pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        diagnoseBounce(text)
        expect(findAddresses(text).every((address) => address.includes('@'))).toBe(true)
      }),
    )
  })
})

const servers = [
  [
    'microsoft',
    (text: string) =>
      `This is the mail system at host mail.contoso.example.\n<bob@fabrikam.com>: host contoso-com.mail.protection.outlook.com[192.0.2.7] said:\n    ${text}`,
  ],
  ['other', (text: string) => `remote mail server after RCPT TO: host fabrikam.example [192.0.2.1]: ${text}`],
  ['other', (text: string) => `... while talking to fabrikam.example.:\n<<< ${text}`],
  [
    'microsoft',
    (text: string) =>
      `Remote-MTA: dns; contoso-com.mail.protection.outlook.com\nDiagnostic-Code: smtp;${text}`,
  ],
  [
    'microsoft',
    (text: string) =>
      `Generating server: AM0PR01MB1.eurprd01.prod.outlook.com\nRemote server returned '${text}'`,
  ],
  ['microsoft', (text: string) => `${text} [HE1EUR01FT007.eop-EUR01.prod.protection.outlook.com]`],
  ['other', (text: string) => `Remote-MTA: dns; mx1.fabrikam.example\nDiagnostic-Code: smtp;${text}`],
  [
    'other',
    (text: string) => `host mx1.fabrikam.example[192.0.2.1] said: ${text} (in reply to MAIL FROM command)`,
  ],
  [
    'other',
    (text: string) =>
      `Generating server: AM0PR01MB1.eurprd01.prod.outlook.com\nRemote Server at fabrikam.example (192.0.2.1) returned '${text}'`,
  ],
  ['other', (text: string) => `mail.protection.outlook.com.evil.example rejected your message:\n${text}`],
] as const
const codes = [
  ['550 5.1.8 Access denied, bad outbound sender', 'sender-restricted', 'foreign-server'],
  ['550 5.7.711 Access denied, bad inbound connector', 'connector-restricted', 'foreign-server'],
  ['550 5.7.705 Access denied, tenant has exceeded threshold', 'tenant-restricted', 'foreign-server'],
  ['550 5.7.703 blocked', 'recipient-blocked-by-own-organisation', 'foreign-server'],
  ['550 5.7.236 limit', 'onmicrosoft-limit', 'foreign-server'],
  ['550 5.7.1 no', 'unknown', 'foreign-server'],
  ['550 5.1.1 user unknown', 'recipient-unknown', 'recipient-unknown'],
  ['451 4.7.500 busy', 'throttled', 'throttled'],
] as const

describe.each(servers)('said by %s', (saidBy, wrap) => {
  test.each(codes)(`${wrap('')}: %s`, (text, ofMicrosoft, ofOthers) => {
    const meaning = saidBy === 'microsoft' ? ofMicrosoft : ofOthers
    expect(diagnoseBounce(wrap(text))).toMatchObject({ saidBy, meaning })
  })
})

test('what Postfix says of a domain it does not find is not Microsoft’s, whoever passed it on', () => {
  const text =
    "Remote server returned '550 5.1.8 <laura@contoso.com>: Sender address rejected: Domain not found'"
  expect(diagnoseBounce(text)).toMatchObject({ meaning: 'foreign-server', unblockHelps: 'no' })
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
