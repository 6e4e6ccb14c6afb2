import { Refusal, type Currency } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { dropDelivery, putDelivery } from './store.ts'
import type { Delivery } from './types.ts'

/** Sends goods to a country for that price from now on; baskets that are open are priced anew. */
export async function serveCountry(ctx: WriteContext, one: Delivery): Promise<void> {
  await putDelivery(ctx, one)
  await tell(ctx, one.country, { ...one })
}

/** Sends nothing there any more, or not in this way; what was ordered is still sent. @throws Refusal `carts.country_not_served`. */
export async function leaveCountry(
  ctx: WriteContext,
  country: string,
  currency: Currency,
  code: string | null,
): Promise<void> {
  if (!(await dropDelivery(ctx, country, currency, code))) throw notServed(country, '/country', [])
  await tell(ctx, country, { country, currency, code, served: false })
}

async function tell(ctx: WriteContext, country: string, detail: Record<string, unknown>): Promise<void> {
  emit(ctx, { type: 'carts.delivery_changed', subject: country, locationId: null, data: detail })
  await audit(ctx, { action: 'carts.delivery_changed', subject: country, locationId: null, detail })
}

/** Goods are not sent there; `served` is where they are. */
export const notServed = (country: string, pointer: string, served: readonly Delivery[]): Refusal =>
  new Refusal(
    'unprocessable',
    'carts.country_not_served',
    `We do not send to ${country}. Choose another country, or collect it in a store.`,
    {
      errors: [{ pointer, detail: 'goods are not sent there' }],
      facts: { countries: [...new Set(served.map((one) => one.country))] },
    },
  )

/** The country is served, but not in that way. */
export const noSuchWay = (code: string, ways: readonly Delivery[]): Refusal =>
  new Refusal(
    'unprocessable',
    'carts.no_such_delivery',
    'Goods are not sent there in that way. Choose another one.',
    {
      errors: [{ pointer: '/delivery', detail: `unknown: ${code}` }],
      facts: { deliveries: ways.map((one) => one.code) },
    },
  )
