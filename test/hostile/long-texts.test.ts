// Whoever can name a rule, an app or a tenant, or type a command, chooses how long a text is and of what.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'

/** CPU time, not time: other work on the machine takes from the one and hardly from the other. */
const mostMilliseconds = 50

const longest = 120_000

test(
  'a text of 28 kB costs nobody else a second, whatever it is made of and wherever it is read',
  async () => {
    const script = join(import.meta.dirname, 'long-texts.child.ts')
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script])
    const worst = z
      .array(z.object({ reader: z.string(), milliseconds: z.number(), start: z.string() }))
      .parse(JSON.parse(stdout))
    expect(worst.length).toBeGreaterThan(10)
    expect(worst.filter(({ milliseconds }) => milliseconds > mostMilliseconds)).toEqual([])
  },
  longest,
)
