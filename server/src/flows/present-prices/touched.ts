import type { Sku } from '@splot/kernel'
import { compileRules, type Promotion } from '@splot/rules'
import { catalogueOf } from '#modules/catalogue'
import type { Presenting } from '#modules/pricing'
import { rulesAt } from '#modules/promotions'
import type { Platform, ReadContext } from '#platform/context'
import { instantsOfHours, instantsOfValidity } from './instants.ts'
import { isPresented, lineOfOne } from './public-price.ts'

/**
 * The articles whose presented prices promotions may change at an instant, in the order of SKUs: those that a promotion can touch which is published,
 * changed or taken out just then, or begins, ends, opens or closes. Of no other article can the price move, since a promotion that finds none of its goods
 * in a basket changes nothing there.
 */
export function touchedBy(platform: Platform): NonNullable<Presenting['touchedAt']> {
  // A walk asks for its instant chunk after chunk.
  let asked: { readonly at: number; readonly found: Promise<readonly Sku[]> } | undefined
  return (ctx, at) => {
    if (asked?.at !== at.getTime()) asked = { at: at.getTime(), found: findTouched(platform, ctx, at) }
    return asked.found
  }
}

async function findTouched(platform: Platform, ctx: ReadContext, at: Date): Promise<readonly Sku[]> {
  const promotions = await changingAt(ctx, at)
  const rules = compileRules({ version: 0, promotions })
  if (rules.promotions.length === 0) return []
  const catalogue = catalogueOf(platform)
  return catalogue
    .products()
    .flatMap((product) =>
      product.variants.flatMap((variant) => {
        const line = lineOfOne(catalogue, variant, product, { minor: 0, taxLetter: variant.taxRate })
        const isTouched = rules.promotions.some(
          ({ matches, action }) => matches(line) || action.pools.some((pool) => pool(line)),
        )
        return isTouched ? variant.sku : []
      }),
    )
    .toSorted()
}

/** Presented promotions that count from this instant on and did not right before it, or the other way round; with both words of one that is changed. */
async function changingAt(ctx: ReadContext, at: Date): Promise<readonly Promotion[]> {
  const [before, after] = await Promise.all([rulesAt(ctx, new Date(at.getTime() - 1)), rulesAt(ctx, at)])
  const [old, now] = [before?.promotions ?? [], after?.promotions ?? []]
  const isIn = (set: readonly Promotion[], { id, version }: Promotion) =>
    set.some((one) => one.id === id && one.version === version)
  const end = new Date(at.getTime() + 1)
  const turns = (promotion: Promotion) =>
    instantsOfValidity([promotion], at, end).length > 0 || instantsOfHours([promotion], at, end).length > 0
  return [
    ...old.filter((promotion) => !isIn(now, promotion)),
    ...now.filter((promotion) => !isIn(old, promotion) || turns(promotion)),
  ].filter((promotion) => isPresented(promotion) && lowersGoods(promotion))
}

/** What is taken off sending is not taken off goods. */
const lowersGoods = ({ action }: Promotion): boolean =>
  action.kind !== 'shipping_percent' && action.kind !== 'shipping_price'
