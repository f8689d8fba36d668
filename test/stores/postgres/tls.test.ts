// A database that shows a certificate, and one that shows none.
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StoreError } from '../../../src/errors.js'
import { createLog } from '../../../src/log/index.js'
import { openStore } from '../../../src/run/store.js'
import { createCertificate } from '../../fake-exchange/certificate.js'
import { type Cluster, nobody, startCluster } from './cluster.js'
import { createPlaces, describePostgres, type Place } from './place.js'

describePostgres('a database with TLS', () => {
  let folder: string
  let cluster: Cluster
  let place: Place
  let ca: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reprieve-tls-'))
    await chmod(folder, 0o755)
    const write = async (name: string, text: string) => {
      const path = join(folder, name)
      await writeFile(path, text, { mode: 0o600 })
      if (nobody.uid !== undefined) await chown(path, nobody.uid, nobody.gid)
      return path
    }
    const { certificate, privateKey } = createCertificate({ host: 'localhost' })
    ca = await write('ca.pem', certificate)
    const key = await write('key.pem', privateKey)
    cluster = await startCluster(['ssl=on', `ssl_cert_file=${ca}`, `ssl_key_file=${key}`])
    place = await createPlaces(cluster.toUrl('postgres'))()
  })
  afterAll(async () => {
    await place.remove()
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const open = (host: string, mode: string, authority?: string) => {
    const url = new URL(place.url)
    url.hostname = host
    url.password = 'canary-word'
    url.searchParams.set('sslmode', mode)
    const store = { url: url.href, connections: 2, ...(authority === undefined ? {} : { ca: authority }) }
    return openStore({ dataFolder: folder, store }, { log: createLog({ level: 'silent' }), pid: 1 })
  }
  const sessions = () =>
    place.query(
      `select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'reprieve'`,
    )

  test('is used by everything that is kept in it when store.ca names its authority', async () => {
    const { store, close } = await open('localhost', 'verify-full', ca)
    await store.remember('key', 1)
    expect((await store.recall('key'))?.value).toBe(1)
    expect(await sessions()).toEqual([{ ssl: true }])
    await close()
  })

  test.each([
    {
      why: 'nobody known has signed it',
      host: 'localhost',
      isKnown: false,
      code: /DEPTH_ZERO_SELF_SIGNED_CERT/,
    },
    { why: 'it is for another host', host: '127.0.0.1', isKnown: true, code: /ERR_TLS_CERT_ALTNAME_INVALID/ },
  ])('is refused in words when $why, and never told the password', async ({ host, isKnown, code }) => {
    const error: unknown = await open(host, 'require', isKnown ? ca : undefined).catch(
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(StoreError)
    expect(error).toMatchObject({
      message: expect.stringMatching(/certificate of the database cannot be trusted.*store\.ca/) as unknown,
    })
    expect(String(error)).toMatch(code)
    expect(String(error)).not.toContain('canary')
  })

  test('is spoken to in the clear when its address says sslmode=disable', async () => {
    const { close } = await open('localhost', 'disable')
    expect(await sessions()).toEqual([{ ssl: false }])
    await close()
  })
})
