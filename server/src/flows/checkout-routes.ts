import { Refusal, type CartId, type LocalDate, type OrderId } from '@splot/kernel'
import { readNip } from '@splot/rules'
import { Type, type Static } from 'typebox'
import { accessOf, CartHeadersSchema, MAX_LINES, readQuote } from '#modules/carts'
import type { Company } from '#modules/customers'
import { ordersById, orderTokenFits } from '#modules/orders'
import { refuseCardNumbers, type Tender } from '#modules/payments'
import { CardPartSchema, MAX_PER_ORDER } from '#modules/storedvalue'
import { LocaleSchema, MoneySchema, RawJson, route, UuidSchema, type AnyRoute } from '#platform/http'
import { checkout } from './checkout.ts'
import { payAgain } from './checkout-pay-again.ts'
import { OrderSchema } from './order-view-schema.ts'

/**
 * Open on purpose: a card number in a field that we do not know must be refused as what it is (`payments.pan_refused`), and
 * not as an unknown field.
 */
const PaymentSchema = Type.Object(
  {
    method: Type.Union([Type.Literal('card'), Type.Literal('blik')]),
    token: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'card: the token of the payment form' }),
    ),
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'blik: six digits' })),
  },
  { description: '`{ method: "card", token }` or `{ method: "blik", code }`' },
)

const AddressSchema = Type.Object({
  street: Type.String({ minLength: 1, maxLength: 200 }),
  postcode: Type.String({ minLength: 2, maxLength: 12 }),
  city: Type.String({ minLength: 1, maxLength: 100 }),
  country: Type.String({ pattern: '^[A-Z]{2}$', default: 'PL' }),
})

const CheckoutSchema = Type.Object({
  contact: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    email: Type.String({ format: 'email', maxLength: 254 }),
    phone: Type.Optional(Type.String({ minLength: 5, maxLength: 32, pattern: '^[+0-9 ().-]+$' })),
  }),
  address: Type.Optional(AddressSchema),
  company: Type.Optional(
    Type.Object(
      {
        nip: Type.String({ minLength: 1, maxLength: 32, description: 'of a Polish taxpayer' }),
        name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
      },
      {
        additionalProperties: false,
        description: 'she buys for a business; 422 `checkout.nip_wrong` when the check digit does not fit',
      },
    ),
  ),
  /** For what cards and credit do not pay. */
  payment: Type.Optional(PaymentSchema),
  giftCards: Type.Optional(Type.Array(CardPartSchema, { maxItems: MAX_PER_ORDER })),
  storeCredit: Type.Optional({
    ...MoneySchema,
    description: 'from the store credit of the customer who has signed in',
  }),
  expectedTotal: MoneySchema,
  quote: Type.Optional(
    Type.String({
      maxLength: 500,
      description: 'of the basket that the customer saw: proves that the total was ours',
    }),
  ),
  locale: Type.Optional(LocaleSchema),
  promises: Type.Optional(
    Type.Array(
      Type.Object(
        { lineId: UuidSchema, promisedOn: Type.String({ format: 'date' }) },
        { additionalProperties: false },
      ),
      {
        maxItems: MAX_LINES,
        description:
          'lines that the basket showed as coming later, and the day it showed: she accepts to wait until then; the others must be here',
      },
    ),
  ),
  acceptTerms: Type.Literal(true, { description: 'the customer has accepted the terms of sale' }),
})

/** What the customer pays with; refuses a method without what it needs. */
function tenderOf({ method, token, code }: Static<typeof PaymentSchema>): Tender {
  if (method === 'card' && token !== undefined) return { method, token }
  if (method === 'blik' && code !== undefined && /^\d{6}$/.test(code)) return { method, code }
  throw method === 'card'
    ? new Refusal(
        'unprocessable',
        'payments.token_missing',
        'Send the token that the payment form made of the card.',
        {
          errors: [{ pointer: '/payment/token', detail: 'is needed for a card' }],
        },
      )
    : new Refusal(
        'unprocessable',
        'payments.blik_code',
        'A BLIK code has six digits. Look at the bank app again.',
        {
          errors: [{ pointer: '/payment/code', detail: 'six digits' }],
        },
      )
}

