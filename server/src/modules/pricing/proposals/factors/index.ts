import type { Factor, FactorAnswer, FactorInputs } from '../types.ts'
import { age } from './age.ts'
import { competitor } from './competitor.ts'
import { hour } from './hour.ts'
import { place } from './place.ts'
import { stockCover } from './stock-cover.ts'

/** What one factor says about an article. */
export function answerOf(factor: Factor, inputs: FactorInputs): FactorAnswer {
  switch (factor.kind) {
    case 'stock_cover':
      return stockCover(factor, inputs)
    case 'age':
      return age(factor, inputs)
    case 'hour':
      return hour(factor, inputs)
    case 'place':
      return place(factor, inputs)
    case 'competitor':
      return competitor(factor, inputs)
  }
}
