import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findBrowser } from '../playground/browser.js'
import { drawIcons, icons } from './draw-icon.js'
import { type Picture, readPng } from './png.js'

const browser = findBrowser()
const read = (png: URL) => readPng(readFileSync(png))

describe('the icons', () => {
  // https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
  it('have the sizes that Teams and Slack ask for', () => {
    expect(read(icons.teamsColor.png)).toMatchObject({ width: 192, height: 192 })
    expect(read(icons.teamsOutline.png)).toMatchObject({ width: 32, height: 32 })
    expect(read(icons.slack.png)).toMatchObject({ width: 512, height: 512 })
  })

  it('fill the whole square where a platform rounds the corners itself', () => {
    const picture = read(icons.teamsColor.png)
    expect(picture.pixels.every(([, , , alpha]) => alpha === 255)).toBe(true)
  })

  it('draw the outline in nothing but white on nothing', () => {
    const { hasAlpha, pixels } = read(icons.teamsOutline.png)
    const drawn = pixels.filter(([, , , alpha]) => alpha > 0)
    expect(hasAlpha).toBe(true)
    expect(drawn.length).toBeGreaterThan(100)
    expect(drawn.length).toBeLessThan(pixels.length / 2)
    expect(drawn.filter(([red, green, blue]) => Math.min(red, green, blue) < 255)).toEqual([])
  })

  it.skipIf(browser === undefined)('are drawn from their SVG sources', async () => {
    const all = Object.values(icons)
    const drawn = await drawIcons(browser ?? '', all)
    for (const [index, { png }] of all.entries()) {
      // Another version of the browser may smooth edges a little differently.
      expect(measureDistance(read(png), readPng(drawn[index] ?? Buffer.alloc(0)))).toBeLessThan(1)
    }
  })
})

/** Mean distance of two channels, out of 255; infinite for different sizes. */
function measureDistance(one: Picture, other: Picture): number {
  if (one.width !== other.width || one.height !== other.height) return Number.POSITIVE_INFINITY
  const [ours, theirs] = [one.pixels.flat(), other.pixels.flat()]
  const sum = ours.reduce((total, value, index) => total + Math.abs(value - (theirs[index] ?? 0)), 0)
  return sum / ours.length
}
