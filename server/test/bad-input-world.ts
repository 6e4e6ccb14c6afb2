import { newId } from '@splot/kernel'
import { expect } from 'vitest'
import type { Problem } from '../../packages/client/index.ts'
import { must, refused, type Answered } from './answers.ts'
import { expectStockProven } from './prove-stock.ts'
import { rowsIn, snapshot } from './snapshot.ts'
import type { Asking, Credential } from './world-http.ts'
import { pickupIn, type Checkout, type Wish } from './world-shopper.ts'
import { createWorld, type World } from './world.ts'

/** The store where things are asked for, and the one that has nothing to do with it. */
export const HERE = 'WAW1'
export const THERE = 'KRK1'
const PLENTY = 500

/** What is no number of pieces at any door where something is sold, kept or taken back. */
export const ODD_QUANTITIES = [0, -1, 1_000, 1.5, 1e9, Number.MAX_SAFE_INTEGER, '2', null, true]
/** The same for deliveries and counts, where a thousand is ordinary and a count may go down. */
export const ODD_STOCK_QUANTITIES = [0, 1.5, 1e9, '2', null]

/** How a refusal looks. */
export interface Expected {
  readonly status: number
  readonly code: string
  readonly pointer?: string
}

export const invalid = (pointer: string): Expected => ({ status: 400, code: 'http.invalid_input', pointer })

/** A world with plenty of one article, a manager and a till, and the one check that every refusal must pass. */
export interface BadInputWorld {
  readonly world: World
  readonly manager: Credential
  /** A till of the store with an assistant signed in; signed in anew by whoever moves the clock too far. */
  till: Credential
  readonly sku: string
  readonly gtin: string
  /** Sends something that must be refused, and checks form and code of the refusal and that nothing has changed. */
  readonly refuses: (
    method: string,
    path: string,
    asking: Asking,
    expected: Expected,
  ) => Promise<Answered & { readonly body: Problem }>
  readonly rows: () => Promise<Readonly<Record<string, number>>>
  /** So many pieces for collection in the store. */
  readonly pickupOf: (quantity: number, store?: string) => Wish
  readonly price: () => Promise<number>
  /** A sale of one piece that the till would make. */
  readonly tillSale: (
    change?: Readonly<Record<string, unknown>>,
  ) => Promise<Asking & { readonly key: string }>
  /** A web order for so many pieces, picked and waiting. */
  readonly readyOrder: (quantity: number) => Promise<Checkout>
  readonly collectedOrder: (quantity: number) => Promise<Checkout>
  /** A return at the till, a line for each of these quantities of the order's first line. */
  readonly back: (orderId: string, ...quantities: unknown[]) => Asking & { readonly body: object }
  /** Every counter has its movements, and what was taken in is what the provider booked. */
  readonly proveBooks: () => Promise<void>
}

/** Opens the world of the stories of bad input. It has no worker, so that nothing is written but what a call asks for. */
export async function openBadInputWorld(): Promise<BadInputWorld> {
  const world = await createWorld({ worker: false })
  const { call, query } = world
  const variant = world.retailer.products[0]?.variants[0]
  if (!variant) throw new Error('the small retailer has products')
  const { sku, gtin } = variant
  const manager = await world.asManager()
  await world.setStock(sku, HERE, PLENTY)
  await world.setStock(sku, 'MAG1', PLENTY)

  const bad: BadInputWorld = {
    world,
    manager,
    till: await world.assistantAt(HERE),
    sku,
    gtin,
    refuses: async (method, path, asking, expected) => {
      const before = await snapshot(query)
      const answer = await call(method, path, asking)
      const body = expectProblem(answer, expected)
      expect(await snapshot(query)).toEqual(before)
      return { ...answer, body }
    },
    rows: async () => rowsIn(await snapshot(query)),
    pickupOf: (quantity, store = HERE) => ({
      sku,
      quantity,
      fulfilment: { kind: 'pickup', locationId: world.place(store) },
    }),
    price: async () => must(await call('GET', `/v1/variants/${sku}`), 200).body.price?.minor ?? 0,
    tillSale: async (change = {}) => ({
      as: bad.till,
      key: newId(),
      body: {
        lines: [{ sku, quantity: 1 }],
        tender: { kind: 'cash' },
        expectedTotal: { minor: await bad.price(), currency: 'PLN' },
        ...change,
      },
    }),
    readyOrder: async (quantity) => {
      const order = await world.buy(bad.pickupOf(quantity))
      const path = `/v1/fulfilments/${pickupIn(order).id}`
      const started = { as: bad.till, key: newId() }
      must(await call('POST', `${path}/start-picking`, started), 200)
      const picked = { as: bad.till, key: newId(), body: { code: gtin, quantity } }
      must(await call('POST', `${path}/pick`, picked), 200)
      return order
    },
    collectedOrder: async (quantity) => {
      const order = await bad.readyOrder(quantity)
      const given = { as: bad.till, key: newId(), body: { qr: pickupIn(order).pickupQr } }
      must(await call('POST', '/v1/fulfilments/hand-over', given), 200)
      return order
    },
    back: (orderId, ...quantities) => {
      const line = { lineId: 1, reason: 'other', disposition: 'sellable' }
      const lines = quantities.map((quantity) => ({ ...line, quantity }))
      return { as: bad.till, key: newId(), body: { orderId, lines } }
    },
    proveBooks: async () => {
      await expectStockProven(call, manager)
      const money = await query<{ captured: number; refunded: number }>(
        `select coalesce(sum(amount_minor), 0)::int as captured, coalesce(sum(refunded_minor), 0)::int as refunded
           from payments.payment where method = 'card' and state in ('captured', 'refunded', 'refunded_partly')`,
      )
      const { charged, refunded } = (await world.book()).totals['PLN'] ?? { charged: 0, refunded: 0 }
      expect(money).toEqual([{ captured: charged, refunded }])
    },
  }
  return bad
}

/** Checks that a refusal is a problem with this code and pointer that shows nothing of our inside; answers the problem. */
export function expectProblem(answer: Answered, { status, code, pointer }: Expected): Problem {
  expect(answer.body).toMatchObject({ status, code })
  expect(answer.status).toBe(status)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.body).toMatchObject({
    type: expect.stringMatching(/^https:\/\//),
    title: expect.any(String),
    detail: expect.any(String),
  })
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:\d|select .* from/i)
  const problem = refused(answer)
  if (pointer !== undefined) expect(problem.errors?.map((error) => error.pointer)).toContain(pointer)
  return problem
}
