import { Refusal, type Currency, type OrderId } from '@splot/kernel'
import { basketTotals, compileRules, priceBasket, type CompiledRules, type PricedBasket } from '@splot/rules'
import { Type, type Static } from 'typebox'
import { listOrders, pricingOf, type OrderPricing, type OrderRow } from '#modules/orders'
import { costBook, type CostBook } from '#modules/pricing'
import { DraftSchema, rulesWith, type PromotionDraft, type PromotionId } from '#modules/promotions'
import { holdsEverywhere, placesOf, type CommandContext, type ReadContext } from '#platform/context'
import { InstantSchema, MAX_PAGE, MoneySchema, route, UuidSchema, type AnyRoute } from '#platform/http'

const MAX_ORDERS = 2_000
/** Orders priced before others get their turn: about 10 ms. */
const PRICED_AT_ONCE = 20
const MAX_CHANGED = 50
const SHOWN = 20
const closed = { additionalProperties: false } as const

const SidesSchema = Type.Object({ before: MoneySchema, after: MoneySchema })
const AnswerSchema = Type.Object({
  orders: Type.Integer({ description: 'that were priced again' }),
  touched: Type.Integer({ description: 'that would have cost something else' }),
  skipped: Type.Integer({ description: 'of which nobody kept how they were priced' }),
  revenue: Type.Array(SidesSchema, { description: 'goods and delivery, by currency' }),
  discounts: Type.Array(SidesSchema),
  margin: Type.Union(
    [
      Type.Object({
        lines: Type.Integer({ description: 'of goods, in all orders' }),
        withCost: Type.Integer({ description: 'of which so many have a known cost: margin is theirs alone' }),
        amounts: Type.Array(SidesSchema, { description: 'by currency' }),
      }),
      Type.Null(),
    ],
    { description: 'net of goods less what they cost when they were ordered; null without `costs.read`' },
  ),
  promotions: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      currency: Type.String(),
      orders: Type.Object({ before: Type.Integer(), after: Type.Integer() }),
      discount: Type.Object(
        { before: Type.Integer(), after: Type.Integer() },
        { description: 'minor units' },
      ),
    }),
    { description: 'those that take off more or less than before' },
  ),
  biggest: Type.Array(
    Type.Object({
      orderId: UuidSchema,
      number: Type.String(),
      channel: Type.String(),
      before: MoneySchema,
      after: MoneySchema,
    }),
    { description: 'orders that differ most' },
  ),
})

const simulate = route({
  method: 'POST',
  path: '/v1/promotions/simulations',
  summary: 'Price the last orders again as if other promotions had been in force',
  description:
    'Before: the rules of now; after: the same with the change. Both in the world of the order (its channel, place, hour, customer), at this moment; ' +
    'the dates of changed promotions do not count. Margin counts goods alone, and is told to whoever may see costs. `grantCodes`: every order is taken to have the codes of changed promotions. Nothing is written.',
  tag: 'promotions',
  audience: ['staff', 'machine'],
  permission: 'promotions.read',
  power: 'command',
  idempotency: 'none',
  schema: {
    body: Type.Object(
      {
        change: Type.Object(
          {
            publish: Type.Optional(Type.Array(UuidSchema, { maxItems: MAX_CHANGED, uniqueItems: true })),
            archive: Type.Optional(Type.Array(UuidSchema, { maxItems: MAX_CHANGED, uniqueItems: true })),
            drafts: Type.Optional(Type.Array(DraftSchema, { maxItems: MAX_CHANGED })),
          },
          closed,
        ),
        orders: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_ORDERS, default: 500 })),
        from: Type.Optional(InstantSchema),
        until: Type.Optional(InstantSchema),
        grantCodes: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    response: { 200: AnswerSchema },
  },
  handle: async (ctx, { body }) => {
    const { change, orders = 500, from, until, grantCodes = false } = body
    if (from !== undefined && until !== undefined && !(new Date(from) < new Date(until))) {
      throw new Refusal('invalid', 'promotions.bad_span', 'The span of orders is empty.', {
        errors: [{ pointer: '/until', detail: 'after `from`' }],
      })
    }
    const read = ctx.platform.read(ctx.actor)
    const { before, after, changed } = await rulesWith(read, {
      publish: (change.publish ?? []) as PromotionId[],
      archive: (change.archive ?? []) as PromotionId[],
      // The schema is that of the contract.
      drafts: (change.drafts ?? []) as PromotionDraft[],
    })
    const codes = grantCodes
      ? changed.filter(({ audience }) => audience !== 'public').map(({ id }) => id)
      : []
    const tally = new Tally([...before.promotions, ...after.promotions])
    const seesCosts = holdsEverywhere(ctx.actor, 'costs.read')
    const sides = { before: compileRules(before), after: compileRules(after), codes }
    for await (const page of ordersOf(read, orders, { from: dateOf(from), until: dateOf(until) })) {
      await priceAgain(ctx, page, { ...sides, costs: seesCosts ? await costsIn(read, page) : null }, tally)
    }
    return tally.answer(seesCosts)
  },
})

