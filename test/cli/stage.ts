// A bot on the stage, with the door of a real one for whoever is at the console.
import { onTestFinished } from 'vitest'
import type { SenderEvidence } from '../../src/domain/evidence.js'
import { createControl } from '../../src/doors/control.js'
import { catalogue } from '../../src/features/index.js'
import type { PlatformHandlers } from '../../src/ports.js'
import { toControlPath } from '../../src/run/data-folder.js'
import { createSender, restrict } from '../features/acts.js'
import { access } from '../features/people.js'
import { createStage } from '../features/stage.js'
import { silentLog } from '../stores/file/folder.js'
import { createPlace } from './bot.js'
import { run } from './run.js'

/** Sam is restricted; Maya may approve, Vera may look. */
export async function openAtConsole(evidence?: SenderEvidence) {
  const stage = await createStage({
    access: {
      homes: new Set([...access.homes, 'console:this-machine']),
      people: new Map([
        ...access.people,
        ['console:maya', { role: 'approver', addresses: ['maya@contoso.com'] }],
        ['console:vera', { role: 'viewer', addresses: ['vera@contoso.com'] }],
      ]),
      groups: new Map(),
    },
  })
  onTestFinished(() => stage.close())
  const sam = createSender('sam@contoso.com')
  if (evidence !== undefined) stage.backend.know(sam.entity, evidence)
  const { id } = await restrict(stage, sam)
  await stage.advance(5_000)
  return { stage, id, ask: await openDoor(stage.bot().handlers) }
}

/** What whoever is at the console says to this bot, through a door as a real one has. */
export async function openDoor(handlers: PlatformHandlers) {
  const place = await createPlace([])
  const control = createControl({
    path: toControlPath(place.dataFolder),
    handlers,
    breakGlass: async () => undefined,
    callDoctor: async () => undefined,
    presses: catalogue.presses,
    log: silentLog,
  })
  await control.listen()
  onTestFinished(async () => {
    await control.close()
    await place.remove()
  })
  return (args: readonly string[], given: Parameters<typeof run>[1] = {}) =>
    run([...args, '-c', place.configPath], given)
}
