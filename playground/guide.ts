// What leads somebody who is here for the first time: a tour that notices what they do, and scenes to look at.
import type { CommandSight, GuideSight, TourStep } from './sight.js'

/** The playground knows no bot: whoever joins it with one knows how far it has come. */
export interface GuideLinks extends Pick<GuideSight, 'scenes' | 'scene'> {
  look(): Promise<Pick<GuideSight, 'done' | 'run'>>
}

export interface Guide {
  look(): Promise<GuideSight>
  /** Somebody typed this to the bot. */
  hear(text: string): void
}

export function createGuide(links: GuideLinks, commands: readonly CommandSight[]): Guide {
  const typed = new Set<TourStep>()
  return {
    async look() {
      const { scenes, scene } = links
      const { done, run } = await links.look()
      return { scenes, scene, run, done: [...done, ...typed] }
    },
    hear(text) {
      const verb = text
        .replace(/^\s*(\/\w+|@\w+)\s+/, '')
        .trim()
        .split(/\s/)[0]
      if (verb === 'list' && commands.some((one) => one.verb === verb)) typed.add('list')
    },
  }
}
