// The command line with its help. What each command does is in the files beside this one.
import { Command } from 'commander'
import { addActing } from './commands/acting.js'
import { addAskOwner } from './commands/ask-owner.js'
import { addBlind } from './commands/blind.js'
import { addCompletion } from './commands/completion.js'
import { addDoctor } from './commands/doctor.js'
import { addDrill } from './commands/drill.js'
import { addExplain } from './commands/explain.js'
import { addIncidents } from './commands/incidents.js'
import { addInit } from './commands/init.js'
import { addJournal } from './commands/journal.js'
import { addLooking } from './commands/looking.js'
import { addManifest } from './commands/manifest.js'
import { addResting } from './commands/resting.js'
import { addRetire } from './commands/retire.js'
import { addServing } from './commands/serving.js'
import { addSettings } from './commands/settings.js'
import { addStore } from './commands/store.js'
import { addStorm } from './commands/storm.js'
import { addSupport } from './commands/support.js'
import { addTenants } from './commands/tenants.js'
import type { Terminal } from './terminal.js'

const exitHelp = `
Exit codes:
  0  done
  1  settings or store unusable or not there, Exchange did not answer, or something
     broke
  2  wrong usage
  3  the answer is no: refused, not found, not unblocked, journal broken, something
     needs mending
  4  saved, and it waits for somebody else: an approver, or a second signature

Examples:
  reprieve playground
  reprieve init
  reprieve serve --config reprieve.yaml
  reprieve list --json`

export function createProgram(terminal: Terminal, version: string): Command {
  const program = new Command('reprieve')
    .description('Reviews and lifts Exchange Online sending restrictions from Slack and Microsoft Teams.')
    .version(version)
    .addHelpText('after', exitHelp)
    .configureOutput({
      writeOut: (text) => void terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .exitOverride()
  addInit(program, terminal)
  addTenants(program, terminal)
  addServing(program, terminal, version)
  addIncidents(program, terminal, version)
  addLooking(program, terminal)
  addBlind(program, terminal)
  addActing(program, terminal)
  addResting(program, terminal)
  addDrill(program, terminal)
  addAskOwner(program, terminal)
  addStorm(program, terminal)
  addExplain(program, terminal)
  addJournal(program, terminal)
  addStore(program, terminal)
  addSettings(program, terminal)
  addDoctor(program, terminal)
  addManifest(program, terminal)
  addRetire(program, terminal, version)
  addSupport(program, terminal, version)
  addCompletion(program, terminal)
  return program
}
