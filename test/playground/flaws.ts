// Finds what keeps people who listen, or see little, from a page: things without a name, broken references, text that
// is too faint. Measured in the browser, on what is drawn.
import type { Page } from 'playwright-core'

export async function findFlaws(page: Page): Promise<readonly string[]> {
  const found: unknown = await page.evaluate(FIND)
  return Array.isArray(found) ? found.map(String) : ['the page could not be examined']
}

// Runs in the page: no types, no imports. Contrast: WCAG 2.2, 1.4.3 (4.5 to 1, large text 3 to 1).
const FIND = `(() => {
  const flaws = []
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const all = (selector) => [...document.querySelectorAll(selector)].filter((element) => shown(element) && !element.closest('[inert]'))
  const say = (what, element) => flaws.push(what + ': ' + element.outerHTML.slice(0, 140))
  const nameOf = (element) =>
    element.getAttribute('aria-label') ||
    (element.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim() ||
    [...(element.labels ?? [])].map((label) => label.textContent).join(' ').trim() ||
    (element.matches('input, select, textarea') ? '' : element.textContent.trim())

  for (const element of all('button, a[href], input, select, textarea, [role=button], [role=tab], dialog, aside, section[aria-label], fieldset'))
    if (element.tagName !== 'FIELDSET' ? !nameOf(element) : !element.querySelector('legend') && !nameOf(element)) say('nameless', element)
  for (const attribute of ['aria-labelledby', 'aria-describedby'])
    for (const element of all('[' + attribute + ']'))
      for (const id of element.getAttribute(attribute).split(' ')) if (!document.getElementById(id)) say('refers to nothing', element)
  const ids = new Map()
  for (const element of all('.desk [id], header [id]')) ids.set(element.id, (ids.get(element.id) ?? 0) + 1)
  for (const [id, count] of ids) if (count > 1) flaws.push('id twice: ' + id)
  for (const element of all('[tabindex]')) if (element.tabIndex > 0) say('jumps the tab order', element)
  if (all('main').length !== 1 || all('h1').length !== 1) flaws.push('not one main and one h1')
  if (!document.documentElement.lang) flaws.push('no language')
  let level = 0
  for (const heading of all('h1, h2, h3, h4, [role=heading]')) {
    const next = Number(heading.getAttribute('aria-level') ?? heading.tagName.slice(1))
    if (next > level + 1 && level > 0) say('heading skips a level', heading)
    level = next
  }

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const toRgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data
    return [red, green, blue, alpha / 255]
  }
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)]
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => { const c = part / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const groundOf = (element) => {
    const layers = []
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at)
      if (style.backgroundImage.includes('gradient') && at !== document.body) return undefined
      const layer = toRgba(style.backgroundColor)
      if (layer[3] > 0) layers.push(layer)
      if (layer[3] === 1) break
    }
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255])
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement
    if (!/[\\p{L}\\p{N}]/u.test(text.data) || !shown(element) || element.closest('[inert], :disabled, script, style, noscript, option')) continue
    const box = element.getBoundingClientRect()
    if (box.width <= 1 || box.height <= 1) continue
    const ground = groundOf(element)
    if (!ground) continue
    const style = getComputedStyle(element)
    const ink = over(toRgba(style.color), ground)
    const [one, other] = [light(ink), light(ground)]
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
    const size = Number.parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (ratio < (isLarge ? 3 : 4.5)) say('too faint (' + ratio.toFixed(2) + ')', element)
  }
  return [...new Set(flaws)]
})()`
