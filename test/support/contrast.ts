import type { Page } from 'playwright-core'

/**
 * What WCAG 1.4.11 has against the controls of a page, one line each: axe does not look. A control's border or fill, and the ring that it
 * gets with the focus, stand out from what is around it by 3:1; a checkbox is square.
 */
export const controlFaults = (page: Page): Promise<string[]> => page.evaluate(`(${lookAtControls})()`)

/** Runs in the page, as text: it knows nothing of this file. */
const lookAtControls = String.raw`() => {
  const parts = (color) => {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number)
    return [r, g, b, a]
  }
  const over = ([r, g, b, a], below) => [r, g, b].map((value, i) => value * a + below[i] * (1 - a))
  const behind = (element) => {
    if (!element) return [255, 255, 255]
    const color = parts(getComputedStyle(element).backgroundColor)
    return color[3] === 1 ? color.slice(0, 3) : over(color, behind(element.parentElement))
  }
  const light = (color) => {
    const [r, g, b] = color.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b)
    return (bright + 0.05) / (dark + 0.05)
  }
  const faults = []
  for (const element of document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a.button, summary')) {
    if (!element.checkVisibility() || element.closest('.altcha')) continue
    const around = behind(element.parentElement)
    const name = element.outerHTML.slice(0, 90)
    const style = getComputedStyle(element)
    const border = ['Top', 'Right', 'Bottom', 'Left'].map((side) =>
      parseFloat(style['border' + side + 'Width']) > 0 ? contrast(over(parts(style['border' + side + 'Color']), around), around) : 1,
    )
    const best = Math.max(Math.min(...border), contrast(behind(element), around))
    if (best < 3) faults.push(best.toFixed(2) + ':1 ' + name)
    if (element.type === 'checkbox' && parseFloat(style.borderTopLeftRadius) > element.offsetWidth / 4) faults.push('round ' + name)
    element.focus({ focusVisible: true })
    const ring = getComputedStyle(element)
    if (ring.outlineStyle === 'none' || parseFloat(ring.outlineWidth) < 2) faults.push('no ring ' + name)
    else if (contrast(over(parts(ring.outlineColor), around), around) < 3) faults.push('faint ring ' + name)
    element.blur()
  }
  return faults
}`