const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text)

interface Page {
  readonly rows: readonly OrderRow[]
  readonly pricing: ReadonlyMap<OrderId, OrderPricing>
}

/** The newest orders, cancelled ones left out, with how they were priced. */
async function* ordersOf(
  ctx: ReadContext,
  wanted: number,
  span: { readonly from: Date | undefined; readonly until: Date | undefined },
): AsyncGenerator<Page> {
  // Whoever holds the permission in some places sees their orders alone.
  const places = placesOf(ctx.actor, 'promotions.read')
  let after: OrderId | null = null
  for (let left = wanted; left > 0;) {
    const size = Math.min(left, MAX_PAGE)
    const rows: OrderRow[] = await listOrders(ctx, span, places, { after, limit: size })
    const kept = rows.filter(({ state }) => state !== 'cancelled')
    const pricing = await pricingOf(
      ctx,
      kept.map(({ orderId }) => orderId),
    )
    yield { rows: kept, pricing }
    left -= rows.length
    after = rows.at(-1)?.orderId ?? null
    if (rows.length < size) return
  }
}

/** What the goods of these orders cost, then and now. */
const costsIn = (ctx: ReadContext, { pricing }: Page): Promise<CostBook> =>
  costBook(
    ctx,
    [...pricing.values()].flatMap(({ basket }) => basket.lines.map(({ sku }) => sku)),
    new Date(Math.min(ctx.now.getTime(), ...[...pricing.values()].map(({ context }) => context.at))),
  )

interface Sides {
  readonly before: CompiledRules
  readonly after: CompiledRules
  /** Promotions whose codes everybody is taken to have. */
  readonly codes: readonly string[]
  /** Null: whoever asks may not see costs. */
  readonly costs: CostBook | null
}

async function priceAgain(
  ctx: CommandContext,
  { rows, pricing }: Page,
  sides: Sides,
  tally: Tally,
): Promise<void> {
  for (const [index, row] of rows.entries()) {
    if (index % PRICED_AT_ONCE === PRICED_AT_ONCE - 1) await new Promise(setImmediate)
    const kept = pricing.get(row.orderId)
    if (!kept) {
      tally.skipped += 1
      continue
    }
    const context = { ...kept.context, at: ctx.now.getTime() }
    const granted = sides.codes.map((id) => ({ code: id, promotionId: id }))
    const basket = { ...kept.basket, coupons: [...kept.basket.coupons, ...granted] }
    const before = priceBasket(kept.basket, sides.before, context)
    const after = priceBasket(basket, sides.after, context)
    tally.add(row, before, after)
    if (sides.costs) tally.addMargin(sides.costs, new Date(kept.context.at), before, after)
  }
}

interface Sum {
  before: number
  after: number
}
const nothing = (): Sum => ({ before: 0, after: 0 })

