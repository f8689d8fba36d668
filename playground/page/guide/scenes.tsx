import { useEffect, useRef } from 'react'
import type { GuideSight } from '../../sight.js'
import { WarningIcon } from '../icons.js'

interface ScenesProps {
  readonly guide: GuideSight
  readonly trouble: string
  readonly takesFocus: boolean
}

/** Every scene is a link: it can be sent to somebody whose playground runs. */
export function Scenes({ guide, trouble, takesFocus }: ScenesProps) {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (takesFocus) title.current?.focus()
  }, [takesFocus])
  return (
    <section className="guide scenes" id="scenes" aria-labelledby="scenes-title">
      <h2 id="scenes-title" ref={title} tabIndex={-1}>
        Scenes
      </h2>
      <p className="guide-says">
        Each begins in a fresh sandbox. Your own playground is kept as it is, and waits until you come back.
      </p>
      {trouble !== '' && (
        <p className="trouble" role="alert">
          <WarningIcon /> {trouble}
        </p>
      )}
      <ul>
        {guide.scenes.map(({ name, title: text, about }) => (
          <li key={name} data-shown={guide.scene?.name === name}>
            <a href={`/?scene=${name}`} aria-current={guide.scene?.name === name ? 'true' : undefined}>
              {text}
            </a>
            <span>{about}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface SceneBarProps {
  readonly scene: NonNullable<GuideSight['scene']>
  onBack(): void
}

/** What one looks at, and the ways out of it. */
export function SceneBar({ scene, onBack }: SceneBarProps) {
  return (
    <section className="guide scene" aria-labelledby="scene-title">
      <h2 id="scene-title">{scene.title}</h2>
      <p className="guide-says" role="status">
        {scene.about} <strong>{scene.next}</strong>
      </p>
      <p className="guide-buttons">
        <a href={`/?scene=${scene.name}`}>Set it anew</a>
        <button type="button" onClick={onBack}>
          Back to your own playground
        </button>
      </p>
    </section>
  )
}
