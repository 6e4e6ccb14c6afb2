import type { ArtPattern } from '../types.ts'
import { tone, type Kit } from './kit.ts'

/** What repeats: the size of the tile in pixels and what lies on its ground. */
type Tile = { size: number; turn?: number; draw: (accent: string, hex: string) => string }

const flower = (x: number, y: number, r: number, fill: string) =>
  `<g fill="${fill}">${[0, 72, 144, 216, 288]
    .map((turn) => {
      const angle = (turn * Math.PI) / 180
      return `<circle cx="${(x + r * Math.cos(angle)).toFixed(1)}" cy="${(y + r * Math.sin(angle)).toFixed(1)}" r="${r * 0.75}"/>`
    })
    .join('')}</g><circle cx="${x}" cy="${y}" r="${r * 0.5}" fill="#e9c46a"/>`

const tiles: Record<Exclude<ArtPattern, 'plain'>, Tile> = {
  stripe: { size: 34, draw: (accent) => `<rect width="34" height="12" fill="${accent}"/>` },
  pinstripe: {
    size: 18,
    draw: (accent) => `<rect width="2" height="18" fill="${accent}" fill-opacity=".75"/>`,
  },
  dots: {
    size: 40,
    draw: (accent) =>
      `<g fill="${accent}"><circle cx="10" cy="10" r="6.5"/><circle cx="30" cy="30" r="6.5"/></g>`,
  },
  check: {
    size: 64,
    draw: (accent, hex) =>
      `<g fill="${tone(hex, -0.45)}" fill-opacity=".5"><rect width="26" height="64"/><rect width="64" height="26"/></g><g fill="${accent}" fill-opacity=".7"><rect x="43" width="4" height="64"/><rect y="43" width="64" height="4"/></g>`,
  },
  floral: {
    size: 72,
    draw: (accent, hex) =>
      `${flower(20, 22, 8, accent)}${flower(56, 56, 6, tone(accent, 0.35))}<g fill="none" stroke="${tone(hex, -0.35)}" stroke-width="3" stroke-linecap="round"><path d="M31 32q8 4 8 13M46 46q-3-9 3-16"/></g><g fill="${tone(hex, -0.3)}"><ellipse cx="52" cy="18" rx="9" ry="4" transform="rotate(-35 52 18)"/><ellipse cx="16" cy="58" rx="9" ry="4" transform="rotate(30 16 58)"/></g>`,
  },
  herringbone: {
    size: 28,
    draw: (_, hex) =>
      `<path d="M0 7l14-14 14 14M0 14l14-14 14 14M0 21l14-14 14 14M0 28l14-14 14 14M0 35l14-14 14 14" fill="none" stroke="${tone(hex, -0.32)}" stroke-width="3"/>`,
  },
  knit: {
    size: 48,
    draw: (_, hex) =>
      `<g fill="none" stroke-linecap="round"><path d="M8-6q22 15 0 30t0 30M24-6q-22 15 0 30t0 30" stroke="${tone(hex, -0.28)}" stroke-width="4"/><path d="M36 0v48M44 0v48" stroke="${tone(hex, -0.18)}" stroke-width="2"/></g>`,
  },
  hearts: {
    size: 54,
    draw: (accent) =>
      `<g fill="${accent}"><path d="M14 24c-12-9-9-18-4-18 3 0 4 3 4 4 0-1 1-4 4-4 5 0 8 9-4 18z"/><path d="M41 51c-12-9-9-18-4-18 3 0 4 3 4 4 0-1 1-4 4-4 5 0 8 9-4 18z"/></g>`,
  },
  stars: {
    size: 60,
    draw: (accent) =>
      `<g fill="${accent}"><path d="M15 4l3 8 8 .5-6 5.500 2 8-7-4.500-7 4.500 2-8-6-5.500 8-.5z"/><circle cx="45" cy="14" r="2.500"/><path d="M45 35l2 6 6 .5-5 4 2 6-5-3.500-5 3.500 2-6-5-4 6-.5z"/><circle cx="16" cy="46" r="2.500"/></g>`,
  },
  zigzag: {
    size: 48,
    draw: (accent) =>
      `<path d="M0 12l12-9 12 9 12-9 12 9" fill="none" stroke="${accent}" stroke-width="4"/><path d="M0 36l6-6 6 6-6 6zM24 36l6-6 6 6-6 6z" fill="${accent}"/><g fill="${accent}"><circle cx="18" cy="36" r="2.500"/><circle cx="42" cy="36" r="2.500"/></g>`,
  },
}

/** The `<pattern>` of the kit's cloth; nothing for plain cloth. `scale` makes it finer on small things. */
export function clothPattern(kit: Kit, scale = 1): string {
  const { pattern } = kit.spec
  if (pattern === 'plain') return ''
  const { size, draw } = tiles[pattern]
  const shift = Math.round(kit.chance() * size)
  const fine = scale * (0.88 + kit.chance() * 0.3)
  return `<pattern id="p${kit.id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse" patternTransform="translate(${shift} ${shift})scale(${fine.toFixed(2)})"><rect width="${size}" height="${size}" fill="${kit.hex}"/>${draw(kit.accent, kit.hex)}</pattern>`.replaceAll(
    '.500',
    '.5',
  )
}
