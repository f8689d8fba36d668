// The hosts that the program calls, on one port of this machine: with TLS, under their own names, by a certificate that
// the program trusts because Node was told to.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { listen } from '../fake-exchange/listen.js'

export type Answerer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export interface Internet {
  /** For a process that is to live in it. */
  readonly environment: Readonly<Record<string, string>>
  /** Hosts that were called and that nobody answers for. */
  readonly strangers: readonly string[]
  close(): Promise<void>
}

/** @param hosts by name; `*.` before one stands for whatever is under it. */
export async function createInternet(
  folder: string,
  hosts: ReadonlyMap<string, Answerer>,
): Promise<Internet> {
  const certificate = join(folder, 'internet.crt')
  const key = join(folder, 'internet.key')
  writeCertificate({ certificate, key, names: [...hosts.keys()] })
  const strangers: string[] = []

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    const answerer = hosts.get(host) ?? hosts.get(host.replace(/^[^.]+/, '*'))
    if (answerer !== undefined) return answerer(request, response)
    strangers.push(host)
    response.writeHead(404).end()
  }

  const server = createServer(
    { cert: readFileSync(certificate), key: readFileSync(key) },
    (request, response) => {
      void answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
    },
  )
  const { port, close } = await listen(server)
  return {
    environment: {
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'redirect.mjs')}`,
      NODE_EXTRA_CA_CERTS: certificate,
      PRETEND_INTERNET_PORT: String(port),
    },
    strangers,
    close,
  }
}

interface Files {
  readonly certificate: string
  readonly key: string
  readonly names: readonly string[]
}

function writeCertificate({ certificate, key, names }: Files): void {
  const alternatives = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`
  const what = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=pretend']
  const where = ['-addext', alternatives, '-keyout', key, '-out', certificate]
  execFileSync('openssl', [...what, ...where], { stdio: 'ignore' })
}

/** Hands on to a server of this machine, the name that was called included; the body, when it has been read already. */
export function forwardTo(port: number) {
  return (request: IncomingMessage, response: ServerResponse, body?: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const { method, url, headers } = request
      const onward = forward({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response).on('finish', () => resolve())
      })
      onward.on('error', reject)
      if (body === undefined) request.pipe(onward)
      else onward.end(body)
    })
}
