// Who may write the data folder can have the bot say and do what they like: as sshd does with its keys, no start from one
// that others can write.
import { stat } from 'node:fs/promises'
import { StoreError } from '../errors.js'
import { toStoreFolder } from './data-folder.js'

export interface Runner {
  /** Undefined where there are no such numbers. */
  readonly uid: number | undefined
  readonly gids: readonly number[]
}

interface Held {
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

/** What is not there yet is made for its owner alone. @throws StoreError in words that say what to do. */
export async function guardFolder(dataFolder: string, runner: Runner): Promise<void> {
  for (const path of [dataFolder, toStoreFolder(dataFolder)]) {
    const held = await stat(path).catch(() => undefined)
    const problem = held && findFolderProblem(held, runner)
    if (problem !== undefined) throw new StoreError(`The data folder ${path} ${problem(path)}`, false)
  }
}

/** Undefined when nobody else can write it. */
export function findFolderProblem(
  { uid, gid, mode }: Held,
  runner: Runner,
): ((path: string) => string) | undefined {
  if (runner.uid === undefined) return undefined
  const shown = (mode & 0o777).toString(8).padStart(4, '0')
  // Root can do everything anyway; a volume that is mounted into a container is often root's.
  if (uid !== runner.uid && uid !== 0)
    return (path) =>
      `belongs to another user (${uid}), who could change what Reprieve believes. Start Reprieve as that user, or: chown -R ${runner.uid} ${path}`
  if ((mode & 0o002) !== 0) return (path) => `can be written by everybody (mode ${shown}). chmod o-w ${path}`
  if ((mode & 0o020) !== 0 && !isOwnGroup({ uid, gid }, runner))
    return (path) => `can be written by its group (${gid}, mode ${shown}). chmod g-w ${path}`
  return undefined
}

/**
 * A group of one's own has no other members (Debian, Red Hat: the same number). Where the folder is root's, its group is how
 * the bot gets in at all, as with Kubernetes' fsGroup.
 */
function isOwnGroup({ uid, gid }: Pick<Held, 'uid' | 'gid'>, runner: Runner): boolean {
  if (uid === runner.uid) return gid === runner.uid
  return runner.gids.includes(gid)
}
