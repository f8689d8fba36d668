/** Tells whoever watches that something to see has changed; what exactly, they look up themselves. */
export interface Changes {
  publish(): void
  subscribe(listener: () => void): () => void
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>()
  return {
    publish() {
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
