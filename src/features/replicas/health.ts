// How the replicas are beside this one, and in what they differ.
import { type Replica, toReplicaName } from '../../domain/replica.js'
import type { HealthPart, Parts } from '../feature.js'
import { toCountText } from '../words/words.js'

/** Nothing where this process is the only one. */
export async function readReplicasHealth({ replicas }: Parts): Promise<readonly HealthPart[]> {
  const others = await replicas.listOthers()
  if (others.length === 0) return []
  const told = others.map((other) => ({ other, troubles: listTroubles(replicas.self, other) }))
  const texts = told.flatMap(({ other, troubles }) =>
    troubles.length === 0 ? [] : [`${toReplicaName(other)} ${troubles.join(', and ')}`],
  )
  const names = told.flatMap(({ other, troubles }) => (troubles.length === 0 ? [toReplicaName(other)] : []))
  const well = names.length === 0 ? '' : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} like it`
  const count = toCountText(others.length + 1, 'replica')
  const detail = [`${count}; this is ${toReplicaName(replicas.self)}`, well, ...texts]
    .filter((text) => text !== '')
    .join('; ')
  return [{ ok: texts.length === 0, name: 'Replicas', detail, reason: 'replicas-differ' }]
}

function listTroubles(self: Pick<Replica, 'version' | 'settings'>, other: Replica): readonly string[] {
  const names = [...new Set([...Object.keys(self.settings), ...Object.keys(other.settings)])]
  const different = names.filter((name) => self.settings[name] !== other.settings[name])
  return [
    other.version === self.version ? '' : `runs ${other.version} and this one ${self.version}`,
    different.length === 0 ? '' : `has other settings (${different.join(', ')})`,
    other.faults.length === 0 ? '' : `says ${other.faults.join(', ')}`,
  ].filter((text) => text !== '')
}
