// A database of its own for each test, made from one that has been brought up already.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { describe, inject } from 'vitest'
import { z } from 'zod'
import { duties } from '../../../src/features/index.js'
import type { Store } from '../../../src/ports.js'
import { createSystemClock } from '../../../src/run/clock.js'
import {
  createPostgresStore,
  migratePostgres,
  type PostgresStoreParts,
} from '../../../src/stores/postgres/index.js'
import { silentLog } from '../file/folder.js'

export interface Place {
  readonly url: string
  /** Closed when the place is removed. */
  open(changes?: Partial<PostgresStoreParts>): Promise<Store>
  /** As whoever owns the server. */
  query(text: string, values?: readonly unknown[]): Promise<readonly unknown[]>
  /** As it was when it was made, and much faster than another one: what was opened is closed. */
  clear(): Promise<void>
  remove(): Promise<void>
}

const foundSchema = z.object({ url: z.string().optional(), why: z.string() })
const found = foundSchema.parse(await (await fetch(inject('postgres'))).json())

/** Why they are skipped when there is no PostgreSQL, is said once. */
export const describePostgres = found.url === undefined ? describe.skip : describe

export const createPlace = createPlaces(found.url ?? 'postgres://127.0.0.1/')

/** @param url of a role that may make databases. */
export function createPlaces(url: string) {
  let template: Promise<string> | undefined

  async function createTemplate(): Promise<string> {
    const name = toName()
    await ask(url, `create database ${name}`)
    await migratePostgres({ url: toUrl(url, name) })
    return name
  }

  /** @param options.isEmpty nothing has been brought up in it. */
  return async ({ isEmpty = false } = {}): Promise<Place> => {
    const name = toName()
    if (!isEmpty) template ??= createTemplate()
    await ask(url, `create database ${name}${isEmpty ? '' : ` template ${await template}`}`)
    const own = toUrl(url, name)
    const opened: Store[] = []
    const closeAll = () => Promise.all(opened.splice(0).map((store) => store.close()))
    return {
      url: own,
      async open(changes = {}) {
        const store = await createPostgresStore({
          url: own,
          clock: createSystemClock(),
          createId: randomUUID,
          log: silentLog,
          duties,
          time: 'given',
          ...changes,
        })
        opened.push(store)
        return store
      },
      query: (text, values) => ask(own, text, values),
      async clear() {
        await closeAll()
        await ask(own, clearing)
      },
      async remove() {
        await closeAll()
        await ask(url, `drop database ${name} with (force)`)
      },
    }
  }
}

/** For few rows ten times faster than `truncate`, which makes every table anew. */
const clearing = `
  delete from reprieve.incidents; delete from reprieve.closed_counts; delete from reprieve.waiting;
  delete from reprieve.running; delete from reprieve.cells; delete from reprieve.journal; delete from reprieve.texts;
  delete from reprieve.last_commits;
  update reprieve.journal_head set seq = 0, hash = repeat('0', 64);
  update reprieve.meta set erased_before = null, kept_before = null, kept_days = null`

function toName(): string {
  return `reprieve_${randomUUID().replaceAll('-', '')}`
}

function toUrl(url: string, database: string): string {
  const next = new URL(url)
  next.pathname = `/${database}`
  return next.href
}

async function ask(url: string, text: string, values: readonly unknown[] = []): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const answer: { readonly rows: readonly unknown[] } = await client.query(text, [...values])
    return answer.rows
  } finally {
    await client.end()
  }
}
