import { startPaymentProvider } from '@splot/fakes'
import {
  gtinCheckDigit,
  localDate,
  newId,
  type CartId,
  type LocationId,
  type OrderId,
  type Sku,
} from '@splot/kernel'
import pino from 'pino'
import { expect, vi } from 'vitest'
import {
  cartById,
  createCart,
  openCarts,
  priceCart,
  serveCountry,
  STRANGER,
  routes as cartRoutes,
  type CartAccess,
  type CartOptions,
  type WantedLine,
} from '#modules/carts'
import { importCategories, importProducts, openCatalogue } from '#modules/catalogue'
import { channelByCode } from '#modules/channels'
import { circlesOf } from '#modules/customers'
import { receive } from '#modules/inventory'
import { importLocations, openLocations } from '#modules/locations'
import { hasBought } from '#modules/orders'
import {
  bindPaymentProvider,
  bindStoredTender,
  openSandboxProvider,
  type PaymentProvider,
  type Tender,
} from '#modules/payments'
import { importPrices, openPriceList, openPrices } from '#modules/pricing'
import {
  bindRange,
  draftPromotion,
  makeCoupon,
  openPromotions,
  publishPromotions,
  type PromotionDraft,
  type PromotionId,
  type Range,
} from '#modules/promotions'
import { importRegistration } from '#modules/tax'
import { bindSecrets } from '#platform/auth'
import { systemActor, type Actor, type WriteContext } from '#platform/context'
import { openPlatform, type CommandKey } from '#platform/database'
import { openTail } from '#platform/events'
import { buildServer } from '#platform/http'
import { createTestDatabase } from './database.ts'
import { PATIENCE } from './patience.ts'
import { checkout, type CheckoutWish } from '#flows/checkout'
import { storedValueTender } from '#flows/stored-parts'
import { routes as checkoutRoutes } from '#flows/checkout-routes'
import { routes as explainRoutes } from '#flows/explain-price-routes'
import { routes as orderRoutes } from '#flows/order-view-routes'
import { routes as settleRoutes } from '#flows/settle-payment-routes'

export type CheckoutWorld = Awaited<ReturnType<typeof openCheckoutWorld>>

/** `whsec_` and base64, after Standard Webhooks. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret to sign webhooks with').toString('base64')}`
const PROVIDER_SECRET = 'a secret key of the provider'
/** Long enough for the request to get there, however busy the machine is. */
const IMPATIENT_MS = 1_500
const both = (text: string) => ({ pl: text, en: text })

