import type { BasketCondition, PricingContext, Promotion, Tenders } from '../types.ts'

type TenderCondition = Extract<BasketCondition, { kind: 'tender' }>

/** Every tender that pays is one of those wanted; it does not hold before one is chosen. */
export function tender({ anyOf }: TenderCondition) {
  const wanted = new Set(anyOf)
  return (context: PricingContext): boolean => context.tender !== null && areAll(context.tender, wanted)
}

/** Whether paying so leaves each of these promotions standing. */
export const mayBePaidWith = (promotions: readonly Promotion[], tenders: Tenders): boolean =>
  promotions.every(({ conditions }) =>
    conditions.every((one) => one.kind !== 'tender' || areAll(tenders, new Set(one.anyOf))),
  )

const areAll = (tenders: Tenders, wanted: ReadonlySet<string>): boolean =>
  typeof tenders === 'string'
    ? wanted.has(tenders)
    : tenders.length > 0 && tenders.every((one) => wanted.has(one))
