import { chanceFrom, numberOf, type Chance } from '../seed.ts'
import type { ArtSpec } from '../types.ts'

/** What a drawing needs at hand: paints by name, tones of the article's colour, and its own chance. */
export type Kit = {
  id: string
  spec: ArtSpec
  hex: string
  accent: string
  /** Paint of the article's cloth, pattern included. */
  cloth: string
  /** Paint of light and shade from left to right, laid over a piece. */
  shade: string
  /** Filter of soft edges, for folds. */
  soft: string
  chance: Chance
  has: (detail: string) => boolean
}

export type Point = readonly [x: number, y: number]
/** A line to (x, y), a quadratic curve (cx, cy, x, y) or a cubic one, always to the right of the middle. */
export type Segment =
  | readonly [number, number]
  | readonly [number, number, number, number]
  | readonly [number, number, number, number, number, number]

export function kitOf(spec: ArtSpec, hex: string): Kit {
  const id = numberOf(`${spec.seed} ${hex}`).toString(36)
  const details = new Set(spec.details)
  return {
    id,
    spec,
    hex,
    accent: spec.accent,
    cloth: spec.pattern === 'plain' ? hex : `url(#p${id})`,
    shade: `url(#s${id})`,
    soft: `url(#b${id})`,
    chance: chanceFrom(spec.seed),
    has: (detail) => details.has(detail),
  }
}

/** The colour moved towards white (amount above 0) or black (below 0); amount in parts of one. */
export function tone(hex: string, amount: number): string {
  const target = amount > 0 ? 255 : 0
  const share = Math.abs(amount)
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16)
    return Math.round(value + (target - value) * share)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}

/** Lightness as the eye weighs it, 0 black to 1 white (ITU-R BT.601 luma). */
export function lightness(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
  return 0.299 * (r ?? 0) + 0.587 * (g ?? 0) + 0.114 * (b ?? 0)
}

const middle = 300

/** A closed path that is the same left and right: from a point on the middle line, by the right side, to the middle again. */
export function mirrored(start: Point, segments: readonly Segment[]): string {
  const right = segments.map(command).join('')
  const ends: Point[] = [
    start,
    ...segments.map((segment): Point => [segment[segment.length - 2] ?? 0, segment[segment.length - 1] ?? 0]),
  ]
  let left = ''
  for (let at = segments.length - 1; at >= 0; at--) {
    const segment = segments[at]
    const to = ends[at]
    if (!segment || !to) continue
    const controls: number[] = []
    for (let c = segment.length - 4; c >= 0; c -= 2) controls.push(flip(segment[c] ?? 0), segment[c + 1] ?? 0)
    left += command([...controls, flip(to[0]), to[1]])
  }
  return `M${start.join(' ')}${right}${left}Z`
}

export const flip = (x: number) => 2 * middle - x

function command(numbers: readonly number[]): string {
  const letter = numbers.length === 2 ? 'L' : numbers.length === 4 ? 'Q' : 'C'
  return letter + numbers.join(' ')
}

/** A piece of cloth with its light and its edge. */
export function piece(kit: Kit, d: string, paint = kit.cloth): string {
  return `<path d="${d}" fill="${paint}"/><path d="${d}" fill="${kit.shade}" stroke="${edge(kit.hex)}" stroke-width="1.5" stroke-opacity=".5"/>`
}

/** The same piece on both sides. Its id is made of what it holds, so that two pictures in one page cannot mix them up. */
export function bothSides(part: string): string {
  const id = `h${numberOf(part).toString(36)}`
  return `<g id="${id}">${part}</g><use href="#${id}" transform="translate(600)scale(-1 1)"/>`
}

export function edge(hex: string): string {
  return tone(hex, lightness(hex) < 0.25 ? 0.22 : -0.42)
}

/** A seam, a stitch line or an outline; `width` in pixels. */
export function line(kit: Kit, d: string, width = 2, more = ''): string {
  return `<path d="${d}" fill="none" stroke="${edge(kit.hex)}" stroke-width="${width}" stroke-linecap="round" stroke-opacity=".6" ${more}/>`
}

export function stitch(kit: Kit, d: string): string {
  return line(kit, d, 1.6, 'stroke-dasharray="6 4"')
}

/** Soft dark folds with a light beside each, where the cloth gives. */
export function folds(kit: Kit, ds: string[]): string {
  const d = ds.join('')
  const dark = lightness(kit.hex) < 0.25
  return `<g filter="${kit.soft}" fill="none" stroke-linecap="round"><path d="${d}" stroke="#000" stroke-opacity="${dark ? 0.4 : 0.17}" stroke-width="9"/><path d="${d}" transform="translate(-9 1)" stroke="#fff" stroke-opacity="${dark ? 0.1 : 0.26}" stroke-width="7"/></g>`
}

export function button(
  kit: Kit,
  x: number,
  y: number,
  r = 5,
  paint = tone(kit.hex, lightness(kit.hex) > 0.55 ? -0.25 : 0.45),
): string {
  return `<circle cx="${x}" cy="${y}" r="${r}" fill="${paint}" stroke="#000" stroke-opacity=".35"/><circle cx="${x - 1}" cy="${y - 1}" r="${r * 0.4}" fill="#fff" fill-opacity=".35"/>`
}

export function buttons(kit: Kit, x: number, from: number, to: number, count: number, r = 5): string {
  return Array.from({ length: count }, (_, nth) =>
    button(kit, x, Math.round(from + ((to - from) * nth) / (count - 1)), r),
  ).join('')
}
