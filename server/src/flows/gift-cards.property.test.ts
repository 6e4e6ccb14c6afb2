import * as fc from 'fast-check'
import { MINUTE_MS, newId, Refusal, type OrderId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountsById, issueCard, pinOf, proveLedger, type AccountId } from '#modules/storedvalue'
import { systemActor } from '#platform/context'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { cancelOrder, cancelUnpaid } from './cancel-order.ts'
import { payAgain } from './checkout-pay-again.ts'
import { checkout, PAYMENT_WINDOW_MS } from './checkout.ts'
import { resolveUnknownPayments } from './settle-payment.ts'

const TEE = 4999
const CARDS = 2
const ISSUED = 9000
const tokens = ['tok_ok', 'tok_declined_stolen', 'tok_500_after_charge'] as const

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
  await world.stock('TEE-M', world.store, 5000)
})
afterAll(() => world.close())

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const card = fc.nat({ max: CARDS - 1 })
const part = fc.integer({ min: 1, max: TEE })
const nth = fc.nat({ max: 20 })
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ act: fc.constant('web' as const), card, part, token: fc.constantFrom(...tokens) }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('till' as const), card, part }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('return' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('cancel' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('pay again' as const), nth }) },
  { weight: 1, arbitrary: fc.constant({ act: 'resolve' as const }) },
  { weight: 1, arbitrary: fc.constant({ act: 'wait' as const }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Shown {
  readonly accountId: AccountId
  readonly number: string
  readonly pin: string
}

async function newCard(): Promise<Shown> {
  const accountId = newId<'storedvalue.account'>()
  const actor = systemActor('test')
  await world.write((ctx) =>
    issueCard(ctx, { accountId, amountMinor: ISSUED, currency: 'PLN', note: '', orderId: null, actor }),
  )
  const [account] = await accountsById(world.platform.read(actor), [accountId])
  if (!account) throw new Error('the card stands')
  return { accountId, number: account.number, pin: pinOf(account.number, account.pinVersion) }
}

/** A refusal is an answer here; anything else is a bug. */
const attempt = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
}

let buyers = 0

async function take(cards: readonly Shown[], orders: OrderId[], one: Step): Promise<void> {
  const order = 'nth' in one ? orders[one.nth % Math.max(1, orders.length)] : undefined
  const shown = 'card' in one ? cards[one.card] : undefined
  switch (one.act) {
    case 'web': {
      if (!shown) return
      const { cart, access } = await world.basket(world.pickup('TEE-M'))
      const wish = {
        ...world.wish(TEE, { method: 'card', token: one.token }),
        stored: {
          cards: [{ number: shown.number, pin: shown.pin, amount: pln(one.part) }],
          ip: `203.0.113.${(buyers += 1) % 250}`,
        },
      }
      return attempt(
        checkout(world.command(), cart.cartId, access, wish, world.key()).then(({ id }) => {
          orders.push(id as OrderId)
        }),
      )
    }
    case 'till': {
      if (!shown) return
      const sold = await world.call(
        world.clerk,
        'POST',
        '/till-sales',
        {
          lines: [{ sku: 'TEE-M', quantity: 1 }],
          tender: { kind: 'cash' },
          giftCards: [{ number: shown.number, pin: shown.pin, amount: pln(one.part) }],
          expectedTotal: pln(TEE),
        },
        newId(),
      )
      if (sold.status === 201 && sold.body.id) orders.push(sold.body.id as OrderId)
      return
    }
    case 'return': {
      const lines = [{ lineId: 1, quantity: 1, reason: 'changed_mind', disposition: 'sellable' }]
      if (order) await world.call(world.clerk, 'POST', '/returns', { orderId: order, lines }, newId())
      return
    }
    case 'cancel':
      return order && attempt(world.write((ctx) => cancelOrder(ctx, order, 'changed her mind')))
    case 'pay again': {
      const tender = { method: 'card', token: 'tok_ok' } as const
      return order && attempt(payAgain(world.command(), order, tender, world.key()))
    }
    case 'resolve':
      await resolveUnknownPayments(world.platform, { olderThanMs: 0, giveUpAfterMs: 0 })
      return
    case 'wait':
      world.turnClock(3 * PAYMENT_WINDOW_MS)
      await cancelUnpaid(world.platform)
  }
}

test('whatever is bought, declined, lost, cancelled and returned at once: a card holds what it was issued with less what orders keep of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 14 }),
      fc.integer({ min: 1, max: 5 }),
      async (steps, atOnce) => {
        const cards = [await newCard(), await newCard()]
        const orders: OrderId[] = []
        for (let from = 0; from < steps.length; from += atOnce) {
          await Promise.all(steps.slice(from, from + atOnce).map((one) => take(cards, orders, one)))
        }
        // Everything comes to rest: who has not paid by now never will.
        await resolveUnknownPayments(world.platform, { olderThanMs: 0, giveUpAfterMs: 0 })
        world.turnClock(3 * PAYMENT_WINDOW_MS + MINUTE_MS)
        await cancelUnpaid(world.platform)
        const read = world.platform.read(world.visitor)
        expect(await proveLedger(read)).toEqual([])
        for (const { accountId } of cards) {
          const [account] = await accountsById(read, [accountId])
          const [paid] = await world.query<{ kept: number; open: number }>(
            `select coalesce(sum(amount_minor - refunded_minor) filter (where state in ('captured', 'refunded_partly', 'refunded')), 0)::int as kept,
                    count(*) filter (where state = 'initiated')::int as open
               from payments.payment where account_id = $1`,
            [accountId],
          )
          expect(account).toMatchObject({ balanceMinor: ISSUED - (paid?.kept ?? 0), heldMinor: 0 })
          expect(paid?.open).toBe(0)
        }
        // Money in is money kept and money given back, order by order, whatever tenders paid it.
        const wrong = await world.query(
          `select o.id, o.state, o.gross_minor from orders.order o
            join lateral (
              select coalesce(sum(amount_minor) filter (where state in ('captured', 'refunded_partly', 'refunded')), 0) as paid,
                     coalesce(sum(refunded_minor) filter (where state in ('captured', 'refunded_partly', 'refunded')), 0) as back
                from payments.payment p where p.order_id = o.id) p on true
            join lateral (
              select coalesce(sum(r.refund_minor), 0) as returned from returns.rma r where r.order_id = o.id) r on true
           where o.id = any($1::uuid[])
             and not case when o.state = 'cancelled' then p.paid = p.back
                          else p.paid = o.gross_minor and p.back = r.returned end`,
          [orders],
        )
        expect(wrong).toEqual([])
      },
    ),
    { numRuns: 15 },
  )
}, 300_000)
