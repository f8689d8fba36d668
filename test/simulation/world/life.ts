// One process from its start to its end. Whatever it waits for when it dies never comes, and nothing it does reaches the
// outside any more; what it had sent before arrives all the same.
export interface Life {
  readonly number: number
  readonly isOver: () => boolean
  /** The answer to a call of this process; never settles once the process is gone. */
  hear<Value>(call: () => Promise<Value>): Promise<Value>
  /** Nothing that it waits for is heard, and nothing more is asked, before that. */
  freeze(thawed: Promise<void>): void
  end(): void
}

const never = new Promise<never>(() => {})

export function createLife(number: number): Life {
  let isOver = false
  let frozen: Promise<void> | undefined
  async function thaw(): Promise<void> {
    while (frozen !== undefined) await frozen
  }
  return {
    number,
    isOver: () => isOver,
    async hear(call) {
      if (frozen !== undefined) await thaw()
      if (isOver) return never
      try {
        const value = await call()
        if (frozen !== undefined) await thaw()
        return isOver ? await never : value
      } catch (error) {
        if (frozen !== undefined) await thaw()
        if (isOver) return never
        throw error
      }
    },
    freeze(thawed) {
      frozen = thawed
      void thawed.then(() => {
        if (frozen === thawed) frozen = undefined
      })
    },
    end() {
      isOver = true
    },
  }
}
