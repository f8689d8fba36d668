// What the folders of a mailbox are: Exchange says it by type, in whatever language they are named.
import { foldLookAlikes, showLookAlikes } from '../../../domain/look-alike.js'
import { readText } from '../properties.js'
import type { Asking } from './asking.js'

export type FolderUse =
  /** People look there for mail, or made it themselves. */
  | 'read'
  /** Hardly anybody looks there for new mail. */
  | 'hiding'
  /** It is not among the folders that Exchange listed. */
  | 'unknown'

export interface Folder {
  readonly use: FolderUse
  /** As Exchange calls it, in words; empty for one that a person made. */
  readonly kind: string
}

export interface Folders {
  find(path: string): Folder
  /** The path of the inbox in this mailbox's language. */
  readonly inbox: string
}

/** Those in which new mail is looked for, and those that people make. RssSubscription and RssSubscriptions both occur. */
const readTypes = /^(?:|inbox|root|user ?created|usercreated|ipf\.note|favorites|searchfolders?)?$/i

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^rsssubscriptions?$/i, 'the RSS folder'],
  [/^deleteditems$/i, 'the deleted items'],
  [/^junkemail$/i, 'the junk mail'],
  [/^conversationhistory$/i, 'the conversation history'],
  [/^archive$/i, 'the archive'],
  [/^calendar$/i, 'the calendar'],
  [/^syncissues|conflicts|localfailures|serverfailures$/i, 'the sync issues'],
  [/^notes$/i, 'the notes'],
  [/^recoverableitems/i, 'the recoverable items'],
  [/^sentitems$/i, 'the sent items'],
]

export async function readFolders(asking: Asking, mailbox: string): Promise<Folders> {
  const records = await asking.run({
    cmdlet: 'Get-MailboxFolderStatistics',
    parameters: { Identity: mailbox },
    mailbox,
  })
  const folders = records.map((record) => ({
    path: toPath(readText(record, 'FolderPath') || readText(record, 'Name')),
    type: readText(record, 'FolderType'),
    ids: [readText(record, 'FolderId'), readText(record, 'EntryId'), readText(record, 'Identity')],
  }))

  function find(given: string): Folder {
    const path = toPath(given)
    const isNamed = (one: (typeof folders)[number]) => one.path === path || one.ids.includes(given)
    const own = folders.find(isNamed)
    // A folder inside one that nobody reads is not read either.
    const above = folders.filter((one) => one.path !== '' && path.startsWith(`${one.path}/`))
    const hiding = [...(own === undefined ? [] : [own]), ...above].find(({ type }) => !readTypes.test(type))
    if (hiding !== undefined) return { use: 'hiding', kind: toKind(hiding.type) }
    return { use: own === undefined ? 'unknown' : 'read', kind: '' }
  }

  return { find, inbox: folders.find(({ type }) => /^inbox$/i.test(type))?.path ?? '' }
}

function toKind(type: string): string {
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? `a folder of the type ${type}`
}

/** `laura:\Inbox\Sub`, `/Inbox/Sub`, `\\Inbox` */
function toPath(given: string): string {
  return given
    .replace(/^[^:\\/]*:(?=[\\/])/, '')
    .split(/[\\/]+/)
    .filter((part) => part !== '')
    .join('/')
    .toLowerCase()
}

/** Written so that it passes for another one: letters of two scripts in one word, or what nobody sees. */
export function isLookAlikeFolder(name: string): boolean {
  return showLookAlikes(name) !== name
}

/** For mailboxes whose folders could not be listed: what the ones that nobody reads are called. */
const hidingNames = new Set(
  [
    ...[
      'archive',
      'conversation history',
      'junk email',
      'junk e-mail',
      'deleted items',
      'sent items',
      'drafts',
    ],
    ...['notes', 'calendar', 'contacts', 'tasks', 'journal', 'sync issues', 'clutter', 'outbox', 'rss feeds'],
    ...[
      'rss subscriptions',
      'archiv',
      'unterhaltungsverlauf',
      'aufgezeichnete unterhaltungen',
      'gelöschte elemente',
    ],
    ...[
      'gelöschte objekte',
      'rss-feeds',
      'kalender',
      'notizen',
      'synchronisierungsprobleme',
      'éléments supprimés',
    ],
    ...[
      'courrier indésirable',
      'historique des conversations',
      'flux rss',
      'calendrier',
      'elementos eliminados',
    ],
    ...['correo no deseado', 'historial de conversaciones', 'fuentes rss', 'archivo', 'calendario'],
    ...[
      'itens excluídos',
      'lixo eletrônico',
      'histórico de conversas',
      'feeds rss',
      'arquivo morto',
      'calendário',
    ],
    ...['posta eliminata', 'posta indesiderata', 'cronologia conversazioni', 'feed rss', 'archivio'],
    ...[
      'verwijderde items',
      'ongewenste e-mail',
      'gespreksgeschiedenis',
      'archief',
      'borttaget',
      'skräppost',
    ],
    ...[
      'slettede elementer',
      'slettet post',
      'elementy usunięte',
      'usunięte',
      'wiadomości-śmieci',
      'archiwum',
    ],
    ...[
      'удаленные',
      'нежелательная почта',
      'архив',
      '削除済みアイテム',
      '迷惑メール',
      '已删除邮件',
      '삭제된 항목',
    ],
  ].map(foldLookAlikes),
)

export function isHidingName(name: string): boolean {
  const folded = foldLookAlikes(name)
  return hidingNames.has(folded) || /\brss\b/.test(folded)
}
