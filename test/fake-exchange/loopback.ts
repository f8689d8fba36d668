import type { SendHttp } from '../../src/backends/exchange/http.js'

/**
 * Sends what is meant for Microsoft to the fake server instead: every host, so that the fake also sees what should have
 * gone nowhere. The host it was meant for stays in the `host` header.
 */
export function createLoopback(send: SendHttp, port: number): SendHttp {
  return (request) => {
    const { protocol, host, pathname, search } = new URL(request.url)
    const headers = { ...request.headers, host, 'x-protocol': protocol }
    return send({ ...request, url: `http://127.0.0.1:${port}${pathname}${search}`, headers })
  }
}
