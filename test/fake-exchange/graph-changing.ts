// What Graph changes for containment.
import type { FakeGraphRoute } from './graph.js'

export const changingRoutes: readonly FakeGraphRoute[] = []
