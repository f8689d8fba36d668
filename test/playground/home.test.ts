import { describe, expect, it } from 'vitest'
import { actions, button, modal, section } from './blocks.js'
import { type SlackApp, slackBot } from './slack-bot.js'
import { setStage } from './stage.js'
import { teamsBot } from './teams-bot.js'

const view = (...blocks: ReturnType<typeof section | typeof actions>[]) => ({ type: 'home' as const, blocks })

async function meet(listen: (app: SlackApp) => void = () => {}, saveFolder?: string) {
  let app: SlackApp | undefined
  const bot = slackBot((built) => {
    app = built
    listen(built)
  })
  const stage = await setStage({ bots: [bot], ...(saveFolder === undefined ? {} : { saveFolder }) })
  if (!app) throw new Error('the bot was not built')
  return { ...stage, client: app.client, slack: stage.playground.slack }
}

describe('the Home tab of the app in Slack', () => {
  it('asks the bot when somebody opens it, and shows each person their own', async () => {
    const bodies: unknown[] = []
    const { slack } = await meet((app) => {
      app.event('app_home_opened', async ({ event, body, client }) => {
        bodies.push(body)
        await client.views.publish({ user_id: event.user, view: view(section(`for ${event.user}`)) })
      })
    })
    expect(slack.look('maya').home).toEqual({ kind: 'empty' })
    expect(await slack.openHome({ person: 'maya' })).toEqual({ ok: true })
    await slack.openHome({ person: 'tom' })
    await expect
      .poll(() => slack.look('tom').home)
      .toMatchObject({ kind: 'drawn', blocks: [{ text: { text: 'for U0TOM000002' } }] })
    expect(slack.look('maya').home).toMatchObject({ blocks: [{ text: { text: 'for U0MAYA00001' } }] })
    expect(bodies[0]).toMatchObject({
      type: 'event_callback',
      team_id: slack.teamId,
      api_app_id: slack.appId,
      event: { type: 'app_home_opened', user: 'U0MAYA00001', tab: 'home' },
    })
    await slack.openHome({ person: 'maya' })
    expect(bodies.at(-1)).toMatchObject({
      event: { view: { type: 'home', root_view_id: 'V0HOMEU0MAYA00001' } },
    })
  })

  it('is there after a restart', async () => {
    const first = await meet()
    await first.client.views.publish({ user_id: 'U0MAYA00001', view: view(section('kept')) })
    await first.close()
    const second = await meet(() => {}, first.saveFolder)
    expect(second.slack.look('maya').home).toMatchObject({ blocks: [{ text: { text: 'kept' } }] })
  })

  it('has buttons that say where they are and can open a modal', async () => {
    const bodies: unknown[] = []
    const { client, slack } = await meet((app) => {
      app.action('review', async ({ ack, body, client: web }) => {
        bodies.push(body)
        await ack()
        if (body.type === 'block_actions')
          await web.views.open({ trigger_id: body.trigger_id, view: modal('Review', [section('x')]) })
      })
    })
    const published = await client.views.publish({
      user_id: 'U0MAYA00001',
      view: view(section('x'), actions(button('review', 'Review'))),
    })
    const viewId = published.view?.id ?? ''
    const press = { on: { viewId }, blockId: 'buttons', actionId: 'review' }
    expect(await slack.press({ person: 'maya', ...press })).toEqual({ ok: true })
    expect(bodies[0]).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0MAYA00001' },
      container: { type: 'view', view_id: viewId },
      view: { id: viewId, type: 'home', hash: published.view?.hash },
      actions: [{ action_id: 'review', value: 'incident-1' }],
    })
    expect(bodies[0]).not.toHaveProperty('response_url')
    await expect.poll(() => slack.look('maya').view?.title).toBe('Review')
    expect(await slack.press({ person: 'tom', ...press })).toMatchObject({ ok: false })
  })

  it('fails as Slack does on a lost race, a modal, and a person who has no such tab', async () => {
    const { client } = await meet()
    const publish = (more: object) =>
      client.views.publish({ user_id: 'U0MAYA00001', view: view(section('x')), ...more })
    const first = await publish({})
    await publish({ hash: first.view?.hash })
    await expect(publish({ hash: first.view?.hash })).rejects.toMatchObject({
      data: { error: 'hash_conflict' },
    })
    const wrong = { view: modal('Review', [section('x')]) }
    await expect(publish(wrong)).rejects.toMatchObject({ data: { error: 'invalid_arguments' } })
    for (const stranger of ['U0OSCAR0005', 'U0NOBODY'])
      await expect(publish({ user_id: stranger })).rejects.toMatchObject({
        data: { error: 'user_not_found' },
      })
  })

  it('is not there for people of another workspace, and says so when the app does not answer', async () => {
    const { slack } = await meet()
    expect(slack.look('oscar').home).toEqual({ kind: 'absent' })
    expect(await slack.openHome({ person: 'oscar' })).toMatchObject({ ok: false })
    const silent = await setStage()
    expect(await silent.playground.slack.openHome({ person: 'maya' })).toMatchObject({ ok: false })
  })
})

describe('the personal chat in Teams', () => {
  it('tells the bot once that somebody has it now, and shows its greeting to that person', async () => {
    const bot = teamsBot(async (context) => {
      if (context.activity.type === 'installationUpdate') await context.sendActivity('hello')
    })
    const stage = await setStage({ bots: [bot.build] })
    const { teams } = stage.playground
    await Promise.all([teams.openChat({ person: 'norman' }), teams.openChat({ person: 'norman' })])
    await teams.openChat({ person: 'norman' })
    expect(bot.seen.map(({ type }) => type)).toEqual(['installationUpdate', 'conversationUpdate'])
    expect(bot.seen[0]).toMatchObject({
      action: 'add',
      from: { name: 'Norman Pike' },
      conversation: { conversationType: 'personal', tenantId: teams.tenantId },
      channelData: { tenant: { id: teams.tenantId } },
    })
    expect(bot.seen[0]?.channelData).not.toHaveProperty('team')
    expect(teams.look('norman').chat.map(({ text }) => text)).toEqual(['hello'])
    expect(teams.look('maya').chat).toEqual([])

    await stage.close()
    const again = await setStage({ bots: [bot.build], saveFolder: stage.saveFolder })
    await again.playground.teams.openChat({ person: 'norman' })
    expect(bot.seen).toHaveLength(2)
  })

  it('tells it again when the bot did not take it', async () => {
    const { playground } = await setStage()
    expect(await playground.teams.openChat({ person: 'maya' })).toMatchObject({ ok: false })
    expect(await playground.teams.openChat({ person: 'maya' })).toMatchObject({ ok: false })
  })
})
