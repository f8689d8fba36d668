import { useEffect } from 'react'
import { about } from './tour-steps.js'

const controls = 'button, [role="tab"], a[href]'
const betweenMilliseconds = 80

/** Marks on the page what a step of the tour wants pressed, however often it is drawn anew. */
export function useMarks(targets: readonly string[]): void {
  const wanted = targets.join('\n')
  useEffect(() => {
    let timer = 0
    const mark = () => {
      const found = findTargets(wanted.split('\n'))
      for (const element of document.querySelectorAll('[data-tour]'))
        if (!found.includes(element as HTMLElement)) element.removeAttribute('data-tour')
      for (const element of found) if (!element.dataset.tour) element.dataset.tour = 'press'
    }
    const watch = new MutationObserver(() => {
      clearTimeout(timer)
      timer = window.setTimeout(mark, betweenMilliseconds)
    })
    mark()
    const attributeFilter = ['inert', 'aria-selected']
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter })
    return () => {
      clearTimeout(timer)
      watch.disconnect()
      for (const element of document.querySelectorAll('[data-tour]')) element.removeAttribute('data-tour')
    }
  }, [wanted])
}

/** The first of them that is there, on both platforms. */
function findTargets(targets: readonly string[]): readonly HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>(controls)].filter(
    (element) => element.checkVisibility() && !element.closest('[inert], .guide') && isAbout(element),
  )
  for (const target of targets) {
    const found = all.filter((element) => listNames(element).includes(target.replaceAll('’', "'")))
    // The tab in front has been pressed.
    if (found.some((element) => element.getAttribute('aria-selected') === 'true')) return []
    if (found.length > 0) return found
  }
  return []
}

/** Other cards have the same buttons. */
function isAbout(element: HTMLElement): boolean {
  const card = element.closest('.slack-message, .teams-post')
  return card === null || (card.textContent ?? '').includes(about)
}

/** What is read on it, and what is heard: that may say whom it is about as well. */
function listNames(element: HTMLElement): readonly string[] {
  return [element.getAttribute('aria-label') ?? '', element.textContent ?? ''].map((name) =>
    name.replaceAll('’', "'").trim(),
  )
}
