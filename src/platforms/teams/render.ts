import type { Card } from '../../ports.js'

export type Render = (card: Card) => unknown
