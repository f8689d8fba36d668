import { useEffect, useRef } from 'react'
import type { GuideSight } from '../../sight.js'
import { useKept } from '../use-kept.js'
import { findStep, joinDone, steps, waiting } from './tour-steps.js'
import { useMarks } from './use-marks.js'

interface TourProps {
  readonly guide: GuideSight
  /** Opened just now by a person, who is taken there. */
  readonly takesFocus: boolean
  onLeave(): void
  onEnd(): void
  /** Undefined in one's own playground. */
  onBack?(): void
}

/** One step after the other, each done as soon as it is seen to be. */
export function Tour({ guide, takesFocus, onLeave, onEnd, onBack }: TourProps) {
  const [kept, keep] = useKept('tour-done', '')
  const title = useRef<HTMLHeadingElement>(null)
  const done = joinDone(kept, guide)
  const noted = [guide.run, ...done].join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: kept whenever it has grown
  useEffect(() => keep(noted), [noted])
  useEffect(() => {
    if (takesFocus) title.current?.focus()
  }, [takesFocus])
  const now = findStep(done)
  const isWaiting = !done.includes('alert')
  useMarks(isWaiting ? [] : (now?.step.targets ?? []))
  const showMe = () => document.querySelector<HTMLElement>('[data-tour]')?.focus()

  return (
    <section className="guide tour" aria-labelledby="tour-title">
      <h2 id="tour-title" ref={title} tabIndex={-1}>
        {now ? `Step ${now.at + 1} of ${steps.length}` : 'The tour is done'}
      </h2>
      <p className="guide-says" role="status">
        {!now && 'Alert, claim, account, review, end: that is all of it. Look at a scene next.'}
        {now && isWaiting && waiting}
        {now && !isWaiting && (
          <>
            {now.step.says[0]}
            <strong>{now.step.says[1]}</strong>
            {now.step.says[2]}
          </>
        )}
      </p>
      <p className="guide-buttons">
        {now && !isWaiting && (
          <button type="button" onClick={showMe}>
            Show me
          </button>
        )}
        {now ? (
          <button type="button" onClick={onLeave}>
            Leave the tour
          </button>
        ) : (
          <button type="button" onClick={onEnd}>
            Show the scenes
          </button>
        )}
        {onBack ? (
          <button type="button" onClick={onBack}>
            Back to your own playground
          </button>
        ) : (
          <a href="/?scene=first">Start it anew</a>
        )}
      </p>
      <ol className="tour-steps">
        {steps.map(({ key, title: name }) => (
          <li
            key={key}
            data-done={done.includes(key)}
            aria-current={key === now?.step.key ? 'step' : undefined}
          >
            {name}
            {done.includes(key) && <span className="only-heard">, done</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}
