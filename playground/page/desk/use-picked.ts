import { useState } from 'react'

/** Shows what somebody picked at once, and the server's word as soon as it has come. */
export function usePicked<T>(
  current: T,
  tell: (next: T) => Promise<void>,
): readonly [T, (next: T) => Promise<void>] {
  const [picked, setPicked] = useState<{ readonly value: T }>()
  const pick = async (value: T) => {
    setPicked({ value })
    await tell(value)
    setPicked(undefined)
  }
  return [picked === undefined ? current : picked.value, pick]
}
