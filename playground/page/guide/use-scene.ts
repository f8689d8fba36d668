import { useEffect, useState } from 'react'
import { act } from '../act.js'

interface Setting {
  /** A scene is being set just now. */
  readonly isSetting: boolean
  /** Why it was not. */
  readonly trouble: string
  /** An empty name leads back to one's own playground. */
  set(name: string): Promise<void>
}

/** Sets the scene that the address asks for, once: a reload goes on with what is there. */
export function useScene(): Setting {
  const [asked] = useState(() => new URL(location.href).searchParams.get('scene'))
  const [isSetting, setSetting] = useState(asked !== null)
  const [trouble, setTrouble] = useState('')
  const set = async (name: string) => {
    setSetting(true)
    const result = await act('scene', { name })
    setTrouble(result.ok ? '' : result.trouble)
    setSetting(false)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the address asked for when the page was opened
  useEffect(() => {
    if (asked === null) return
    history.replaceState(null, '', location.pathname)
    void set(asked)
  }, [])
  return { isSetting, trouble, set }
}
