// What one person sees of the channel: nobody else's ephemeral messages, replies under their thread.
import { getPerson, type PersonKey, people } from '../people.js'
import type { SlackHomeSight, SlackMessageSight, SlackSight, SlackViewSight } from '../sight.js'
import { CHANNELS, findPersonByUserId, isStranger, toDirectId, WORKSPACE } from './channels.js'
import type { WorkspaceParts } from './parts.js'
import type { StoredHome, StoredMessage } from './saved-workspace.js'
import type { OpenView } from './views.js'

export function createLook({ messages, views, homes }: WorkspaceParts): (person: PersonKey) => SlackSight {
  return (key) => {
    const me = getPerson(key).slack.userId
    const visible = messages
      .all()
      .filter((message) => message.onlyFor === undefined || message.onlyFor === me)
    const listIn = (channelId: string) =>
      visible
        .filter((message) => message.channelId === channelId)
        .filter((message) => !isReply(message) || message.isAlsoInChannel === true)
        .map((root) => toSight(root, visible, isReply(root)))
    const stack = views.stackOf(key)
    const top = stack.at(-1)
    return {
      workspaceName: WORKSPACE.name,
      channelName: CHANNELS[0]?.name ?? '',
      users: [
        ...people.map((person) => ({ id: person.slack.userId, name: person.name })),
        { id: WORKSPACE.botUserId, name: WORKSPACE.botName },
        { id: WORKSPACE.userGroupId, name: WORKSPACE.userGroupHandle },
      ],
      messages: listIn(WORKSPACE.channelId),
      direct: listIn(toDirectId(me)),
      view: top && toViewSight(top, stack.length),
      home: isStranger(getPerson(key)) ? { kind: 'absent' } : toHomeSight(homes.find(key)),
    }
  }
}

const isReply = ({ threadTs, ts }: StoredMessage) => threadTs !== undefined && threadTs !== ts

function toSight(
  message: StoredMessage,
  visible: readonly StoredMessage[],
  isFromThread = false,
): SlackMessageSight {
  const replies = visible.filter((each) => each.threadTs === message.ts && each.ts !== message.ts)
  return {
    ts: message.ts,
    author: toAuthor(message.userId),
    at: Math.floor(Number(message.ts) * 1000),
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments.map(({ id, color, text = '', blocks = [] }) => ({
      id,
      color,
      text,
      blocks,
    })),
    edited: message.editedTs !== undefined,
    onlyForYou: message.onlyFor !== undefined,
    isFromThread,
    replies: replies.map((reply) => toSight(reply, [])),
  }
}

function toAuthor(userId: string): SlackMessageSight['author'] {
  if (userId === WORKSPACE.botUserId) return { kind: 'bot', name: WORKSPACE.botName }
  const person = findPersonByUserId(userId)
  return person ? { kind: 'person', name: person.name } : { kind: 'platform', name: 'Slackbot' }
}

function toHomeSight(home: StoredHome | undefined): SlackHomeSight {
  return home ? { kind: 'drawn', id: home.id, hash: home.hash, blocks: home.blocks } : { kind: 'empty' }
}

function toViewSight({ id, hash, content, entered }: OpenView, depth: number): SlackViewSight {
  return {
    id,
    hash,
    title: content.title.text,
    submit: content.submit?.text,
    close: content.close?.text ?? 'Cancel',
    blocks: content.blocks,
    entered: [...entered.values()],
    depth,
  }
}
