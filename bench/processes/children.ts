// The processes of one bench, and a folder for what they write.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChildName } from './build.js'
import { type Child, startChild } from './child.js'

export type StartChild = (name: ChildName, nodeOptions?: readonly string[]) => Child

/** Every process that was started ends with it, and every file goes, however it ends. */
export async function withChildren<Result>(
  work: (start: StartChild, folder: string) => Promise<Result>,
): Promise<Result> {
  const children: Child[] = []
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-bench-'))
  function start(name: ChildName, nodeOptions?: readonly string[]): Child {
    const child = startChild(name, nodeOptions)
    children.push(child)
    return child
  }
  try {
    return await work(start, folder)
  } finally {
    await Promise.all(children.map((child) => child.stop()))
    await rm(folder, { recursive: true, force: true })
  }
}
