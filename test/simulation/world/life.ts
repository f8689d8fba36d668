// One process from its start to its end. Whatever it waits for when it dies never comes, and nothing it does reaches the
// outside any more; what it had sent before arrives all the same.
export interface Life {
  readonly number: number
  readonly isOver: () => boolean
  /** The answer to a call of this process; never settles once the process is gone. */
  hear<Value>(call: () => Promise<Value>): Promise<Value>
  end(): void
}

const never = new Promise<never>(() => {})

export function createLife(number: number): Life {
  let isOver = false
  return {
    number,
    isOver: () => isOver,
    async hear(call) {
      if (isOver) return never
      try {
        const value = await call()
        return isOver ? await never : value
      } catch (error) {
        if (isOver) return never
        throw error
      }
    },
    end() {
      isOver = true
    },
  }
}
