// What Graph answers about accounts, sign-ins, risk, grants and roles.
import type { FakeGraphRoute } from './graph.js'

export const readingRoutes: readonly FakeGraphRoute[] = []
