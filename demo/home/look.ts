import { numberOf } from '../seed.ts'
import type { ArtPattern, ArtSpec } from '../types.ts'

type Shade = { word: RegExp; family: string; hex: string }

/** Colours as the source names them; the first in this order is the ground, the next the accent. */
const shades: Shade[] = [
  ['RED|RUBY|CHERRY|SCARLET', 'red', '#b8353a'],
  ['PINK|FUSCHIA|FUSHIA|ROSE|RASPBERRY', 'pink', '#dd8fa3'],
  ['TURQUOISE|AQUA|TEAL|DUCK EGG', 'green', '#5aa6a4'],
  ['BLUE|NAVY|SAPPHIRE|SKY|SPACEBOY', 'blue', '#5f87b4'],
  ['GREEN|OLIVE|EMERALD|MINT', 'green', '#7d9c72'],
  ['YELLOW|LEMON', 'yellow', '#e3c35c'],
  ['ORANGE|AMBER', 'orange', '#d98a4a'],
  ['PURPLE|LILAC|LAVENDER|AMETHYST|MAUVE', 'violet', '#8f76ad'],
  ['BLACK|JET', 'black', '#35343a'],
  ['WHITE|MILK', 'white', '#f3efe8'],
  ['CREAM|IVORY|VANILLA|PEARL|NATURAL', 'beige', '#eadfc8'],
  ['SILVER|ZINC|CHROME|GREY|CRYSTAL', 'grey', '#bfc3c7'],
  ['GOLD|GOLDEN|BRASS', 'yellow', '#c9a24b'],
  ['BROWN|WOOD|WOODEN|WICKER|CHOCOLATE|COPPER|RATTAN', 'brown', '#a2774f'],
].map(([words = '', family = '', hex = '']) => ({ word: new RegExp(`\\b(${words})\\b`), family, hex }))

const patterns: [RegExp, ArtPattern][] = [
  [/RETRO ?SPOT|POLKA ?DOT|\bSPOTS?\b|\bDOTS?\b|SPOTTY/, 'dots'],
  [/STRIPE|STRIPED|STRIPEY/, 'stripe'],
  [/GINGHAM|CHECK|TARTAN/, 'check'],
  [
    /PAISLEY|FLOWER|FLORAL|ROSE|DAISY|BLOSSOM|BOTANICAL|MORRIS|CHINTZ|POPPY|GARDEN|WOODLAND|STRAWBERR|CHERRY|FRUIT/,
    'floral',
  ],
  [/HEARTS?\b|LOVE/, 'hearts'],
  [/STARS?\b|SPACEBOY|SNOWFLAKE|CHRISTMAS/, 'stars'],
  [/ZIGZAG|FOLK ?ART|SCANDINAVIAN|KNIT/, 'zigzag'],
]

/** Grounds and accents that suit each other, for an article that names no colour. */
const pairs = [
  ['#d9a5a0', '#8d3b46'],
  ['#a9bfa4', '#4e6b52'],
  ['#9db7cd', '#3f5d80'],
  ['#e2c58b', '#a6603a'],
  ['#c9b6d4', '#6a5080'],
  ['#e6d9c3', '#8a6a4a'],
  ['#b7c9c6', '#3f6f70'],
  ['#e0b089', '#7a4630'],
] as const

/** How an article is drawn, and the colour family and pattern that its description names. */
export function lookOf(
  code: string,
  description: string,
  motif: string,
): { art: ArtSpec; family: string[]; pattern: ArtPattern } {
  const seed = numberOf(code)
  const named = shades.filter(({ word }) => word.test(description))
  const pattern = patterns.find(([word]) => word.test(description))?.[1] ?? 'plain'
  const [ground, second] = pairs[seed % pairs.length] ?? pairs[0]
  const hex = named[0]?.hex ?? ground
  const accent = named[1]?.hex ?? (named[0] ? contrastTo(named[0].family) : second)
  return {
    art: { shape: motif, pattern, hex, accent, seed, details: [] },
    family: [...new Set(named.map(({ family }) => family))],
    pattern,
  }
}

function contrastTo(family: string): string {
  if (family === 'white' || family === 'beige' || family === 'grey') return '#8d4a4f'
  if (family === 'yellow' || family === 'orange') return '#7a4630'
  return '#f3ece0'
}
