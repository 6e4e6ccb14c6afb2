import type { Gender } from '../grammar.ts'
import type { ArtPattern } from '../types.ts'
import type { CutCode } from './cuts.ts'
import type { FabricCode } from './fabrics.ts'
import type { SizeRun } from './sizes.ts'

export type Audience = 'women' | 'men' | 'unisex' | 'kids'
export type Fit = 'slim' | 'regular' | 'relaxed' | 'oversize'
export type Season = 'all-year' | 'spring-summer' | 'autumn-winter'

/** Where one style differs from its range. */
export type Differs = {
  pattern?: ArtPattern
  /** Words for `ArtSpec.details`. */
  details?: string
  fit?: Fit
  season?: Season
  audience?: Audience
  category?: string
  /** When the Polish noun is not of the cut's gender: "chusta" among "szaliki". */
  gender?: Gender
}

/** Own name (which also makes the SKU), Polish and English noun phrase, price in zł, cloth, colours, what it says. */
export type Style = [
  name: string,
  pl: string,
  en: string,
  zloty: number,
  fabric: FabricCode,
  colours: string,
  saysPl: string,
  saysEn: string,
  differs?: Differs,
]

/** Styles that share a cut, a brand and a run of sizes. */
export type Range = {
  cut: CutCode
  brand: string
  category: string
  audience: Audience
  sizes: SizeRun
  fit: Fit
  season: Season
  styles: Style[]
}
