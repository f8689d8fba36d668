// What axe-core finds on a page as it is drawn now: WCAG 2.2 A and AA, and its best practices.
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const report = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
})

export async function findAxeFlaws(page: Page): Promise<readonly string[]> {
  // Evaluated by the browser's debugger, which the page's content security policy does not concern.
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source)
  // What is fading in has not the colours that it will have.
  await page.evaluate(
    'Promise.all(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => undefined)))',
  )
  const { violations } = report.parse(
    await page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] })`,
    ),
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 140)}`))
}
