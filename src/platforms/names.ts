/** The platforms there are. Each has a folder here, a folder of cards, and its settings. */
export const platformNames = ['slack', 'teams'] as const
export type OwnPlatformName = (typeof platformNames)[number]