/** A little shop on a database of its own and a real payment provider over HTTP; a clock that can be turned. */
export async function openCheckoutWorld() {
  const database = await createTestDatabase()
  bindSecrets({ masterSecret: 'a secret that is long enough for tests' })
  const provider = await startPaymentProvider({ secret: PROVIDER_SECRET, settleAfterMs: 20 })
  let ahead = 0
  const platform = openPlatform({
    url: database.url,
    log: pino({ level: 'silent' }),
    clock: () => new Date(Date.now() + ahead),
  })
  const system = systemActor('test')
  const write = <T>(work: (ctx: WriteContext) => Promise<T>) => platform.write(system, work)
  const query = platform.read(system).query
  await write(fillShop)
  await Promise.all([openCatalogue(platform), openPrices(platform), openLocations(platform)])
  bindRange(anything)
  const tail = openTail(platform)
  const rules = await openPromotions(platform, tail)
  await tail.start()
  const channels = {
    currencies: { web: 'PLN', store: 'PLN' },
    countries: { web: 'PL', 'web-de': 'DE' },
  } as const
  await openCarts(platform, { ...channels, shopper: knownShopper }, tail)
  const waitingFor = (timeoutMs: number) =>
    openSandboxProvider({
      url: provider.url,
      secret: PROVIDER_SECRET,
      webhookSecret: WEBHOOK_SECRET,
      timeoutMs,
    })
  const gateway = waitingFor(PATIENCE.timeout)
  const impatient = waitingFor(IMPATIENT_MS)
  bindPaymentProvider(platform, gateway)
  bindStoredTender(storedValueTender)
  const places = await query<{ id: LocationId; code: string }>(
    'select id, code from locations.location order by code',
  )
  const placeOf = (code: string): LocationId => {
    const place = places.find((one) => one.code === code)
    if (!place) throw new Error(`no place ${code}`)
    return place.id
  }
  const web = await channelByCode(platform.read(system), 'web')
  if (!web) throw new Error('the channel web is always there')
  const visitor: Actor = { ...systemActor('visitor', web), kind: 'visitor' }
  const command = (actor = visitor) => platform.command(actor)

  const world = {
    platform,
    provider,
    gateway,
    /** The same provider, for tests in which it does not answer. */
    impatient,
    url: database.url,
    store: placeOf('WAW1'),
    otherStore: placeOf('KRK1'),
    warehouse: placeOf('MAG'),
    visitor,
    query,
    write,
    command,
    turnClock: (ms: number) => void (ahead += ms),
    stock: (sku: string, locationId: LocationId, quantity: number) =>
      write((ctx) =>
        receive(ctx, [
          { document: { kind: 'receipt', id: newId() }, locationId, lines: [{ sku: sku as Sku, quantity }] },
        ]),
      ),
    level: async (sku: string, locationId: LocationId) =>
      (
        await query<{ onHand: number; reserved: number }>(
          'select on_hand as "onHand", reserved from inventory.stock where sku = $1 and location_id = $2',
          [sku, locationId],
        )
      )[0] ?? { onHand: 0, reserved: 0 },
    ship: (sku: string, quantity = 1): WantedLine => ({ sku: sku as Sku, quantity }),
    pickup: (sku: string, quantity = 1, locationId = placeOf('WAW1')): WantedLine => ({
      sku: sku as Sku,
      quantity,
      fulfilment: { kind: 'pickup', locationId },
    }),
    basket: async (...lines: WantedLine[]) => {
      const { cart, token } = await createCart(command(), lines, undefined)
      return { cart, access: { token, customerId: null } satisfies CartAccess, token }
    },
    totalOf: async (cartId: CartId, access: CartAccess) => {
      const cart = await cartById(command(), cartId, access)
      return { minor: priceCart(command(), cart, web, STRANGER).grossMinor, currency: 'PLN' }
    },
    wish: (expectedMinor: number, tender: Tender = { method: 'card', token: 'tok_ok' }): CheckoutWish => ({
      contact: {
        name: 'Anna Nowak',
        email: 'anna@example.com',
        address: { street: 'Prosta 1', postcode: '00-001', city: 'Warszawa', country: 'PL' },
      },
      tender,
      expectedTotal: { minor: expectedMinor, currency: 'PLN' },
      locale: 'pl',
    }),
    key: (name: string = newId()): CommandKey => ({
      scope: 'test:checkout',
      key: name,
      bodyHash: 'the same body',
    }),
    /** Publishes a promotion and waits until baskets of this process count with it; `code` opens it, so many times in all and for each. */
    promote: async (
      more: Partial<PromotionDraft>,
      coupon?: { code: string; total?: number; perCustomer?: number },
    ) => {
      const { promotionId } = await write(async (ctx) => {
        const drafted = await draftPromotion(ctx, {
          name: 'Test',
          label: both('Lato'),
          priority: 10,
          group: null,
          exclusive: false,
          validFrom: null,
          validUntil: null,
          audience: coupon ? 'code' : 'public',
          returns: 'keep',
          currency: 'PLN',
          conditions: [],
          action: { kind: 'basket_percent', ppm: 100_000 },
          ...more,
        })
        if (coupon)
          await makeCoupon(ctx, {
            promotionId: drafted.promotionId,
            name: coupon.code,
            code: coupon.code,
            limits: {
              total: coupon.total ?? null,
              perCode: 1,
              perCustomer: coupon.perCustomer ?? null,
              period: null,
            },
            validFrom: null,
            validUntil: null,
            channels: null,
          })
        return drafted
      })
      const publish = (ids: { publish?: PromotionId[]; archive?: PromotionId[] }) =>
        write((ctx) =>
          publishPromotions(ctx, { publish: [], archive: [], at: ctx.now, reason: 'test', ...ids }),
        )
      await publish({ publish: [promotionId] })
      await vi.waitFor(() => expect(rules.promotion(promotionId)).toBeDefined(), PATIENCE)
      return {
        promotionId,
        end: async () => {
          await publish({ archive: [promotionId] })
          await vi.waitFor(() => expect(rules.promotion(promotionId)).toBeUndefined(), PATIENCE)
        },
      }
    },
    buy: async (lines: WantedLine[], tender?: Tender) => {
      const { cart, access } = await world.basket(...lines)
      const total = await world.totalOf(cart.cartId, access)
      return checkout(command(), cart.cartId, access, world.wish(total.minor, tender), world.key())
    },
    /** Another provider for the calls of this platform, e.g. one that dies in the middle. */
    payThrough: (other: PaymentProvider) => void bindPaymentProvider(platform, other),
    charges: async () => {
      const answer = await fetch(`${provider.url}/v1/charges?limit=1000`, {
        headers: { authorization: `Bearer ${PROVIDER_SECRET}` },
      })
      const page = (await answer.json()) as {
        data: { idempotency_key: string; status: string; amount: number; refunded_amount: number }[]
      }
      return page.data
    },
    stateOf: async (orderId: string) =>
      (await query<{ state: string }>('select state from orders.order where id = $1', [orderId]))[0]?.state,
    orders: () =>
      query<{ id: OrderId; state: string; number: string }>(
        'select id, state, number from orders.order order by id',
      ),
    /** The doors of baskets, checkout and orders as `actor` finds them. */
    serve: (actor: Actor = visitor) =>
      buildServer({
        platform,
        routes: [...cartRoutes, ...checkoutRoutes, ...orderRoutes, ...settleRoutes, ...explainRoutes],
        authenticate: () => actor,
        version: 'test',
      }),
    close: async () => {
      await gateway.close()
      await impatient.close()
      await provider.close()
      await platform.close()
      await database.drop()
    },
  }
  return world
}