/** The business as its bill will name it. */
function companyOf({ nip, name }: { readonly nip: string; readonly name: string }): Company {
  const digits = readNip(nip)
  if (digits !== undefined) return { name: name.trim(), nip: digits }
  throw new Refusal(
    'unprocessable',
    'checkout.nip_wrong',
    'This is not a tax number: its check digit does not fit. Look at it again.',
    { errors: [{ pointer: '/company/nip', detail: 'ten digits, the last one checks the others' }] },
  )
}

const audience = ['visitor', 'customer', 'staff', 'device', 'machine'] as const

const submit = route({
  method: 'POST',
  path: '/v1/carts/:cartId/checkout',
  summary: 'Order and pay a basket',
  description:
    'Places the order, pays it and answers with it; a declined payment leaves it `placed`, to be paid again. Repeat with the same key ' +
    'after a lost answer. `checkout.total_changed` (409) carries the new total, `checkout.sold_out` (409) the short lines, ' +
    '`carts.already_ordered` (409) the order that another submit made. Gift cards and store credit pay the amounts that are said, and ' +
    '`storedvalue.short` (409) tells the balance when there is less; what they pay is held until the rest is paid, or the order is cancelled.',
  tag: 'checkout',
  audience,
  permission: null,
  power: 'command',
  idempotency: 'required',
  ifMatch: 'optional',
  schema: {
    params: Type.Object({ cartId: UuidSchema }),
    headers: CartHeadersSchema,
    body: CheckoutSchema,
    response: { 201: OrderSchema },
  },
  handle: async (ctx, { params, headers, body, key, ifMatch, ip }) => {
    const { giftCards = [], storeCredit, ...rest } = body
    // The schema admits only numbers of our own cards here, which no payment card has.
    refuseCardNumbers(rest)
    if (!key) throw new Error('the route requires a key')
    const { contact, address, company, expectedTotal, quote, locale = 'pl', promises = [] } = body
    if (quote !== undefined) readQuote(quote, params.cartId as CartId)
    const order = await checkout(
      ctx,
      params.cartId as CartId,
      accessOf(ctx, headers),
      {
        contact: { ...contact, ...(address && { address }), ...(company && { company: companyOf(company) }) },
        tender: body.payment ? tenderOf(body.payment) : null,
        stored:
          giftCards.length > 0 || storeCredit ? { cards: giftCards, credit: storeCredit, ip } : undefined,
        expectedTotal,
        locale,
        promises: Object.fromEntries(
          // The schema has checked that these are days.
          promises.map(({ lineId, promisedOn }) => [lineId, promisedOn as LocalDate]),
        ),
      },
      key,
      ifMatch,
    )
    return new RawJson(JSON.stringify(order), { 'cache-control': 'no-store' })
  },
})

const pay = route({
  method: 'POST',
  path: '/v1/orders/:orderId/payments',
  summary: 'Pay a placed order again after a decline',
  description:
    'With the same method or another one. `payments.other_tender_other_price` (409) where its price has a promotion for the method that was chosen before: ' +
    'pay with that, or order again.',
  tag: 'checkout',
  audience: ['visitor', 'customer'],
  permission: null,
  power: 'command',
  idempotency: 'required',
  perMinute: 20,
  schema: {
    params: Type.Object({ orderId: UuidSchema }),
    headers: Type.Object({ 'x-order-token': Type.Optional(Type.String({ maxLength: 100 })) }),
    body: Type.Object({ payment: PaymentSchema }),
    response: { 200: OrderSchema },
  },
  handle: async (ctx, { params, headers, body, key }) => {
    refuseCardNumbers(body)
    if (!key) throw new Error('the route requires a key')
    const orderId = params.orderId as OrderId
    const token = headers['x-order-token']
    const known = token !== undefined && orderTokenFits(orderId, token)
    const [order] = known ? [] : await ordersById(ctx.platform.read(ctx.actor), [orderId])
    if (!known && !(order?.customerId && order.customerId === ctx.actor.customerId)) {
      throw new Refusal('not_found', 'orders.not_found', 'There is no such order for you.')
    }
    return payAgain(ctx, orderId, tenderOf(body.payment), key)
  },
})

export const routes: AnyRoute[] = [submit, pay]
