// Words all stories share.

export const known = <const Value>(value: Value) => ({ known: true, value }) as const
export const unknown = (why: string) => ({ known: false, why }) as const

/** 0 recipients a day stands for the service default. */
export const standardPolicy = { name: 'Default', recipientsPerDay: 0, action: 'BlockUserForToday' }