/** As `main` binds it. */
const knownShopper: CartOptions['shopper'] = async (ctx, customerId, at) => ({
  ...(await circlesOf(ctx, customerId, at)),
  firstOrder: !(await hasBought(ctx, customerId)),
})

/** Whatever is promoted here is there. */
const anything: Range = {
  isSku: () => true,
  productOf: (name) => ({ handle: name, category: 'shirts' }),
  categoryWithin: (handle) => new Set([handle]),
  isAttribute: () => true,
  isAttributeValue: () => true,
  isChannel: () => true,
  isLocation: () => true,
  isCurrency: () => true,
}

/** Two stores, a warehouse, one product in three sizes at 49.99, one that is free of courier cost, 250 g of soap, and a book. */
async function fillShop(ctx: WriteContext): Promise<void> {
  const day = { opens: 8 * 60, closes: 20 * 60 }
  const place = (code: string, kind: 'store' | 'warehouse') => ({
    code,
    kind,
    name: `Splot ${code}`,
    city: 'Warszawa',
    address: { street: 'Prosta 1', postcode: '00-001', city: 'Warszawa', country: 'PL' },
    lat: 52,
    lng: 21,
    timeZone: 'Europe/Warsaw',
    services: kind === 'store' ? (['pickup', 'returns'] as const) : (['ship'] as const),
    pickupLeadMinutes: 60,
    phone: '+48221234567',
    openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...day })),
    exceptions: [],
  })
  await importLocations(ctx, [place('WAW1', 'store'), place('KRK1', 'store'), place('MAG', 'warehouse')])
  await importCategories(ctx, [{ handle: 'shirts', parent: null, name: both('Koszule'), position: 1 }])
  const product = (handle: string, skus: readonly string[], from: number) => ({
    handle,
    kind: 'shirt',
    brand: 'Splot',
    category: 'shirts',
    text: { pl: { name: handle, description: '' }, en: { name: handle, description: '' } },
    attributes: [],
    options: [
      {
        code: 'size',
        name: both('Rozmiar'),
        values: skus.map((sku) => ({ code: sku.toLowerCase(), label: both(sku) })),
      },
    ],
    variants: skus.map((sku, index) => {
      const body = `59000000000${from + index}`
      return { sku, gtin: body + gtinCheckDigit(body), options: { size: sku.toLowerCase() } }
    }),
    pictures: [],
    taxRate: 'A' as const,
  })
  const soap = product('soap', ['SOAP'], 7)
  const book = product('book', ['BOOK'], 8)
  await importProducts(ctx, [
    product('tee', ['TEE-S', 'TEE-M', 'TEE-L'], 1),
    product('coat', ['COAT-M'], 5),
    { ...book, taxRate: 'C' as const },
    {
      ...soap,
      variants: soap.variants.map((one) => ({ ...one, netContent: { amount: 250, unit: 'g' as const } })),
    },
  ])
  // The shop sends to Germany, registered for its VAT, and to Austria, where it is not.
  const usual = { code: 'standard', days: null, currency: 'PLN', name: both('Kurier') }
  const abroad = { ...usual, grossMinor: 3999, freeFromMinor: 50_000 }
  for (const country of ['AT', 'DE']) await serveCountry(ctx, { country, ...abroad })
  await importRegistration(ctx, { country: 'DE', validFrom: localDate('2024-01-01'), registered: true })
  const list = await openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null })
  const prices = [
    ['TEE-S', 4999],
    ['TEE-M', 4999],
    ['TEE-L', 4999],
    ['COAT-M', 39900],
    ['SOAP', 1999],
    ['BOOK', 4200],
  ] as const
  await importPrices(
    ctx,
    list,
    prices.map(([sku, grossMinor]) => ({
      sku,
      grossMinor,
      taxRate: sku === 'BOOK' ? ('C' as const) : ('A' as const),
    })),
  )
}
