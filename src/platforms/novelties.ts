/** Kinds of blocks of Slack that not every workspace takes: a card can be drawn without them. The newest first. */
export const novelties = ['data_table', 'rich_text'] as const
export type Novelty = (typeof novelties)[number]
