import { useEffect, useState } from 'react'

export type Theme = 'light' | 'dark'

const dark = matchMedia('(prefers-color-scheme: dark)')
const chosen = (): Theme | undefined => {
  const kept = localStorage.getItem('theme')
  return kept === 'light' || kept === 'dark' ? kept : undefined
}

/** Follows the system until somebody chooses; the choice is kept. */
export function useTheme(): readonly [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(() => chosen() ?? (dark.matches ? 'dark' : 'light'))
  useEffect(() => {
    const follow = () => chosen() ?? setTheme(dark.matches ? 'dark' : 'light')
    dark.addEventListener('change', follow)
    return () => dark.removeEventListener('change', follow)
  }, [])
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  const toggle = () => {
    const next = theme === 'dark' ? 'light' : 'dark'
    localStorage.setItem('theme', next)
    setTheme(next)
  }
  return [theme, toggle]
}
