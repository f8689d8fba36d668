// Cmdlets that containment runs.
import type { FakeCmdlet } from './cmdlet.js'

export const changingCmdlets: Readonly<Record<string, FakeCmdlet>> = {}
