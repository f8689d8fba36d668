import { expect, test } from 'vitest'
import { containmentSteps } from '../../../../src/domain/containment.js'
import { createSetup } from './setup.js'

const targets = new Map([
  ['remove-method', ['phoneMethods/p']],
  ['remove-grant', ['g']],
  ['remove-delegate', ['SendAs:eve@contoso.com']],
  ['disable-inbox-rules', ['a']],
])

test('no step sends, remembers or shows a password', async () => {
  const { run, takeBack, sent, ran } = createSetup({
    forwardingSmtpAddress: 'smtp:x@evil.test',
    methods: [{ type: 'phone', id: 'p' }],
    sendAs: ['eve@contoso.com'],
    rules: [{ identity: 'a', name: 'A', enabled: true, hidden: false, properties: {} }],
    grants: [
      { id: 'g', clientId: 'c', app: 'App', consentType: 'Principal', resourceId: 'r', scope: 'Mail.Send' },
    ],
  })
  const remembered: unknown[] = []
  for (const step of containmentSteps) {
    const { undo } = await run(step, targets.get(step))
    remembered.push(undo)
    if (undo !== undefined) await takeBack(step, undo)
  }
  expect(remembered.filter((undo) => undo !== undefined)).toHaveLength(containmentSteps.length - 2)
  const texts = JSON.stringify([sent, ran, remembered]).matchAll(/"([^"]*password[^"]*)"/gi)
  expect(new Set([...texts].map(([, text]) => text))).toEqual(
    new Set(['passwordProfile', 'forceChangePasswordNextSignIn']),
  )
})
