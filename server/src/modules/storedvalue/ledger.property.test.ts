import * as fc from 'fast-check'
import { DAY_MS, newId, Refusal, type OrderId, type PaymentId } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bindSecrets } from '#platform/auth'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { expectNoCircle } from '#test/circles'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { correct, topUp } from './change.ts'
import { entriesOf } from './find.ts'
import {
  accountsById,
  capture,
  expireAccounts,
  giveBack,
  issueCard,
  proveLedger,
  release,
  spend,
} from './index.ts'
import type { AccountId } from './types.ts'

const PROCESSES = 4
const CONNECTIONS = 8
const CARDS = 3

let database: TestDatabase
let nodes: OpenPlatform[]
let ahead = 0
const actor = systemActor('test')

beforeAll(async () => {
  database = await createTestDatabase()
  bindSecrets({ masterSecret: 'a secret that is long enough for tests' })
  nodes = Array.from({ length: PROCESSES }, () =>
    openPlatform({
      url: database.url,
      log: pino({ level: 'silent' }),
      clock: () => new Date(Date.now() + ahead),
      poolSize: CONNECTIONS,
    }),
  )
})
afterAll(async () => {
  for (const node of nodes) await node.close()
  await database.drop()
  expectNoCircle(...nodes)
})

const nodeOf = (nth: number): OpenPlatform => {
  const node = nodes[nth % nodes.length]
  if (!node) throw new Error('there are nodes')
  return node
}

const newCard = async (amountMinor: number, validDays: number): Promise<AccountId> => {
  const accountId = newId<'storedvalue.account'>()
  const expiresAt = new Date(Date.now() + ahead + validDays * DAY_MS)
  await nodeOf(0).write(actor, (ctx) =>
    issueCard(ctx, { accountId, amountMinor, currency: 'PLN', note: '', expiresAt, orderId: null, actor }),
  )
  return accountId
}

test('one card, two hundred who want all of it over thirty-two connections: one gets it', async () => {
  const accountId = await newCard(10_000, 30)
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, nth) => {
      const part = {
        paymentId: newId<'payment'>(),
        orderId: newId<'order'>(),
        accountId,
        amountMinor: 10_000,
        currency: 'PLN',
        isFinal: nth % 2 === 0,
        actor,
      }
      return nodeOf(nth)
        .write(actor, (ctx) => spend(ctx, [part]))
        .then(
          () => 'got it',
          (error: Refusal) => error.code,
        )
    }),
  )
  expect(answers.filter((answer) => answer === 'got it')).toHaveLength(1)
  expect(answers.filter((answer) => answer === 'storedvalue.short')).toHaveLength(199)
})

test('whoever looks at a card sees for which order each part was, also what ended a hold', async () => {
  const accountId = await newCard(10_000, 30)
  const [bought, left] = [newId<'order'>(), newId<'order'>()]
  const node = nodeOf(0)
  const parts = [partOf(accountId, bought, 3000, false), partOf(accountId, left, 2000, false)]
  for (const part of parts) await node.write(actor, (ctx) => spend(ctx, [part]))
  await node.write(actor, (ctx) => capture(ctx, parts.slice(0, 1)))
  await node.write(actor, (ctx) => release(ctx, parts.slice(1)))
  const entries = await entriesOf(node.read(actor), accountId, { before: null, limit: 10 })
  expect(entries.map(({ kind, amountMinor, orderId }) => [kind, amountMinor, orderId])).toEqual([
    ['release', 2000, left],
    ['spend', -3000, bought],
    ['release', 3000, bought],
    ['spend_hold', -2000, left],
    ['spend_hold', -3000, bought],
    ['issue', 10_000, null],
  ])
})

const card = fc.nat({ max: CARDS - 1 })
const minor = fc.integer({ min: 1, max: 6000 })
const nth = fc.nat({ max: 30 })
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('hold' as const), card, minor, also: card }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('spend' as const), card, minor }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('capture' as const), nth }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('release' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('repeat' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('refund' as const), card, minor }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('top up' as const), card, minor }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('correct' as const), card, minor }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 9 }) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Part {
  readonly paymentId: PaymentId
  readonly orderId: OrderId
  readonly accountId: AccountId
  readonly amountMinor: number
  readonly currency: string
  readonly isFinal: boolean
  readonly actor: typeof actor
}

/** What was agreed to, as those know it who asked. */
class Books {
  readonly cards: readonly AccountId[];
  /** Came in, by what the answers said. */
  in = 0
  readonly orders: Part[][] = []

  constructor(cards: readonly AccountId[], amountMinor: number) {
    this.cards = cards
    this.in = cards.length * amountMinor
  }

  card(index: number): AccountId {
    const found = this.cards[index]
    if (!found) throw new Error('there are so many cards')
    return found
  }

  order(index: number): readonly Part[] {
    return this.orders[index % Math.max(1, this.orders.length)] ?? []
  }
}

const refused = (error: unknown): false => {
  if (error instanceof Refusal) return false
  throw error
}

