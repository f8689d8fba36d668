// A PostgreSQL of the bench's own, which waits for the disk as one does that is relied on.
import pg from 'pg'
import { migratePostgres } from '../../src/stores/postgres/index.js'
import { startCluster } from '../../test/stores/postgres/cluster.js'
import { readTreeMilliseconds } from '../processes/tree.js'

export interface Postgres {
  /** A database of its own, brought up and empty. Resolves with its address. */
  createDatabase(name: string): Promise<string>
  /** Processor time of the server and all of its processes so far. */
  readProcessorMilliseconds(): Promise<number>
}

const durable = ['fsync=on', 'full_page_writes=on', 'shared_buffers=256MB', 'max_wal_size=4GB']

export async function withPostgres<Result>(work: (postgres: Postgres) => Promise<Result>): Promise<Result> {
  const cluster = await startCluster(durable)
  try {
    const pid = await cluster.readProcessId()
    return await work({
      readProcessorMilliseconds: () => readTreeMilliseconds(pid),
      async createDatabase(short) {
        const name = `bench_${short}`
        await ask(cluster.toUrl('postgres'), `create database ${name}`)
        const url = cluster.toUrl(name)
        await migratePostgres({ url })
        return url
      },
    })
  } finally {
    await cluster.stop()
  }
}

export async function ask(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const answer: { readonly rows: readonly unknown[] } = await client.query(text, [...values])
    return answer.rows
  } finally {
    await client.end()
  }
}