interface OfPromotion {
  readonly id: string
  readonly currency: Currency
  readonly orders: Sum
  readonly discount: Sum
}

/** Adds up both sides. */
class Tally {
  readonly names: ReadonlyMap<string, string>
  readonly revenue = new Map<Currency, Sum>()
  readonly discounts = new Map<Currency, Sum>()
  readonly promotions = new Map<string, OfPromotion>()
  readonly margins = new Map<Currency, Sum>()
  readonly differing: { readonly row: OrderRow; readonly before: number; readonly after: number }[] = []
  orders = 0
  skipped = 0
  lines = 0
  withCost = 0

  constructor(promotions: readonly { readonly id: string; readonly name: string }[]) {
    this.names = new Map(promotions.map(({ id, name }) => [id, name]))
  }

  add(row: OrderRow, before: PricedBasket, after: PricedBasket): void {
    this.orders += 1
    for (const [side, priced] of [
      ['before', before],
      ['after', after],
    ] as const) {
      sumIn(this.revenue, priced.currency)[side] += priced.grossMinor
      sumIn(this.discounts, priced.currency)[side] += priced.discountMinor
      for (const { promotionId, minor } of priced.applied) {
        const of = this.promotion(promotionId, priced.currency)
        of.orders[side] += 1
        of.discount[side] += minor
      }
    }
    if (before.grossMinor !== after.grossMinor)
      this.differing.push({ row, before: before.grossMinor, after: after.grossMinor })
  }

  /** Of lines whose cost at the time of the order is known: what they brought net of VAT, counted per rate of the order, less that cost. */
  addMargin(costs: CostBook, orderedAt: Date, before: PricedBasket, after: PricedBasket): void {
    const { currency } = before
    const margin = sumIn(this.margins, currency)
    const costOf = (sku: string) => costs(sku, currency, orderedAt)
    const known = before.lines.filter(({ sku }) => costOf(sku) !== undefined).length
    this.lines += before.lines.length
    this.withCost += known
    for (const [side, priced] of [
      ['before', before],
      ['after', after],
    ] as const) {
      const lines = priced.lines.filter(({ sku }) => costOf(sku) !== undefined)
      const net = basketTotals(lines).vat.reduce((sum, { netMinor }) => sum + netMinor, 0)
      const cost = lines.reduce((sum, { sku, quantity }) => sum + (costOf(sku) ?? 0) * quantity, 0)
      margin[side] += net - cost
    }
  }

  promotion(id: string, currency: Currency): OfPromotion {
    const known = this.promotions.get(id) ?? { id, currency, orders: nothing(), discount: nothing() }
    this.promotions.set(id, known)
    return known
  }

  answer(seesCosts: boolean): Static<typeof AnswerSchema> {
    const biggest = this.differing
      .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
      .slice(0, SHOWN)
    return {
      orders: this.orders,
      touched: this.differing.length,
      skipped: this.skipped,
      revenue: shown(this.revenue),
      discounts: shown(this.discounts),
      margin: seesCosts ? { lines: this.lines, withCost: this.withCost, amounts: shown(this.margins) } : null,
      promotions: [...this.promotions.values()]
        .filter(
          ({ discount, orders }) => discount.before !== discount.after || orders.before !== orders.after,
        )
        .map((one) => ({ ...one, name: this.names.get(one.id) ?? one.id })),
      biggest: biggest.map(({ row, before, after }) => ({
        orderId: row.orderId,
        number: row.number,
        channel: row.channelCode,
        before: { minor: before, currency: row.currency },
        after: { minor: after, currency: row.currency },
      })),
    }
  }
}

function sumIn(sums: Map<Currency, Sum>, currency: Currency): Sum {
  const known = sums.get(currency) ?? nothing()
  sums.set(currency, known)
  return known
}

const shown = (sums: ReadonlyMap<Currency, Sum>) =>
  [...sums].map(([currency, { before, after }]) => ({
    before: { minor: before, currency },
    after: { minor: after, currency },
  }))

export const routes: AnyRoute[] = [simulate]
