// Which tasks share places. A pool never takes another's: people's work waits for no poll, and no card for evidence.

/** In the order in which what is due at one moment begins. */
export const pools = [
  /** What somebody confirmed and waits for. */
  'people',
  /** Somebody is woken: that waits for no card. */
  'pages',
  /** What everyone sees. */
  'broadcasts',
  'watch',
  'verify',
  /** Message trace may be asked so seldom that what waits for it must keep nothing else waiting. */
  'traces',
  'evidence',
  /** How Reprieve itself is: quick, and waits for nobody. */
  'vitals',
  'doctor',
  'policies',
] as const
export type Pool = (typeof pools)[number]
