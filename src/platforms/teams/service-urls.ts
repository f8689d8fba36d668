// Where Teams' connector may be. An activity names the address that answers and cards go to, with the bot's token; a
// signature says who wrote that address down, not that it is Microsoft's.
import { findUrl } from '../../domain/url.js'
import { type TeamsCloudName, teamsClouds } from './clouds.js'

export interface ServiceUrls {
  /** Until an activity has named another. */
  readonly first: string
  isAllowed(url: string): boolean
  /** Remembers what was turned away, for the doctor. @returns its host, fit for the log. */
  refuse(url: string): string
  /** The host that was turned away last; undefined when none was since the start. */
  readRefused(): string | undefined
}

/** @param given addresses the settings name: their origins are believed as they are. */
export function createServiceUrls(parts: {
  readonly cloud: TeamsCloudName
  readonly serviceUrl?: string | undefined
  readonly serviceUrls: readonly string[]
}): ServiceUrls {
  const hosts: readonly string[] = teamsClouds[parts.cloud].connectorHosts
  const first = parts.serviceUrl ?? `https://${hosts[0]}/teams/`
  const origins = [first, ...parts.serviceUrls].map((url) => findUrl(url)?.origin)
  let refused: string | undefined

  return {
    first,
    isAllowed(text) {
      const url = findUrl(text)
      if (url === undefined || url.username + url.password + url.search + url.hash !== '') return false
      if (origins.includes(url.origin)) return true
      return url.protocol === 'https:' && url.port === '' && hosts.includes(url.hostname)
    },
    refuse(text) {
      refused = (findUrl(text)?.host ?? text).slice(0, 100)
      return refused
    },
    readRefused: () => refused,
  }
}
