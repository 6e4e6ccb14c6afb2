import { invariant, type Sku } from '@splot/kernel'
import { Type } from 'typebox'
import { cartPortsOf, priceGoods, STRANGER, type Shopper } from '#modules/carts'
import { pricePerUnit, PricePerUnitSchema } from '#modules/pricing'
import type { ReadContext } from '#platform/context'
import { Answer, MoneySchema, route, SkuSchema, type AnyRoute } from '#platform/http'

/** A page of a list has fewer articles. */
const MAX_ASKED = 200

const ownPrices = route({
  method: 'GET',
  path: '/v1/customers/me/prices',
  summary: 'Tell the signed-in customer what costs her something else than everybody',
  description:
    'Public pages carry the prices of everybody, so that they may be drawn without knowing who looks; this lays hers over them. Of the articles that are ' +
    'asked for it names those of which one piece costs her groups or segments something else, public promotions counted. Her basket costs what it says.',
  tag: 'customers',
  audience: ['customer'],
  permission: null,
  power: 'read',
  schema: {
    query: Type.Object(
      { sku: Type.Array(SkuSchema, { minItems: 1, maxItems: MAX_ASKED }) },
      { additionalProperties: false },
    ),
    response: {
      200: Type.Object({
        grouped: Type.Boolean({
          description: 'false: she is in no group and no segment, and nothing is priced for her',
        }),
        items: Type.Array(
          Type.Object({
            sku: SkuSchema,
            price: MoneySchema,
            pricePerUnit: Type.Optional(PricePerUnitSchema),
          }),
        ),
      }),
    },
  },
  handle: async (ctx, { query }) => {
    const { customerId } = ctx.actor
    invariant(customerId, 'only customers pass this door')
    const shopper = await cartPortsOf(ctx).shopper(ctx, customerId)
    const grouped = shopper.groups.length + shopper.segments.length > 0
    const items = grouped ? [...new Set(query.sku)].flatMap((sku) => ownPrice(ctx, sku as Sku, shopper)) : []
    return new Answer(200, { grouped, items }, { 'cache-control': 'private, no-store' })
  },
})

/** What one piece costs her, when it costs everybody something else. */
function ownPrice(ctx: ReadContext, sku: Sku, shopper: Shopper) {
  const currency = cartPortsOf(ctx).currency(ctx.actor.channel.code)
  const costs = (who: Shopper): number | null => {
    const { lines } = priceGoods(ctx, [{ lineId: '1', sku, quantity: 1, fulfilment: 'pickup' }], {
      currency,
      channel: ctx.actor.channel,
      place: ctx.actor.locationId,
      coupons: [],
      shopper: who,
      tender: null,
    })
    return lines[0]?.sellable ? lines[0].grossMinor : null
  }
  const minor = costs(shopper)
  if (minor === null || minor === costs(STRANGER)) return []
  const price = { minor, currency }
  const perUnit = pricePerUnit(cartPortsOf(ctx).variant(sku)?.netContent, price)
  return [{ sku, price, ...(perUnit && { pricePerUnit: perUnit }) }]
}

export const routes: AnyRoute[] = [ownPrices]
