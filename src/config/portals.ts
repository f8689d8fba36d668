// Microsoft's portals in each cloud. Sources: learn.microsoft.com, "Microsoft Defender for Endpoint for US Government
// customers" (portal URLs), "Microsoft Entra frequently asked questions" (the hosts to allow); for Exchange the announcement
// of the new admin center for GCC High. What is missing is not documented, or named differently in every place: no admin
// center of Exchange for DoD, and for China neither that nor a Defender portal.
import type { z } from 'zod'
import type { Portals } from '../domain/portals.js'
import type { cloudSchema } from './backends.js'

type CloudName = z.output<typeof cloudSchema>

const portals: Readonly<Record<CloudName, Portals>> = {
  worldwide: {
    defender: 'https://security.microsoft.com',
    entra: 'https://entra.microsoft.com',
    exchange: 'https://admin.exchange.microsoft.com',
  },
  'gcc-high': {
    defender: 'https://security.microsoft.us',
    entra: 'https://entra.microsoft.us',
    exchange: 'https://admin.exchange.office365.us',
  },
  dod: { defender: 'https://security.apps.mil', entra: 'https://entra.microsoft.us' },
  china: { entra: 'https://entra.microsoftonline.cn' },
}

/** An invented organisation has no cloud, and looks like one of the worldwide cloud. */
export function toPortals(cloud: CloudName = 'worldwide'): Portals {
  return portals[cloud]
}
