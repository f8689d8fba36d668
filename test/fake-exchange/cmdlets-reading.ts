// Cmdlets that evidence, policies and the doctor read.
import type { FakeCmdlet } from './cmdlet.js'

export const readingCmdlets: Readonly<Record<string, FakeCmdlet>> = {}
