import { newId } from '@splot/kernel'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { createTestDatabase, type TestDatabase } from '#test/database'
import { paymentsOf } from './find.ts'
import { isLive, paymentStateNames, paymentStates, refundableIn, undecidedIn } from './states.ts'
import { PAYMENTS_OF } from './store.ts'

let database: TestDatabase
let platform: OpenPlatform
beforeAll(async () => {
  database = await createTestDatabase()
  platform = openPlatform({ url: database.url, log: pino({ level: 'silent' }) })
})
afterAll(async () => {
  await platform.close()
  await database.drop()
})

test('every move of the table leads to a state of the table, and every state can be reached', () => {
  const reached = new Set<string>(['initiated'])
  for (const state of reached) for (const next of paymentStates[state as 'initiated'].next) reached.add(next)
  expect([...reached].sort()).toEqual([...paymentStateNames].sort())
})

test('every state has words in both languages', () => {
  for (const { words } of Object.values(paymentStates)) {
    expect(words.pl).toMatch(/\S/)
    expect(words.en).toMatch(/\S/)
  }
})

test('what may still come or go back is live', () => {
  for (const state of [...undecidedIn, ...refundableIn]) expect(isLive(state)).toBe(true)
})

test('the database knows the same states, and makes room for another payment beside those that are not live', async () => {
  const room: string[] = []
  for (const state of paymentStateNames) {
    const orderId = newId<'order'>()
    const insert = (of: string) =>
      platform.write(systemActor('test'), (ctx) =>
        ctx.query(
          `insert into payments.payment (id, order_id, method, state, amount_minor, refunded_minor, currency, created_at, state_since)
           values ($1, $2, 'card', $3, 100, case $3 when 'surplus' then 100 else 0 end, 'PLN', now(), now())`,
          [newId(), orderId, of],
        ),
      )
    await insert(state)
    const second = await insert('initiated').then(
      () => true,
      (error: { code: string }) => (error.code === '23505' ? false : Promise.reject(error)),
    )
    if (second) room.push(state)
  }
  expect(room).toEqual(paymentStateNames.filter((state) => !isLive(state)))
})

test('the payments of an order are all found, live or not, and by their indexes', async () => {
  const orderId = newId<'order'>()
  await platform.write(systemActor('test'), (ctx) =>
    ctx.query(
      `insert into payments.payment (id, order_id, method, state, amount_minor, refunded_minor, currency, created_at, state_since)
       select gen_random_uuid(), $1, 'card', state, 100, case state when 'surplus' then 100 else 0 end, 'PLN', now(), now()
         from unnest($2::text[]) state`,
      [orderId, ['declined', 'declined', 'surplus', 'captured']],
    ),
  )
  const found = await paymentsOf(platform.read(systemActor('test')), [orderId])
  expect(found.map(({ state }) => state).sort()).toEqual(['captured', 'declined', 'declined', 'surplus'])
  // A small table is read whole, and rightly: the plan of a large one is asked for.
  const plan = await platform.write(systemActor('test'), async (ctx) => {
    await ctx.query('set local enable_seqscan = off')
    return ctx.query(`explain ${PAYMENTS_OF}`, [[orderId]])
  })
  const steps = JSON.stringify(plan)
  expect(steps).not.toContain('Seq Scan')
  expect(steps).toContain('payment_live')
  expect(steps).toContain('payment_not_live')
})
