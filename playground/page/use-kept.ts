import { useState } from 'react'

/** A choice that this browser remembers. */
export function useKept(name: string, first: string): readonly [string, (next: string) => void] {
  const [value, setValue] = useState(() => localStorage.getItem(name) ?? first)
  const keep = (next: string) => {
    localStorage.setItem(name, next)
    setValue(next)
  }
  return [value, keep]
}
