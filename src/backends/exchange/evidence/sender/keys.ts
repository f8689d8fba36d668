// The keys of an app as Entra's audit log writes them: `["[KeyIdentifier=…,KeyType=Password,KeyUsage=Verify,DisplayName=…]"]`,
// once as they were and once as they are.

export interface Key {
  /** Empty when the log does not say which. */
  readonly id: string
  readonly kind: 'secret' | 'certificate' | undefined
}

interface Written {
  readonly oldValue: string
  readonly newValue: string
}

interface Keys {
  readonly added: readonly Key[]
  readonly removed: readonly Key[]
}

/** @param isAdded what happened when the log does not tell the keys: then one that is not known was added, or none. */
export function readKeys(written: Written | undefined, { isAdded }: { readonly isAdded: boolean }): Keys {
  const [before, after] = [parseKeys(written?.oldValue), parseKeys(written?.newValue)]
  if (before.length === 0 && after.length === 0)
    return { added: isAdded ? [{ id: '', kind: undefined }] : [], removed: [] }
  return { added: without(after, before), removed: without(before, after) }
}

function without(some: readonly Key[], others: readonly Key[]): readonly Key[] {
  return some.filter(({ id }) => !others.some((one) => one.id === id))
}

function parseKeys(value = ''): readonly Key[] {
  const keys = [...value.matchAll(/KeyIdentifier=([^,\]]+),\s*KeyType=([^,\]]+)/gi)]
  return keys.map(([, id = '', type = '']) => ({ id: id.toLowerCase(), kind: toKind(type) }))
}

function toKind(type: string): Key['kind'] {
  if (/^asymmetric|x509/i.test(type)) return 'certificate'
  return /password|symmetric/i.test(type) ? 'secret' : undefined
}
