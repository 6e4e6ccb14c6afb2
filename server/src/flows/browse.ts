import { Refusal, type Sku } from '@splot/kernel'
import { Type } from 'typebox'
import { goodsOf, LaterSchema, sentLater } from '#modules/carts'
import type { ReadContext } from '#platform/context'
import { LocaleSchema, RawJson, SkuSchema, route, type AnyRoute } from '#platform/http'
import type { Locale, Variant } from '#modules/catalogue'
import { locationsOf } from '#modules/locations'
import { HOME_COUNTRY, taxOf } from '#modules/tax'
import { shownPerUnit, shownReduction } from './browse/card.ts'
import { listProducts } from './browse/list.ts'
import { browseOf } from './browse/model.ts'
import { ListingQuery, ListingSchema, MAX_SHOWN, ProductPageSchema, VariantSchema } from './browse/schemas.ts'

export { openBrowse } from './browse/model.ts'
export { MAX_SHOWN } from './browse/schemas.ts'

const everybody = ['visitor', 'customer', 'staff', 'device', 'machine'] as const
const InLocale = Type.Object({ locale: Type.Optional(LocaleSchema) })

const listing = route({
  method: 'GET',
  path: '/v1/products',
  summary: 'List products with prices, facets and what can be had now',
  description:
    'Conditions meet in one variant: `colour=red&size=M&store=…` finds what that store has in red M. A facet counts what ' +
    'satisfies every condition but its own. Prices are gross, in the currency of the channel; `minPrice` and `maxPrice` are minor units.',
  tag: 'browse',
  audience: everybody,
  permission: null,
  power: 'read',
  schema: { query: ListingQuery, response: { 200: ListingSchema } },
  handle: async (ctx, { query }) => {
    const model = browseOf(ctx)
    const scope = await model.scopeOf(ctx.actor.channel.id, ctx.actor.locationId)
    return new RawJson(await listProducts(ctx, model, scope, query))
  },
})

const page = route({
  method: 'GET',
  path: '/v1/products/:handle',
  summary: 'Show a product with the stock of every store and when it can be collected',
  tag: 'browse',
  audience: everybody,
  permission: null,
  power: 'read',
  schema: {
    params: Type.Object({ handle: Type.String({ maxLength: 120 }) }),
    query: InLocale,
    response: { 200: ProductPageSchema },
  },
  handle: async (ctx, { params, query }) => {
    const model = browseOf(ctx)
    const scope = await model.scopeOf(ctx.actor.channel.id, ctx.actor.locationId)
    const front = model.shelf(scope, query.locale ?? 'pl').page(params.handle)
    if (front === undefined) {
      throw new Refusal('not_found', 'catalogue.product_not_found', 'This product is not sold here.', {
        errors: [{ pointer: '/handle', detail: 'unknown product' }],
      })
    }
    const asOf = model.availability.asOf().toISOString()
    return new RawJson(`${front},"stores":${model.storesText(ctx.now)},"asOf":"${asOf}"}`)
  },
})

const byGtin = route({
  method: 'GET',
  path: '/v1/variants/by-gtin/:gtin',
  summary: 'Find a variant by the code on its label',
  tag: 'browse',
  audience: everybody,
  permission: null,
  power: 'read',
  schema: {
    params: Type.Object({ gtin: Type.String({ pattern: '^[0-9]{8,14}$' }) }),
    query: InLocale,
    response: { 200: VariantSchema },
  },
  handle: (ctx, { params, query }) =>
    shownVariant(ctx, browseOf(ctx).catalogue.variantByGtin(params.gtin), '/gtin', query.locale),
})

const bySku = route({
  method: 'GET',
  path: '/v1/variants/:sku',
  summary: 'Show a variant',
  tag: 'browse',
  audience: everybody,
  permission: null,
  power: 'read',
  schema: { params: Type.Object({ sku: SkuSchema }), query: InLocale, response: { 200: VariantSchema } },
  handle: (ctx, { params, query }) =>
    shownVariant(ctx, browseOf(ctx).catalogue.variant(params.sku), '/sku', query.locale),
})

/** Variants that one question may name: as many as a page of a list has rows. */
const MAX_VARIANTS = 100

