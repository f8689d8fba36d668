// The program in a process of its own: as it was built, which starts in a third of the time, or else from its sources.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** What Node is given before the program's own arguments, in `root`. */
export const programArguments: readonly string[] = isBuilt()
  ? ['dist/main.js']
  : ['--import', 'tsx', 'src/main.ts']

/** Whether nothing has changed since: folders too, which tell of files that are gone. */
function isBuilt(): boolean {
  const builtAt = statSync(join(root, 'dist/main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return ['src', 'playground', 'build.mjs', 'bundle.mjs', 'tsconfig.json', 'tsconfig.build.json'].every(
    (name) => findNewest(join(root, name)) < builtAt,
  )
}

function findNewest(path: string): number {
  const found = statSync(path)
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => findNewest(join(path, name))))
}
