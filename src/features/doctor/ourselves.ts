// What the doctor finds without leaving the machine: settings, store, access list.
import { z } from 'zod'
import { type CellWrite, cell } from '../../domain/cell.js'
import type { Check } from '../../domain/check.js'
import type { DoctorSection } from '../../domain/doctor.js'
import { roles } from '../../domain/grants.js'
import { hourMilliseconds } from '../../domain/instant.js'
import { StoreError } from '../../errors.js'
import type { Memory, Store } from '../../ports.js'
import type { Parts } from '../feature.js'
import { recallStoreId } from '../store-identity/identity.js'
import { toCountText } from '../words/words.js'
import { toNodeChecks } from './node.js'

/** A key of its own for each test: two doctors at once must not read what the other wrote. */
const storeTest = cell('doctor:store', z.string())
/** Forgotten at once; this is for a test that was cut off. */
const storeTestMilliseconds = hourMilliseconds

export async function examineOurselves(parts: Parts): Promise<DoctorSection> {
  const checks = [
    ...toSettingsChecks(parts.warnings),
    ...toNodeChecks(parts.nodeVersion, parts.clock.now()),
    toAccessCheck(parts),
    await examineStore(parts),
    ...(
      await Promise.all(parts.features.map(async (feature) => (await feature.examine?.(parts)) ?? []))
    ).flat(),
  ]
  return { name: 'Reprieve', checks }
}

function toSettingsChecks(warnings: readonly string[]): readonly Check[] {
  if (warnings.length === 0)
    return [{ name: 'Settings', result: 'ok', found: 'Readable, and nothing unusual in them.', remedy: '' }]
  return warnings.map((found) => ({
    name: 'Settings',
    result: 'warning',
    found,
    remedy: 'Change the settings and start again; nothing to do when it is meant so.',
  }))
}

function toAccessCheck({ access }: Parts): Check {
  const given = [...[...access.people.values()].map(({ role }) => role), ...access.groups.values()]
  if (given.length === 0)
    return {
      name: 'Access list',
      result: 'problem',
      found: 'It is empty: nobody may see, review or unblock anything.',
      remedy: 'Add people or groups under "access" in the settings.',
    }
  const counts = roles
    .map((role) => ({ role, count: given.filter((one) => one === role).length }))
    .filter(({ count }) => count > 0)
    .map(({ role, count }) => toCountText(count, role))
  return {
    name: 'Access list',
    result: 'ok',
    found: `${counts.join(', ')}, groups counted as one.`,
    remedy: '',
  }
}

/** By writing, and reading that. */
export async function examineStore({
  store,
  clock,
  log,
  createId,
}: Pick<Parts, 'store' | 'clock' | 'log' | 'createId'>): Promise<Check> {
  const name = 'Store'
  const remedy = store.isShared
    ? 'Check that the database runs and can be reached from here; docs/postgresql.md tells what its role needs.'
    : 'Check that the data folder is there, writable, and on a disk that has room.'
  try {
    const id = createId()
    const test = storeTest(id)
    await store.commit({ cells: [test.put(id, { until: clock.now() + storeTestMilliseconds })] })
    const read = await test.recall(store)
    await store.commit({ cells: [test.forget()] })
    if (read === id) return toWorking(store, `Writing and reading work.${await readId(store)}`)
    return { name, result: 'problem', found: 'What was written was not there to be read.', remedy }
  } catch (error) {
    log.error({ err: error }, 'doctor.store-failed')
    const found = error instanceof StoreError ? error.message : 'It could not be written and read.'
    return { name, result: 'problem', found, remedy }
  }
}

/** Older programs had one for all and left it behind. */
export async function listOldStoreTests({ store }: Parts): Promise<readonly CellWrite[]> {
  const old = storeTest()
  return (await store.listKeys(old.key)).includes(old.key) ? [old.forget()] : []
}

/** For `storeId` in the settings. */
function toWorking(store: Pick<Store, 'health'>, found: string): Check {
  const { warning } = store.health()
  if (warning === undefined) return { name: 'Store', result: 'ok', found, remedy: '' }
  return {
    name: 'Store',
    result: 'warning',
    found: `${found} But ${warning}.`,
    remedy:
      'Give Reprieve the address of the server itself, or of a pooler in session mode; else nothing is lost but those 2 s.',
  }
}

async function readId(memory: Memory): Promise<string> {
  const id = await recallStoreId(memory)
  return id === undefined ? '' : ` Its id is ${id}.`
}
