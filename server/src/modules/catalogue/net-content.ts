import { Refusal } from '@splot/kernel'
import { contentUnits, type NetContent } from '@splot/rules'
import { Type } from 'typebox'

/** Above any pack: a tonne in grams. */
export const MAX_NET_AMOUNT = 1_000_000
/** Decimals that labels state and the tables keep. */
const DECIMALS = 3

export const NetContentSchema = Type.Object(
  {
    amount: Type.Number({
      exclusiveMinimum: 0,
      maximum: MAX_NET_AMOUNT,
      description: 'up to three decimals',
    }),
    unit: Type.Union([
      Type.Literal('g'),
      Type.Literal('kg'),
      Type.Literal('ml'),
      Type.Literal('l'),
      Type.Literal('m'),
      Type.Literal('m2'),
      Type.Literal('piece'),
    ]),
  },
  { description: 'what a pack holds, as its label says' },
)

/** Refuses an amount that no label states: `catalogue.bad_net_content`. */
export function checkNetContent(sku: string, { amount, unit }: NetContent): void {
  const isAmount = amount > 0 && amount <= MAX_NET_AMOUNT && Number(amount.toFixed(DECIMALS)) === amount
  const isWhole = unit !== 'piece' || Number.isInteger(amount)
  if (isAmount && isWhole && contentUnits.includes(unit)) return
  throw new Refusal(
    'invalid',
    'catalogue.bad_net_content',
    `${amount} ${unit} cannot be what ${sku} holds. Give an amount above zero, with at most ${DECIMALS} decimals, in ${contentUnits.join(', ')}; pieces are whole.`,
  )
}
