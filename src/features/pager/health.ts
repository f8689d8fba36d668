// Whether pagers take what they are sent: a pager that does not ring is found out when nobody comes.

import { withDeadline } from '../../concurrency/within.js'
import type { Check } from '../../domain/check.js'
import type { Pager } from '../../ports.js'
import type { HealthPart, Parts } from '../feature.js'

const examineMilliseconds = 15_000

/** Those that something waits for. */
export async function readPagerHealth({ pagers, readTroubles }: Parts): Promise<readonly HealthPart[]> {
  const troubles = (await readTroubles()).filter(({ duty }) => duty.kind === 'page')
  return [...pagers.keys()].map((id) => {
    const trouble = troubles.find(({ duty }) => duty.pager === id)
    return {
      ok: trouble === undefined,
      name: `Pager ${id}`,
      detail: trouble === undefined ? 'nothing waits for it' : `does not take a page: ${trouble.problem}`,
      reason: 'pager-unreached',
    }
  })
}

export async function examinePagers({ pagers, clock }: Parts): Promise<readonly Check[]> {
  const all = await Promise.all([...pagers.values()].map((pager) => examineOne(pager, clock)))
  return all.flat()
}

async function examineOne(pager: Pager, clock: Parts['clock']): Promise<readonly Check[]> {
  const checks = await withDeadline(clock, examineMilliseconds, (signal) => pager.examine(signal))
  return checks.map((one) => ({ ...one, name: `${one.name} (${pager.id})` }))
}
