import {
  DAY_MS,
  Refusal,
  type ChannelId,
  type FulfilmentId,
  type LocalDate,
  type LocationId,
  type OrderId,
  type Sku,
} from '@splot/kernel'
import { productByHandle, variantsBySku, type Variant } from '#modules/catalogue'
import { fulfilmentById, type Fulfilment } from '#modules/fulfilment'
import { incidentFor, situationOf, type Affected, type Incident, type IncidentId } from '#modules/incidents'
import { inboundOf, levelsAt, listStock } from '#modules/inventory'
import { listLocations, locationById, nextReady, type Location } from '#modules/locations'
import { ordersById, type Order } from '#modules/orders'
import { pricesFor } from '#modules/pricing'
import type { ReadContext } from '#platform/context'

/** Other places that are offered for one line. */
const MAX_PLACES = 10
const MAX_SUBSTITUTES = 20
/** Rows of stock that are read of one SKU: one per place. */
const MAX_ROWS = 1_000
/** Nobody is told to wait longer. */
const MAX_WAIT_MS = 180 * DAY_MS

/** Why a choice cannot be carried out; the screens have words for each. */
export type Obstacle =
  | 'too_few'
  | 'not_here'
  | 'no_stock'
  | 'worth_less'
  | 'other_vat'
  | 'no_price'
  | 'picked'
  | 'kit'
  | 'not_paid'
  | 'partly_gone'

export interface Options {
  readonly otherPlaces: readonly {
    readonly location: Pick<Location, 'id' | 'code' | 'name' | 'city'>
    readonly available: number
    readonly readyBy: Date | null
    readonly obstacle: Obstacle | null
  }[]
  readonly substitutes: readonly {
    readonly variant: Variant
    readonly available: number
    /** What it costs more than the missing article today, minor units. */
    readonly dearerMinor: number | null
    readonly obstacle: Obstacle | null
  }[]
  /** `expectedOn`: when enough for everybody who is short is announced; null: nobody knows, staff say a date. */
  readonly wait: { readonly expectedOn: LocalDate | null; readonly obstacle: Obstacle | null }
  readonly cancelLine: { readonly obstacle: Obstacle | null }
  readonly cancelOrder: { readonly obstacle: Obstacle | null }
}

/** What may be offered to each of these customers, with what stands in the way. Null for baskets: they can only be let go. */
export async function optionsFor(
  ctx: ReadContext,
  incident: Incident,
  affected: readonly Affected[],
  parts: ReadonlyMap<FulfilmentId, Fulfilment>,
  orders: ReadonlyMap<OrderId, Order>,
): Promise<(Options | null)[]> {
  const [places, rows, variants, inbound] = await Promise.all([
    listLocations(ctx),
    listStock(ctx, { places: null, sku: incident.sku, limit: MAX_ROWS }),
    siblingsOf(ctx, incident.sku),
    inboundOf(ctx, incident.sku, incident.locationId),
  ])
  const levels = await levelsAt(
    ctx,
    incident.locationId,
    variants.map(({ sku }) => sku),
  )
  const short = affected.reduce((sum, { quantity }) => sum + quantity, 0)
  const here = new Map(levels.map((level) => [level.sku, level.available]))
  const there = new Map(rows.map((row) => [row.locationId, row.available]))
  return Promise.all(
    affected.map(async (one): Promise<Options | null> => {
      const order = one.orderId ? orders.get(one.orderId) : undefined
      const part = one.fulfilmentId ? parts.get(one.fulfilmentId) : undefined
      if (!order || !part) return null
      const stuck = one.stage === 'picked' ? 'picked' : one.lineNo === null ? 'kit' : null
      return {
        otherPlaces: placesFor(ctx.now, places, there, incident, part, one.quantity, stuck),
        substitutes: await worthOf(ctx, incident.sku, variants, here, order, one.quantity, stuck),
        wait: {
          expectedOn: coveredOn(inbound, short),
          obstacle: one.stage === 'picked' ? 'picked' : null,
        },
        cancelLine: {
          obstacle: stuck ?? (order.state === 'placed' && !isAll(order, one.quantity) ? 'not_paid' : null),
        },
        cancelOrder: {
          obstacle: ['shipped', 'delivered', 'collected'].includes(order.state) ? 'partly_gone' : null,
        },
      }
    }),
  )
}

/** The first day by which so many pieces are announced; null: not by any that is known of. */
function coveredOn(
  inbound: readonly { readonly expectedOn: LocalDate; readonly quantity: number }[],
  wanted: number,
): LocalDate | null {
  let come = 0
  return inbound.find(({ quantity }) => (come += quantity) >= wanted)?.expectedOn ?? null
}

const isAll = ({ lines }: Order, pieces: number): boolean =>
  lines.reduce((sum, line) => sum + line.quantity, 0) === pieces

/** Places that prepare such orders and have a piece at all, those with enough first, then who is ready first. */
function placesFor(
  now: Date,
  places: readonly Location[],
  available: ReadonlyMap<LocationId, number>,
  incident: Incident,
  part: Fulfilment,
  wanted: number,
  stuck: Obstacle | null,
): Options['otherPlaces'] {
  return places
    .filter((place) => place.id !== incident.locationId && place.services.includes(part.kind))
    .flatMap((place) => {
      const pieces = available.get(place.id) ?? 0
      if (pieces === 0) return []
      const { id, code, name, city } = place
      const obstacle: Obstacle | null = stuck ?? (pieces < wanted ? 'too_few' : null)
      return [
        {
          location: { id, code, name, city },
          available: pieces,
          readyBy: readyAt(place, part, now),
          obstacle,
        },
      ]
    })
    .sort(
      (one, other) =>
        Number(one.obstacle !== null) - Number(other.obstacle !== null) ||
        (one.readyBy?.getTime() ?? Infinity) - (other.readyBy?.getTime() ?? Infinity) ||
        other.available - one.available,
    )
    .slice(0, MAX_PLACES)
}

