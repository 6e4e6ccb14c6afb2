import { Type } from 'typebox'
import { WordsSchema } from '#platform/http'

export const CountrySchema = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' })

export const DeliveryCodeSchema = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,31}$',
  description: 'among the ways of its country',
})

export const DaysSchema = Type.Union([Type.Integer({ minimum: 1, maximum: 60 }), Type.Null()], {
  description: 'working days from leaving to arrival; null: nothing is told',
})

/** A way of sending as a basket or an order names it. */
export const ChosenDeliverySchema = Type.Object({
  code: Type.String(),
  name: WordsSchema,
  days: DaysSchema,
})
