// One PostgreSQL for a whole run, started when the first test asks for it. It belongs to no test file, and outlives them all.
import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { startCluster } from './cluster.js'

export interface FoundPostgres {
  /** Of a role that may make databases. Undefined when there is none. */
  readonly url: string | undefined
  /** Why there is none. */
  readonly why: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where to ask for it. */
    postgres: string
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  let stop = async () => {}
  let finding: Promise<FoundPostgres> | undefined

  async function find(): Promise<FoundPostgres> {
    const given = process.env.TEST_DATABASE_URL ?? ''
    if (given !== '') return { url: given, why: '' }
    try {
      const cluster = await startCluster()
      stop = () => cluster.stop()
      return { url: cluster.toUrl('postgres'), why: '' }
    } catch (error) {
      const why = `${error instanceof Error ? error.message : String(error)} Set TEST_DATABASE_URL.`
      console.warn(`The PostgreSQL tests are skipped: ${why}`)
      return { url: undefined, why }
    }
  }

  const door = createServer((_, response) => {
    finding ??= find()
    void finding.then((found) => response.end(JSON.stringify(found)))
  })
  await new Promise<void>((resolve) => {
    door.listen(0, '127.0.0.1', resolve)
  })
  const address = door.address()
  provide('postgres', `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`)
  return async () => {
    door.closeAllConnections()
    door.close()
    await finding
    await stop()
  }
}
