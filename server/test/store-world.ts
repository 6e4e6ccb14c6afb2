import { newId, type CustomerId, type LocationId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { routes as acceptReturn } from '#flows/accept-return-routes'
import { routes as flaggedSales } from '#flows/flagged-sales-routes'
import { routes as couponUses } from '#flows/coupon-uses-routes'
import { routes as explainPrice } from '#flows/explain-price-routes'
import { routes as boughtGiftCards } from '#flows/add-gift-card-routes'
import { routes as givenCredit } from '#flows/give-credit-routes'
import { routes as checkoutRoutes } from '#flows/checkout-routes'
import { routes as givenUpGiftCards } from '#flows/return-bought-card-routes'
import { routes as sentGiftCards } from '#flows/send-card-again'
import { routes as carts } from '#modules/carts'
import { routes as fulfilments } from '#flows/fulfilment-view-routes'
import { routes as handOver } from '#flows/hand-over-routes'
import { routes as heldCodes } from '#flows/hold-codes-routes'
import { routes as issuedCodes } from '#flows/issue-code-routes'
import { routes as leaseCodes } from '#flows/lease-codes-routes'
import { routes as recogniseCustomer } from '#flows/recognise-customer-routes'
import { routes as orders } from '#flows/order-view-routes'
import { routes as pick } from '#flows/pick-routes'
import { routes as shipOrder } from '#flows/ship-order-routes'
import { routes as giftCardsAtTheCounter } from '#flows/gift-card-counter-routes'
import { routes as validateCoupon } from '#flows/validate-coupon'
import { routes as tillRange } from '#flows/till-range-routes'
import { routes as tillSales } from '#flows/settle-till-sale-routes'
import { channelByCode } from '#modules/channels'
import { routes as customers } from '#modules/customers'
import { routes as promotions } from '#modules/promotions'
import { routes as returns } from '#modules/returns'
import { routes as storedvalue } from '#modules/storedvalue'
import { systemActor, type Actor } from '#platform/context'
import { openPlatform } from '#platform/database'
import { buildServer } from '#platform/http'
import { must, readAnswer, type AnswerOf, type AnsweredWith } from './answers.ts'
import { openCheckoutWorld } from './checkout-world.ts'

export type StoreWorld = Awaited<ReturnType<typeof openStoreWorld>>

const ASSISTANT = ['fulfilment.pick', 'fulfilment.handover', 'till.sell', 'returns.accept', 'orders.read']

/** The shop of `openCheckoutWorld` with its stores open: assistants at their devices, and the doors they use. */
export async function openStoreWorld() {
  const world = await openCheckoutWorld()
  const { platform } = world
  const channel = await channelByCode(platform.read(systemActor('test')), 'store')
  if (!channel) throw new Error('the channel store is always there')
  const actors = new Map<string, Actor>()
  const known = (actor: Actor): Actor => {
    actors.set(actor.id, actor)
    return actor
  }
  /** Somebody at a device of that store. */
  const assistant = (locationId: LocationId, permissions: readonly string[] = ASSISTANT): Actor => {
    const staffId = newId<'staff'>()
    return known({
      ...systemActor('test', channel),
      kind: 'staff',
      id: staffId,
      staffId,
      deviceId: newId<'device'>(),
      locationId,
      grants: permissions.map((permission) => ({ permission, locationId })),
    })
  }
  const machine = (locationId: LocationId | null, at: Actor['channel'] = channel): Actor =>
    known({
      ...systemActor('test', at),
      kind: 'machine',
      id: newId(),
      locationId,
      grants: ASSISTANT.map((permission) => ({ permission, locationId })),
    })
  /** A registered customer with a session of the web shop. */
  const signedIn = (customerId: CustomerId): Actor =>
    known({ ...world.visitor, kind: 'customer', id: customerId, customerId })
  known(world.visitor)
  const app = await buildServer({
    platform,
    routes: [
      ...fulfilments,
      ...pick,
      ...handOver,
      ...shipOrder,
      ...tillSales,
      ...tillRange,
      ...recogniseCustomer,
      ...validateCoupon,
      ...promotions,
      ...heldCodes,
      ...leaseCodes,
      ...customers,
      ...giftCardsAtTheCounter,
      ...boughtGiftCards,
      ...givenUpGiftCards,
      ...sentGiftCards,
      ...carts,
      ...checkoutRoutes,
      ...storedvalue,
      ...givenCredit,
      ...acceptReturn,
      ...returns,
      ...orders,
      ...explainPrice,
      ...couponUses,
      ...issuedCodes,
      ...flaggedSales,
    ],
    authenticate: (request) => actors.get(String(request.headers['x-test-actor'])) ?? world.visitor,
    version: 'test',
  })
  const clerk = assistant(world.store)
  const call = async <Method extends 'GET' | 'POST', Path extends string>(
    actor: Actor,
    method: Method,
    path: Path,
    body?: unknown,
    key?: string,
    opens: { readonly cart?: string; readonly order?: string; readonly from?: string } = {},
  ): Promise<AnsweredWith<AnswerOf<Method, `/v1${Path}`>>> => {
    const answer = await app.inject({
      method,
      url: `/v1${path}`,
      ...(opens.from !== undefined && { remoteAddress: opens.from }),
      headers: {
        'x-test-actor': actor.id,
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(opens.cart !== undefined && { 'x-cart-token': opens.cart }),
        ...(opens.order !== undefined && { 'x-order-token': opens.order }),
      },
      ...(body !== undefined && { payload: body as object }),
    })
    return readAnswer(answer.statusCode, answer.headers, answer.body)
  }
  /** She shows the code of her account at a till. */
  const recognised = async (customerId: CustomerId, at: Actor = clerk): Promise<void> => {
    const { code } = must(await call(signedIn(customerId), 'GET', '/customers/me/code'), 200).body
    must(await call(at, 'POST', '/till-customers', { code }), 200)
  }
  const elsewhere = assistant(world.otherStore)
  return {
    ...world,
    clerk,
    elsewhere,
    packer: assistant(world.warehouse),
    assistant,
    machine,
    signedIn,
    call,
    recognised,
    /** Another process on the same database; without read models. */
    open: () => openPlatform({ url: world.url, log: pino({ level: 'silent' }), poolSize: 6 }),
    /** Facts of one order's life, oldest first. */
    factsOf: async (orderId: string) =>
      (
        await world.query<{ type: string }>(
          'select type from platform.event where subject = $1 order by xid, seq',
          [orderId],
        )
      ).map((row) => row.type),
    movementsOf: (sku: string, locationId: LocationId) =>
      world.query<{ kind: string; quantity: number }>(
        'select kind, quantity from inventory.movement where sku = $1 and location_id = $2 order by id',
        [sku as Sku, locationId],
      ),
    close: async () => {
      await app.close()
      await world.close()
    },
  }
}
