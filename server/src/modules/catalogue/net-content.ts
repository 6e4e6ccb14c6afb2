import { Refusal } from '@splot/kernel'
import { contentUnits, type NetContent } from '@splot/rules'
import { Type } from 'typebox'

/** Above any pack: a tonne in grams. */
const MAX_NET_AMOUNT = 1_000_000
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

/** Why no label states this; undefined when one may. */
export function faultOfNetContent({ amount, unit }: NetContent): string | undefined {
  if (!contentUnits.includes(unit)) return `"${String(unit)}" is none of ${contentUnits.join(', ')}`
  if (!(amount > 0 && amount <= MAX_NET_AMOUNT))
    return `the amount is above zero and at most ${MAX_NET_AMOUNT}`
  if (Number(amount.toFixed(DECIMALS)) !== amount) return `the amount has at most ${DECIMALS} decimals`
  return unit === 'piece' && !Number.isInteger(amount) ? 'pieces are whole' : undefined
}

/** Refuses an amount that no label states: `catalogue.bad_net_content`. */
export function checkNetContent(sku: string, netContent: NetContent): void {
  const fault = faultOfNetContent(netContent)
  if (fault === undefined) return
  throw new Refusal(
    'invalid',
    'catalogue.bad_net_content',
    `${netContent.amount} ${netContent.unit} cannot be what ${sku} holds: ${fault}.`,
  )
}
