import type { z } from 'zod'

/** What the duty of each kind of task must look like. A kind that is not among them is of another version of the program. */
export type Duties = ReadonlyMap<string, z.ZodType>
