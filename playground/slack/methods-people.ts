// Who and where: auth.test, users.*, usergroups.*, conversations.*. Names and errors are those of Slack's Web API.
import { type Person, people } from '../people.js'
import { findChannel, findPersonByUserId, GROUP_MEMBERS, isStranger, WORKSPACE } from './channels.js'
import { toWireMessage } from './messages.js'
import { failed, type Method, text } from './methods-chat.js'
import type { WorkspaceParts } from './parts.js'

export function peopleMethods({ messages, baseUrl }: WorkspaceParts): Readonly<Record<string, Method>> {
  return {
    'api.test': () => ({ ok: true }),
    'auth.test': () => ({
      ok: true,
      url: `${baseUrl()}/`,
      team: WORKSPACE.name,
      team_id: WORKSPACE.teamId,
      user: 'reprieve',
      user_id: WORKSPACE.botUserId,
      bot_id: WORKSPACE.botId,
      is_enterprise_install: false,
    }),
    'users.info': (given) => {
      if (given.user === WORKSPACE.botUserId) return { ok: true, user: botUser }
      const person = findPersonByUserId(text(given.user))
      return person ? { ok: true, user: toWireUser(person) } : failed('user_not_found')
    },
    'users.lookupByEmail': (given) => {
      const person = people.find(
        ({ email, slack }) => email === given.email && slack.teamId === WORKSPACE.teamId,
      )
      return person ? { ok: true, user: toWireUser(person) } : failed('users_not_found')
    },
    'usergroups.users.list': (given) =>
      given.usergroup === WORKSPACE.userGroupId
        ? { ok: true, users: GROUP_MEMBERS }
        : failed('no_such_subteam'),
    'conversations.info': (given) => {
      const channel = findChannel(text(given.channel))
      if (!channel) return failed('channel_not_found')
      const { id, name, shared } = channel
      return {
        ok: true,
        channel: { id, name, ...channelFlags, is_shared: shared, is_ext_shared: shared },
      }
    },
    'conversations.replies': (given) => {
      if (!findChannel(text(given.channel))) return failed('channel_not_found')
      const thread = messages
        .all()
        .filter((message) => message.onlyFor === undefined && message.channelId === given.channel)
        .filter((message) => message.ts === given.ts || message.threadTs === given.ts)
      if (thread.length === 0) return failed('thread_not_found')
      return {
        ok: true,
        messages: thread.map((message) => toWireMessage(message, WORKSPACE)),
        has_more: false,
      }
    },
  }
}

const channelFlags = {
  is_channel: true,
  is_group: false,
  is_im: false,
  is_private: false,
  is_archived: false,
  is_member: true,
  is_org_shared: false,
  is_pending_ext_shared: false,
}

const botUser = {
  id: WORKSPACE.botUserId,
  team_id: WORKSPACE.teamId,
  name: 'reprieve',
  real_name: WORKSPACE.botName,
  deleted: false,
  is_bot: true,
  profile: { real_name: WORKSPACE.botName, display_name: WORKSPACE.botName, bot_id: WORKSPACE.botId },
}

/** A stranger is somebody Slack Connect let in: marked, and without an email address. */
function toWireUser(person: Person) {
  const stranger = isStranger(person)
  return {
    id: person.slack.userId,
    team_id: person.slack.teamId,
    name: person.key,
    real_name: person.name,
    tz: 'Europe/Stockholm',
    tz_offset: 3600,
    deleted: false,
    is_bot: false,
    is_restricted: false,
    is_ultra_restricted: false,
    ...(stranger ? { is_stranger: true } : {}),
    profile: {
      real_name: person.name,
      display_name: person.name,
      ...(stranger ? {} : { email: person.email }),
    },
  }
}
