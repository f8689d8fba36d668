// A technician who looks after one customer: of the other tenants nothing is there.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import type { Access } from '../../../src/domain/grants.js'
import type { Incident } from '../../../src/domain/incident.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { pressNames } from '../../../src/features/index.js'
import { confirm, countUnblocks, createSender, pressYes, unblock } from '../acts.js'
import { contoso, access as everyone, maya, nobody } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const fabrikam: Tenant = { ...contoso, id: 'fabrikam', name: 'Fabrikam Ltd' }
const theirs = createSender('sam@contoso.com')
const own = createSender('kim@fabrikam.com')
const invented = 'no-such-incident'

/** Tara on Slack and at the console approves for Fabrikam; a group of hers reads there as well. */
const tara: Actor = { ...nobody, id: 'U7', name: 'Tara', addresses: ['tara@contoso.com'], groups: ['S7'] }
const atConsole: Actor = { ...tara, platform: 'console', id: 'tara', home: 'this-machine' }
const inTeams: Actor = { ...tara, platform: 'teams', id: 'aad-7', home: 'tenant-1' }
const entry = { role: 'approver', addresses: ['tara@contoso.com'], tenants: ['fabrikam'] } as const
const access: Access = {
  homes: new Set([...everyone.homes, 'console:this-machine']),
  people: new Map([...everyone.people, ['slack:U7', entry], ['teams:aad-7', entry], ['console:tara', entry]]),
  groups: new Map([['slack:S7', 'viewer']]),
  groupTenants: new Map([['slack:S7', ['fabrikam']]]),
}
const technicians = [tara, inTeams, atConsole]

let stage: Stage
let hidden: Incident
let seen: Incident
beforeEach(async () => {
  stage = await createStage({ tenants: [contoso, fabrikam], access })
  stage.backends.get('contoso')?.restrict(theirs)
  stage.backends.get('fabrikam')?.restrict(own)
  await stage.advance(minuteMilliseconds)
  const live = await stage.incidents()
  hidden = live.find(({ tenantId }) => tenantId === 'contoso') ?? live[0] ?? expect.fail()
  seen = live.find(({ tenantId }) => tenantId === 'fabrikam') ?? expect.fail()
})
afterEach(() => stage.close())

describe('somebody with a role for one tenant', () => {
  test.each(pressNames)('is answered to %s of another tenant as if it were not there', async (action) => {
    for (const actor of technicians) {
      const press = { confirmationId: 'none', values: { text: `show ${hidden.id}`, undoes: 'x' } }
      const known = await stage.press(actor, action, { incidentId: hidden.id, ...press })
      const unknown = await stage.press(actor, action, {
        incidentId: invented,
        ...press,
        values: { ...press.values, text: `show ${invented}` },
      })
      const told = JSON.stringify(known).replaceAll(hidden.id, invented)
      expect(told).toBe(JSON.stringify(unknown))
    }
    expect(stage.backends.get('contoso')?.calls.filter((call) => /^(unblock|contain) /.test(call))).toEqual(
      [],
    )
  })

  test.each(['show', 'review', 'history', 'list', 'explain'])(
    'is answered to the command %s about a sender of another tenant as about one that was never there',
    async (verb) => {
      for (const actor of technicians) {
        const known = JSON.stringify(await stage.command(actor, `${verb} sam@contoso.com`))
        const unknown = JSON.stringify(await stage.command(actor, `${verb} max@contoso.com`))
        expect(known.replaceAll('sam@', 'max@')).toBe(unknown)
      }
    },
  )

  test.each(['list', 'history', 'status', 'policies', 'help', 'list tenant contoso', 'policies contoso'])(
    'hears nothing of another tenant from %s',
    async (text) => {
      await unblock(stage, maya, hidden)
      for (const actor of technicians)
        expect(JSON.stringify(await stage.command(actor, text))).not.toMatch(
          /sam@contoso\.com|"Contoso"|Polls of Contoso|Contoso \(/,
        )
    },
  )

  test('sees on the home tab and in the list what is theirs', async () => {
    const home = toView(await stage.bot().handlers.onHome(tara), 'home')
    expect(home.nobody.map(({ incidentId }) => incidentId)).toEqual([seen.id])
    expect(home.others).toEqual([])
    const list = toView(await stage.command(tara, 'list'), 'list')
    expect([list.countText, list.rows.map(({ tenantName }) => tenantName)]).toEqual([
      '1 restriction',
      ['Fabrikam Ltd'],
    ])
  })

  test('unblocks there, and everything of it is over for them afterwards', async () => {
    toView(await pressYes(stage, tara, await confirm(stage, tara, seen)), 'accepted')
    await stage.idle()
    expect(stage.backends.get('fabrikam')?.calls.filter((call) => call.startsWith('unblock '))).toHaveLength(
      1,
    )
    expect(countUnblocks(stage)).toBe(0)
  })

  test.each(['doctor', 'doctor results'])('may not %s: it looks at all tenants', async (text) => {
    const { text: said } = toView(await stage.command(tara, text), 'notice')
    expect(said).toContain('takes the role "operator" for all tenants, and yours is for some')
    expect(said).toContain('Microsoft Defender portal')
  })

  test('may not say which channel gets the alerts of all', async () => {
    const card = await stage.press(tara, 'pin-alerts', { channel: { platform: 'teams', channel: '19:ops' } })
    expect(toView(card, 'notice').text).toContain('for all tenants, and yours is for some')
  })

  test('may accept the settings of no other tenant', async () => {
    const { text } = toView(
      await stage.press(tara, 'accept-policies', { values: { acceptId: 'contoso:1' } }),
      'notice',
    )
    expect(text).toContain('There is nothing to accept any more')
  })

  test('has no say there while their own mailbox is restricted in another tenant', async () => {
    stage.backends.get('contoso')?.restrict(createSender('tara@contoso.com'))
    await stage.advance(minuteMilliseconds)
    const { text } = toView(await stage.press(tara, 'review', { incidentId: seen.id }), 'notice')
    expect(text).toContain('Your own mailbox is restricted')
    const explained = toView(await stage.command(tara, 'explain 550 5.1.8 tara@contoso.com'), 'explain')
    expect(JSON.stringify(explained)).toContain('The on-call channel has been asked')
  })
})

test('somebody with a role for all sees both', async () => {
  const list = toView(await stage.command(maya, 'list'), 'list')
  expect(list.rows.map(({ tenantName }) => tenantName).toSorted()).toEqual(['Contoso', 'Fabrikam Ltd'])
})
