// What the figures were taken on; without it they say little.
import { cpus, release, totalmem, type } from 'node:os'

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGigabytes: number
  readonly node: string
  readonly system: string
}

export function readMachine(nodeVersion: string): Machine {
  const all = cpus()
  return {
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: nodeVersion,
    system: `${type()} ${release()}`,
  }
}

export function toMachineText({ processor, cores, memoryGigabytes, node, system }: Machine): string {
  return `${processor}, ${cores} cores, ${memoryGigabytes} GB, Node ${node}, ${system}`
}
