// Whole mails that were pasted: the report in them tells, not their headers, and not the mail that came back.
import { describe, expect, test } from 'vitest'
import { diagnoseBounce } from '../../../src/domain/bounce.js'
import { openMail } from '../../../src/features/explain/mail.js'

interface Report {
  readonly words?: string
  readonly fields?: readonly string[]
  readonly original?: string
}

const fromMicrosoft = [
  'Final-Recipient: rfc822;bob@fabrikam.com',
  'Action: failed',
  'Status: 5.1.8',
  'Diagnostic-Code: smtp;550 5.1.8 Access denied, bad',
  ' outbound sender AS(42004)',
]

function createMail({ words = '', fields = fromMicrosoft, original = '' }: Report): string {
  return `Received: from a.example with 5.7.750
From: postmaster@contoso.onmicrosoft.com
Subject: Unzustellbar: 550 5.7.711
X-Old-Status: 5.7.705
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

${Buffer.from(words).toString('base64')}

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01MB1234.eurprd01.prod.outlook.com

${fields.join('\n')}

--b1
Content-Type: message/rfc822

Received: from b.example with 5.7.708
From: Laura <laura@contoso.com>
Message-ID: <1@AM0PR01MB1234.eurprd01.prod.outlook.com>
Subject: Angebot

550 5.7.703 as I told you before
--b1--
${original}`
}

describe('a whole mail', () => {
  test('is told by its report, and by whose mail came back', async () => {
    expect(diagnoseBounce(await openMail(createMail({})))).toMatchObject({
      code: '5.1.8',
      meaning: 'sender-restricted',
      saidBy: 'microsoft',
      addresses: ['bob@fabrikam.com', 'laura@contoso.com'],
    })
  })

  test('is told by its report also where its words quote an older bounce', async () => {
    const words = 'Ihre Nachricht konnte nicht zugestellt werden.\n550 5.7.236 war es gestern.'
    expect(diagnoseBounce(await openMail(createMail({ words }))).code).toBe('5.1.8')
  })

  test('is another server’s where its report says so', async () => {
    const fields = [
      'Status: 5.1.8',
      'Remote-MTA: dns;mx.fabrikam.com',
      'Diagnostic-Code: smtp;550 5.1.8 bad sender',
    ]
    expect(diagnoseBounce(await openMail(createMail({ fields })))).toMatchObject({
      meaning: 'foreign-server',
      saidBy: 'other',
    })
  })

  test('that is HTML alone is read as well', async () => {
    const mail = `From: postmaster@contoso.com\r\nTo: laura@contoso.com\r\nContent-Type: text/html\r\n\r\n<p>Remote Server returned '<b>550 5.7.60</b> no'</p>`
    expect(diagnoseBounce(await openMail(mail)).meaning).toBe('not-allowed-to-send-as')
  })

  test('that is cut off says what can be seen in it', async () => {
    const cut = createMail({}).split('\n--b1\nContent-Type: message/rfc822')[0] ?? ''
    expect(diagnoseBounce(await openMail(cut)).code).toBe('5.1.8')
  })
})

test.each([
  '',
  'hello',
  "Remote Server returned '550 5.1.8'",
  'Status: 5.1.8\nAction: failed\n\nx',
  ': \n'.repeat(9_000),
])('what is no mail stays as it is: %#', async (text) => {
  expect(await openMail(text)).toBe(text)
})