/** When the place could have it: a pickup by its opening hours; a parcel keeps the promise it has. */
export const readyAt = (place: Location, part: Fulfilment, now: Date): Date | null =>
  part.kind === 'pickup' ? nextReady(place, now) : part.promisedAt

/** Other variants of the same product that are sold. */
async function siblingsOf(ctx: ReadContext, sku: Sku): Promise<Variant[]> {
  const handle = (await variantsBySku(ctx, [sku])).get(sku)?.handle
  const product = handle ? await productByHandle(ctx, handle) : undefined
  return (product?.variants ?? []).filter((variant) => variant.active && variant.sku !== sku)
}

async function worthOf(
  ctx: ReadContext,
  missing: Sku,
  variants: readonly Variant[],
  here: ReadonlyMap<Sku, number>,
  order: Order,
  wanted: number,
  stuck: Obstacle | null,
): Promise<Options['substitutes']> {
  if (variants.length === 0) return []
  const scope = { channel: order.channel.id as ChannelId, currency: order.currency }
  const skus = variants.map(({ sku }) => sku)
  const prices = await pricesFor(ctx, [missing, ...skus], scope)
  const own = prices.get(missing)
  return variants
    .map((variant) => {
      const price = prices.get(variant.sku)
      const available = here.get(variant.sku) ?? 0
      const dearerMinor = price && own ? price.gross.minor - own.gross.minor : null
      return {
        variant,
        available,
        dearerMinor,
        obstacle: stuck ?? obstacleOf(available, wanted, own, price, dearerMinor),
      }
    })
    .sort(
      (one, other) =>
        Number(one.obstacle !== null) - Number(other.obstacle !== null) || other.available - one.available,
    )
    .slice(0, MAX_SUBSTITUTES)
}

type Price = { readonly taxRate: string } | undefined

function obstacleOf(
  available: number,
  wanted: number,
  own: Price,
  price: Price,
  dearerMinor: number | null,
): Obstacle | null {
  if (available === 0) return 'not_here'
  if (available < wanted) return 'too_few'
  if (!own || !price || dearerMinor === null) return 'no_price'
  // The line keeps its price and its VAT, so neither may be wrong for the substitute.
  if (own.taxRate !== price.taxRate) return 'other_vat'
  return dearerMinor < 0 ? 'worth_less' : null
}

/** The other place and the fulfilment that would go there; refuses a place that does not prepare such orders. */
export async function placeFor(
  ctx: ReadContext,
  fulfilmentId: FulfilmentId,
  to: LocationId,
): Promise<{ part: Fulfilment; place: Location }> {
  const [part, place] = await Promise.all([fulfilmentById(ctx, fulfilmentId), locationById(ctx, to)])
  if (part && place && place.id !== part.locationId && place.services.includes(part.kind))
    return { part, place }
  throw new Refusal(
    'unprocessable',
    'incidents.no_such_option',
    'That place does not prepare such orders. Choose one of the places offered.',
    { errors: [{ pointer: '/choice/locationId', detail: 'not one of the places offered' }] },
  )
}

/** The substitute, where it would come from, and for how many pieces; refuses what may not stand in. */
export async function substituteFor(
  ctx: ReadContext,
  wanted: {
    readonly incidentId: IncidentId
    readonly orderId: OrderId
    readonly lineNo: number | null
    readonly quantity?: number | undefined
  },
  sku: Sku,
) {
  const { sku: missing, locationId } = await incidentFor(ctx, wanted.incidentId)
  const [variants, { affected }, [order]] = await Promise.all([
    variantsBySku(ctx, [sku]),
    situationOf(ctx, missing, locationId),
    ordersById(ctx, [wanted.orderId]),
  ])
  const own = affected.find((one) => one.orderId === wanted.orderId && one.lineNo === wanted.lineNo)
  const part = own?.fulfilmentId ? await fulfilmentById(ctx, own.fulfilmentId) : undefined
  const variant = variants.get(sku)
  const quantity = wanted.quantity ?? own?.quantity
  if (!own || !part || !order || !quantity) {
    throw new Refusal(
      'conflict',
      'incidents.not_affected',
      'This line needs no decision any more. Look at the incident again.',
    )
  }
  const scope = { channel: order.channel.id as ChannelId, currency: order.currency }
  const prices = await pricesFor(ctx, [missing, sku], scope)
  const [before, price] = [prices.get(missing), prices.get(sku)]
  const dearer = before && price ? price.gross.minor - before.gross.minor : null
  const obstacle =
    variant?.active && sku !== missing ? obstacleOf(quantity, quantity, before, price, dearer) : 'no_price'
  if (variant && !obstacle) return { variant, quantity, locationId, kind: part.kind }
  throw new Refusal(
    'unprocessable',
    'incidents.no_such_option',
    'This article cannot stand in for the missing one: it is not sold, costs less, or has another rate of VAT.',
    {
      facts: { obstacle },
      errors: [{ pointer: '/choice/sku', detail: 'not one of the substitutes offered' }],
    },
  )
}

/** The date the customer is told; refuses one that has passed or is too far away. */
export function waitUntil(asked: Date, now: Date): Date {
  const wait = asked.getTime() - now.getTime()
  if (wait > 0 && wait <= MAX_WAIT_MS) return asked
  throw new Refusal(
    'unprocessable',
    'incidents.bad_date',
    'Say a date in the next 180 days: until then the customer waits.',
    { errors: [{ pointer: '/choice/until', detail: 'in the next 180 days' }] },
  )
}