const some = route({
  method: 'GET',
  path: '/v1/variants',
  summary: 'Show several variants, to put names beside SKUs',
  description: 'In the order in which they were asked for; a SKU that nobody sells is left out.',
  tag: 'browse',
  audience: everybody,
  permission: null,
  power: 'read',
  schema: {
    query: Type.Object(
      {
        ...InLocale.properties,
        sku: Type.Array(SkuSchema, { minItems: 1, maxItems: MAX_VARIANTS, uniqueItems: true }),
      },
      { additionalProperties: false },
    ),
    response: { 200: Type.Object({ items: Type.Array(VariantSchema) }) },
  },
  handle: async (ctx, { query }) => {
    const { catalogue } = browseOf(ctx)
    const known = query.sku.map((sku) => catalogue.variant(sku)).filter((variant) => variant !== undefined)
    return { items: await Promise.all(known.map((variant) => showVariant(ctx, variant, query.locale))) }
  },
})

const later = route({
  method: 'GET',
  path: '/v1/variants/later',
  summary: 'Say which of these can be ordered though no parcel could carry one now, and from which day',
  description:
    'For one piece of each, in the channel of whoever asks. What is here, or cannot be promised, is left out. Nothing is kept by asking.',
  tag: 'browse',
  audience: everybody,
  permission: null,
  power: 'command',
  idempotency: 'none',
  schema: {
    query: Type.Object(
      { sku: Type.Array(SkuSchema, { minItems: 1, maxItems: MAX_VARIANTS, uniqueItems: true }) },
      { additionalProperties: false },
    ),
    response: {
      200: Type.Object({
        items: Type.Array(Type.Object({ sku: SkuSchema, ...LaterSchema.properties })),
      }),
    },
  },
  handle: async (ctx, { query }) => {
    const { catalogue } = browseOf(ctx)
    // Something that is sold no more is not promised either; the schema has checked the shapes.
    const sold = (query.sku as Sku[]).filter((sku) => catalogue.variant(sku)?.active)
    const found = await sentLater(
      ctx,
      sold.map((sku) => ({ sku, quantity: 1 })),
    )
    return { items: [...found].map(([sku, one]) => ({ sku, ...one })) }
  },
})

export const routes: AnyRoute[] = [listing, page, byGtin, some, later, bySku]

async function shownVariant(
  ctx: ReadContext,
  variant: Variant | undefined,
  pointer: string,
  locale: Locale = 'pl',
) {
  if (!variant) {
    throw new Refusal(
      'not_found',
      'catalogue.variant_not_found',
      'No article has this code. Check it and try again.',
      {
        errors: [{ pointer, detail: 'unknown article' }],
      },
    )
  }
  return showVariant(ctx, variant, locale)
}

/** Whose VAT is borne by what is handed over where this is asked. */
const countryHere = (ctx: ReadContext): string =>
  (ctx.actor.locationId && locationsOf(ctx).byId(ctx.actor.locationId)?.country) ?? HOME_COUNTRY

async function showVariant(ctx: ReadContext, variant: Variant, locale: Locale = 'pl') {
  const model = browseOf(ctx)
  const product = model.catalogue.product(variant.handle)
  const goods = product && goodsOf(model.catalogue, variant, product)
  const scope = await model.scopeOf(ctx.actor.channel.id, ctx.actor.locationId)
  const price = model.prices.priceOf(variant.sku, scope)
  const reduction = price && model.reductions.running(variant.sku, scope, price.gross.minor)
  return {
    sku: variant.sku,
    gtin: variant.gtin,
    name: variant.name[locale],
    handle: variant.handle,
    categories: [...(goods?.categories ?? [])],
    attributes: { ...goods?.attributes },
    options: Object.entries(variant.options).map(([code, value]) => ({
      code,
      value: value.code,
      label: value.label[locale],
      ...(value.hex !== undefined && { hex: value.hex }),
    })),
    price: price?.gross ?? null,
    ...(price && shownReduction({ price, reduction })),
    ...(price && shownPerUnit({ variant, price, reduction })),
    ...(variant.netContent && { netContent: variant.netContent }),
    ...(variant.perishable && { perishable: true as const }),
    taxRate: variant.taxRate,
    taxPpm: price ? (taxOf(ctx).rate(countryHere(ctx), price.taxRate, ctx.now) ?? null) : null,
    picture: variant.picture && { url: variant.picture.url, alt: variant.picture.alt[locale] },
    available: Math.min(model.availability.total(variant.sku), MAX_SHOWN),
    active: variant.active,
  }
}
