import type { GuideSight } from '../../sight.js'
import { SceneBar, Scenes } from './scenes.js'
import { Tour } from './tour.js'
import type { GuideState } from './use-guide.js'

interface GuideProps {
  readonly sight: GuideSight
  readonly guide: GuideState
  readonly trouble: string
  onBack(): void
}

/** Above the panes: where whoever is here for the first time is led. */
export function Guide({ sight, guide, trouble, onBack }: GuideProps) {
  const { isTourOpen, areScenesOpen, opened, showTour, showScenes } = guide
  const isTour = isTourOpen && hasTour(sight.scene?.name)
  const endTour = () => {
    showTour(false)
    showScenes(true)
  }
  return (
    <>
      {areScenesOpen && <Scenes guide={sight} trouble={trouble} takesFocus={opened === 'scenes'} />}
      {sight.scene && !isTour && <SceneBar scene={sight.scene} onBack={onBack} />}
      {isTour && (
        <Tour
          guide={sight}
          takesFocus={opened === 'tour'}
          onLeave={() => showTour(false)}
          onEnd={endTour}
          {...(sight.scene ? { onBack } : {})}
        />
      )}
    </>
  )
}

/** It is about Laura, whom the other scenes are not about. */
export function hasTour(scene: string | undefined): boolean {
  return scene === undefined || scene === 'first'
}
