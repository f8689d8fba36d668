// What rings, as the settings say. What is not used is not even loaded.
import type { BotSettings } from '../config/index.js'
import type { Clock, Fetch, Pager } from '../ports.js'

interface Outside {
  readonly fetch: Fetch
  readonly clock: Clock
}

export function createPagers({ pagers = [] }: BotSettings, outside: Outside): Promise<readonly Pager[]> {
  return Promise.all(pagers.map((settings) => createPager(settings, outside)))
}

async function createPager(
  settings: NonNullable<BotSettings['pagers']>[number],
  outside: Outside,
): Promise<Pager> {
  switch (settings.kind) {
    case 'pagerduty': {
      const { createPagerDuty, pagerDutyUrls } = await import('../pagers/pagerduty.js')
      return createPagerDuty({ ...settings, url: pagerDutyUrls[settings.region] }, outside)
    }
    case 'webhook': {
      const { createWebhookPager } = await import('../pagers/webhook.js')
      return createWebhookPager(settings, outside)
    }
    default:
      return settings satisfies never
  }
}
