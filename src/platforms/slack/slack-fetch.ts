import type { FetchFunction } from '@slack/web-api'
import type { Fetch } from '../../ports.js'

/** Our way out as the SDK wants it. It could send files, and never does here. */
export function toSlackFetch(fetch: Fetch): (...given: Parameters<FetchFunction>) => Promise<Response> {
  return async (url, { body, ...others } = {}) => {
    if (body instanceof FormData) throw new Error('No file is ever sent')
    return fetch(url, { ...others, ...(body === undefined ? {} : { body }) })
  }
}
