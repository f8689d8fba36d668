// Draws the icons from their SVG sources. `npx tsx test/manifest/draw-icon.ts` draws the committed ones anew.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { findBrowser, openBrowser } from '../playground/browser.js'

export interface Icon {
  readonly svg: URL
  readonly png: URL
  readonly pixels: number
}

const folder = new URL('../../manifest/', import.meta.url)
const toIcon = (svg: string, png: string, pixels: number): Icon => ({
  svg: new URL(`icons/${svg}`, folder),
  png: new URL(png, folder),
  pixels,
})

/** Teams wants exactly these two sizes, Slack at least 512. */
export const icons = {
  teamsColor: toIcon('color.svg', 'teams/color.png', 192),
  teamsOutline: toIcon('outline.svg', 'teams/outline.png', 32),
  slack: toIcon('color.svg', 'slack/icon.png', 512),
}

export async function drawIcons(executablePath: string, wanted: readonly Icon[]): Promise<readonly Buffer[]> {
  const browser = await openBrowser(executablePath)
  try {
    const page = await browser.newPage()
    const drawn: Buffer[] = []
    for (const { svg, pixels } of wanted) {
      await page.setViewportSize({ width: pixels, height: pixels })
      await page.setContent(toPage(readFileSync(svg, 'utf8')))
      drawn.push(await page.screenshot({ omitBackground: true }))
    }
    return drawn
  } finally {
    await browser.close()
  }
}

function toPage(svg: string): string {
  return `<!doctype html><style>html,body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const browser = findBrowser()
  if (browser === undefined) process.exit(1)
  const all = Object.values(icons)
  const drawn = await drawIcons(browser, all)
  for (const [index, { png }] of all.entries()) writeFileSync(fileURLToPath(png), drawn[index] ?? '')
}
