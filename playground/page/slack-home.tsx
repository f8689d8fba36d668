import { useEffect, useState } from 'react'
import type { ActResult, SlackHomeSight, SlackSight } from '../sight.js'
import { HourglassIcon, WarningIcon } from './icons.js'
import { SlackBlocks } from './slack-blocks.js'
import type { Touch } from './slack-touch.js'
import type { Theme } from './use-theme.js'

interface SlackHomeProps {
  readonly home: SlackHomeSight
  readonly users: SlackSight['users']
  readonly theme: Theme
  readonly inert: boolean
  /** Asks the bot for what belongs here. */
  onOpen(): Promise<ActResult>
  onPress(viewId: string, touch: Touch): Promise<ActResult>
}

/** The app's Home tab, as the bot published it for this person. */
export function SlackHome({ home, users, theme, inert, onOpen, onPress }: SlackHomeProps) {
  const [result, setResult] = useState<ActResult>({ ok: true })
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once, when it comes into sight
  useEffect(() => void onOpen().then(setResult), [])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="feed slack-home" aria-label="Home of Reprieve in Slack" inert={inert} tabIndex={0}>
      {!result.ok && (
        <p className="trouble" role="alert">
          <WarningIcon /> {result.trouble}
        </p>
      )}
      {home.kind === 'drawn' && (
        <SlackBlocks
          blocks={home.blocks}
          scope={`${home.id}-${home.hash}`}
          users={users}
          theme={theme}
          onPress={async (touch) => setResult(await onPress(home.id, touch))}
        />
      )}
      {home.kind === 'empty' && (
        <div className="nothing-yet">
          <span className="nothing-yet-mark">
            <HourglassIcon />
          </span>
          <p>
            <strong>Nothing here yet.</strong>
          </p>
          <p>The app has not published your home.</p>
        </div>
      )}
    </section>
  )
}
