import { drawArt, type ArtSpec, type Retailer } from '@splot/demo'
import { BASE_PICTURE } from './load-demo.ts'

/** Pictures kept drawn: a few lists and pages; one is some 5 kB. */
const MAX_DRAWN = 2_000

/**
 * Draws the pictures of the demo retailer when they are asked for: product handle and colour (or `BASE_PICTURE`) to SVG, null when
 * there is no such picture. Pictures asked for lately are kept.
 */
export function demoMedia(retailer: Retailer): (productHandle: string, colour: string) => string | null {
  const specs = new Map<string, ArtSpec>()
  for (const { handle, media } of retailer.products) {
    for (const { colour, art } of media) specs.set(`${handle}/${colour ?? BASE_PICTURE}`, art)
  }
  const drawn = new Map<string, string>()
  return (productHandle, colour) => {
    const name = `${productHandle}/${colour}`
    const spec = specs.get(name)
    if (!spec) return null
    const svg = drawn.get(name) ?? drawArt(spec)
    // A map remembers the order of insertion: what is asked for moves to the end, the first is the one longest unused.
    drawn.delete(name)
    drawn.set(name, svg)
    if (drawn.size > MAX_DRAWN) {
      const [oldest] = drawn.keys()
      if (oldest !== undefined) drawn.delete(oldest)
    }
    return svg
  }
}
