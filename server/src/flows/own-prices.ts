import { invariant, type Sku } from '@splot/kernel'
import { Type } from 'typebox'
import { cartPortsOf } from '#modules/carts'
import { groupsOf } from '#modules/customers'
import { pricesOf } from '#modules/pricing'
import { Answer, MoneySchema, route, SkuSchema, type AnyRoute } from '#platform/http'

/** A page of a list has fewer articles. */
const MAX_ASKED = 200

const ownPrices = route({
  method: 'GET',
  path: '/v1/customers/me/prices',
  summary: 'Tell the signed-in customer what costs her something else than everybody',
  description:
    'Public pages carry the prices of everybody, so that they may be drawn without knowing who looks; this lays hers over them. Of the articles that are asked ' +
    'for it names those whose price differs for her groups. Her basket costs what it says.',
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
        items: Type.Array(Type.Object({ sku: SkuSchema, price: MoneySchema, everybody: MoneySchema })),
      }),
    },
  },
  handle: async (ctx, { query }) => {
    const { customerId, channel, locationId } = ctx.actor
    invariant(customerId, 'only customers pass this door')
    const groups = await groupsOf(ctx, customerId)
    const own = { 'cache-control': 'private, no-store' }
    if (groups.length === 0) return new Answer(200, { items: [] }, own)
    const prices = pricesOf(ctx)
    const scope = {
      channel: channel.id,
      currency: cartPortsOf(ctx).currency(channel.code),
      location: locationId,
    }
    const items = [...new Set(query.sku)].flatMap((sku) => {
      const everybody = prices.priceOf(sku, scope)
      const hers = prices.priceOf(sku, { ...scope, groups })
      return everybody && hers && everybody.gross.minor !== hers.gross.minor
        ? [{ sku: sku as Sku, price: hers.gross, everybody: everybody.gross }]
        : []
    })
    return new Answer(200, { items }, own)
  },
})

export const routes: AnyRoute[] = [ownPrices]