const partOf = (accountId: AccountId, orderId: OrderId, amountMinor: number, isFinal: boolean): Part => ({
  paymentId: newId<'payment'>(),
  orderId,
  accountId,
  amountMinor,
  currency: 'PLN',
  isFinal,
  actor,
})

async function buy(books: Books, node: OpenPlatform, parts: Part[]): Promise<void> {
  const isPaid = await node.write(actor, (ctx) => spend(ctx, parts)).then(() => true, refused)
  if (isPaid) books.orders.push(parts)
}

async function take(books: Books, one: Step, node: OpenPlatform): Promise<void> {
  const orderId = newId<'order'>()
  switch (one.act) {
    case 'hold': {
      const cards = [...new Set([one.card, one.also])]
      return buy(
        books,
        node,
        cards.map((index) => partOf(books.card(index), orderId, one.minor, false)),
      )
    }
    case 'spend':
      return buy(books, node, [partOf(books.card(one.card), orderId, one.minor, true)])
    case 'capture':
    case 'release':
      return node.write(actor, (ctx) =>
        (one.act === 'capture' ? capture : release)(ctx, books.order(one.nth)),
      )
    case 'repeat':
      await node.write(actor, (ctx) => spend(ctx, books.order(one.nth))).catch(refused)
      return
    case 'refund': {
      const refund = {
        refundId: newId<'refund'>(),
        orderId,
        accountId: books.card(one.card),
        amountMinor: one.minor,
        currency: 'PLN',
        reason: 'return',
        customerId: null,
        actor,
      }
      await node.write(actor, (ctx) => giveBack(ctx, [refund]))
      await node.write(actor, (ctx) => giveBack(ctx, [refund]))
      books.in += one.minor
      return
    }
    case 'top up':
    case 'correct': {
      const wish = {
        accountId: books.card(one.card),
        amountMinor: one.act === 'top up' ? one.minor : -one.minor,
        currency: 'PLN',
        reference: newId(),
        reason: 'test',
      }
      const change = one.act === 'top up' ? topUp : correct
      const isDone = await node.write(actor, (ctx) => change(ctx, wish)).then(() => true, refused)
      if (isDone) books.in += wish.amountMinor
      return
    }
    case 'wait':
      ahead += one.days * DAY_MS
      await expireAccounts(node)
  }
}

test('whatever happens at once over many connections: the sum of the entries is the balance, and money in is money out', async () => {
  let nthNode = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      async (steps, atOnce) => {
        const { query } = nodeOf(0).read(actor)
        const [first] = await query<{ seq: number }>(
          'select coalesce(max(seq), 0) as seq from storedvalue.entry',
        )
        const cards = await Promise.all(Array.from({ length: CARDS }, () => newCard(8000, 10)))
        const books = new Books(cards, 8000)
        for (let from = 0; from < steps.length; from += atOnce) {
          await Promise.all(
            steps.slice(from, from + atOnce).map((one) => take(books, one, nodeOf((nthNode += 1)))),
          )
          expect(await proveLedger(nodeOf(0).read(actor))).toEqual([])
        }
        // Cards of earlier runs expire too when time passes: only what was opened in this one is looked at.
        const opened = (
          await query<{ id: AccountId }>(
            'select account_id as id from storedvalue.entry group by account_id having min(seq) > $1',
            [first?.seq],
          )
        ).map(({ id }) => id)
        const kinds = await query<{ kind: string; minor: number }>(
          `select kind, sum(amount_minor)::bigint as minor from storedvalue.entry where account_id = any($1::uuid[]) group by kind`,
          [opened],
        )
        const sum = (...names: string[]) =>
          kinds.filter(({ kind }) => names.includes(kind)).reduce((total, { minor: part }) => total + part, 0)
        expect(sum('issue', 'top_up', 'refund', 'correction')).toBe(books.in)
        const now = await accountsById(nodeOf(0).read(actor), opened)
        const kept = now.reduce((total, { balanceMinor, heldMinor }) => total + balanceMinor + heldMinor, 0)
        const paid = books.orders.flat().reduce((total, { amountMinor }) => total + amountMinor, 0)
        const held = now.reduce((total, { heldMinor }) => total + heldMinor, 0)
        const released = await query<{ minor: number }>(
          `select coalesce(sum(amount_minor), 0)::bigint as minor from storedvalue.hold
            where state = 'released' and payment_id = any($1::uuid[])`,
          [books.orders.flat().map(({ paymentId }) => paymentId)],
        )
        expect(sum('spend') + paid).toBe(held + (released[0]?.minor ?? 0))
        expect(books.in).toBe(kept - sum('spend') - sum('expire'))
        for (const { balanceMinor } of now) expect(balanceMinor).toBeGreaterThanOrEqual(0)
      },
    ),
    // What must be among the sequences whatever the seed: a refund to a card that has expired, told twice.
    {
      numRuns: 40,
      examples: [
        [
          [
            { act: 'wait', days: 9 },
            { act: 'wait', days: 9 },
            { act: 'refund', card: 0, minor: 2 },
          ],
          1,
        ],
      ],
    },
  )
}, 300_000)
