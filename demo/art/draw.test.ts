import { expect, test } from 'vitest'
import { buildRetailer } from '../index.ts'
import { drawArt, shapes } from './draw.ts'

const maxBytes = 6 * 1024
const specs = buildRetailer().products.flatMap(({ media }) => media.map(({ art }) => art))

/** A strict reader of tags: every one opened is closed in order, every attribute is quoted. */
function expectWellFormed(svg: string): void {
  const open: string[] = []
  const rest = svg.replaceAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:.-]+="[^"<>]*")*)\s*(\/?)>/g,
    (_, end: string, name: string, __, alone: string) => {
      if (end) expect(open.pop()).toBe(name)
      else if (!alone) open.push(name)
      return ''
    },
  )
  expect(open).toEqual([])
  expect(rest.trim()).toBe('')
}

test('every picture is a small, safe, well-formed SVG', () => {
  for (const art of specs) {
    const svg = drawArt(art)
    expectWellFormed(svg)
    expect(svg.length).toBeLessThan(maxBytes)
    expect(svg).not.toMatch(/NaN|undefined|<script|<image|<foreignObject|\son\w+=|javascript:/i)
    for (const [, target] of svg.matchAll(/(?:href="|url\()([^")]+)/g))
      expect(svg).toContain(`id="${target?.slice(1)}"`)
  }
})

test('every shape of the range has its own drawing, and every drawing is used', () => {
  expect(new Set(specs.map(({ shape }) => shape))).toEqual(new Set(shapes))
})

test('the same spec draws the same picture, a neighbour’s differs, and a colour can be changed', () => {
  const shirts = specs.filter(({ shape }) => shape === 'shirt')
  const [first, second] = shirts
  if (!first || !second) throw new Error('the range has no shirts')
  expect(drawArt(first)).toBe(drawArt({ ...first }))
  expect(new Set(shirts.map((art) => drawArt(art))).size).toBe(shirts.length)
  expect(drawArt(first, { colourHex: '#b52f34' })).toContain('#b52f34')
})
