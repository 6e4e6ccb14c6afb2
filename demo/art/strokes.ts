/** Small drawings that several motifs are made of. */
import { edge, piece, type Kit, tone } from './kit.ts'

export const gold = '#c7a35a'
export const wood = '#b58a5c'
export const glow = (kit: Kit, x: number, y: number, r: number) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="url(#g${kit.id})"/>`
export const flame = (kit: Kit, x: number, y: number) =>
  `${glow(kit, x, y, 54)}<path d="M${x} ${y + 24}q-17-18 0-52q17 34 0 52z" fill="#f7b743"/><path d="M${x} ${y + 22}q-7-9 0-26q7 17 0 26z" fill="#fff3cf"/>`
export const ellipse = (x: number, y: number, rx: number, ry: number, fill: string, more = '') =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`
export const rect = (x: number, y: number, w: number, h: number, r = 0) =>
  `M${x + r} ${y}H${x + w - r}Q${x + w} ${y} ${x + w} ${y + r}V${y + h - r}Q${x + w} ${y + h} ${x + w - r} ${y + h}H${x + r}Q${x} ${y + h} ${x} ${y + h - r}V${y + r}Q${x} ${y} ${x + r} ${y}Z`
export const ring = (x: number, y: number, r: number, width: number, paint: string) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="${paint}" stroke-width="${width}"/>`
export const shine = (d: string, width = 10) =>
  `<path d="${d}" fill="none" stroke="#fff" stroke-width="${width}" stroke-linecap="round" stroke-opacity=".4"/>`
export const twine = (kit: Kit, to: number) =>
  `<path d="M300 40V${to}" stroke="${tone(kit.accent, -0.2)}" stroke-width="4"/>`
export const heartPath =
  'M300 560C110 430 120 250 222 246C270 246 296 284 300 310C304 284 330 246 378 246C480 250 490 430 300 560Z'
export const starPath = 'M300 180L352 318L500 326L384 418L424 560L300 478L176 560L216 418L100 326L248 318Z'

export function vessel(kit: Kit, top: number, rim: number, foot: number, bottom: number, depth = 26): string {
  const d = `M${300 - rim} ${top}Q${300 - rim + 4} ${bottom - 40} ${300 - foot} ${bottom}Q300 ${bottom + 20} ${300 + foot} ${bottom}Q${296 + rim} ${bottom - 40} ${300 + rim} ${top}Z`
  return (
    piece(kit, d) +
    ellipse(300, top, rim, depth, tone(kit.hex, 0.3)) +
    ellipse(300, top + 3, rim - 10, depth - 6, tone(kit.hex, -0.35))
  )
}

export const petals = (kit: Kit, x: number, y: number, r: number, count: number, paint: string) =>
  Array.from(
    { length: count },
    (_, n) =>
      `<ellipse cx="${x}" cy="${y - r}" rx="${r * 0.5}" ry="${r * 0.8}" fill="${paint}" stroke="${edge(kit.hex)}" stroke-opacity=".35" transform="rotate(${(n * 360) / count} ${x} ${y})"/>`,
  ).join('')
