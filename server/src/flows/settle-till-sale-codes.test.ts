import { DAY_MS, newId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grantLease, settleLease, type LeaseId } from '#modules/promotions'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
})
afterAll(() => world.close())

const pln = (minor: number) => ({ minor, currency: 'PLN' })
const sell = (total: number, coupons: readonly object[], key: string = newId(), actor = world.clerk) =>
  world.call(
    actor,
    'POST',
    '/till-sales',
    {
      lines: [{ sku: 'TEE-S', quantity: 2 }],
      tender: { kind: 'cash' },
      coupons,
      expectedTotal: pln(total),
    },
    key,
  )
const code = (text: string) => ({ code: text })

test('a code from an e-mail is good at the till: a tenth less, once, and sending the sale again spends nothing', async () => {
  await world.stock('TEE-S', world.store, 20)
  const { end, promotionId } = await world.promote({}, { code: 'MAIL10', total: 1 })
  const key = newId()
  const sold = await sell(8_998, [code('MAIL10')], key)
  expect(sold).toMatchObject({
    status: 201,
    body: {
      totals: { gross: pln(8_998), discount: pln(1_000) },
      lines: [{ discounts: [{ promotionId, code: 'MAIL10' }] }],
    },
  })
  expect((await sell(8_998, [code('MAIL10')], key)).body).toEqual(sold.body)
  expect(await sell(8_998, [code('MAIL10')])).toMatchObject({
    status: 422,
    body: { code: 'coupons.used_up', facts: { words: { pl: expect.any(String) } } },
  })
  await end()
})

test('a sale that is refused gives its use back, and its repetition gets the same refusal', async () => {
  const { end } = await world.promote({}, { code: 'BACK10', total: 1 })
  const key = newId()
  for (let time = 0; time < 2; time += 1)
    expect((await sell(9_998, [code('BACK10')], key)).body).toMatchObject({
      code: 'tills.total_changed',
      facts: { total: pln(8_998) },
    })
  expect((await sell(8_998, [code('BACK10')])).status).toBe(201)
  await end()
})

test('what was set aside for a till is spent without asking; beyond it, with a network, a use is asked for like any', async () => {
  const { end } = await world.promote({}, { code: 'AWAY10', total: 3 })
  const until = new Date(world.platform.clock().getTime() + DAY_MS / 4)
  const leaseId: LeaseId = newId()
  const { deviceId } = world.clerk
  if (!deviceId) throw new Error('the clerk stands at a till')
  await world.write((ctx) =>
    grantLease(ctx, {
      leaseId,
      code: 'AWAY10',
      uses: 1,
      until,
      deviceId,
      locationId: world.store,
      channel: 'store',
    }),
  )
  const at = world.platform.clock().toISOString()
  const leased = { code: 'AWAY10', lease: { leaseId, at } }
  for (let time = 0; time < 2; time += 1) expect((await sell(8_998, [leased])).status).toBe(201)
  const uses = await world.query<{ beyond: boolean; lease: string | null }>(
    `select beyond_lease as beyond, lease_id as lease from promotions.redemption where code = 'AWAY10' order by taken_at, id`,
  )
  expect(uses.map(({ beyond }) => beyond)).toEqual([false, false])
  expect(uses.filter(({ lease }) => lease === leaseId)).toHaveLength(1)
  expect(await world.write((ctx) => settleLease(ctx, leaseId, deviceId))).toMatchObject({ spent: 1 })
  // Two of three are used: one is left for anybody.
  expect((await sell(8_998, [code('AWAY10')])).status).toBe(201)
  expect((await sell(8_998, [code('AWAY10')])).body.code).toBe('coupons.used_up')
  await end()
})

/** Wrong codes, and wrong cards, that one till may try before it has to wait. */
const GUESSES = 60
const CARD_GUESSES = 30

test('whoever guesses codes at a till is slowed down, whatever the code; who sells without one is not, nor is another till', async () => {
  const { end } = await world.promote({}, { code: 'SLOW10' })
  const [thief, clerk] = [world.assistant(world.store), world.assistant(world.store)]
  for (let tried = 0; tried < GUESSES; tried += 1) {
    const { body } = await sell(9_998, [code(`GUESS-${tried}`)], newId(), thief)
    expect(body.code).toBe('coupons.unknown')
  }
  const locked = await sell(8_998, [code('SLOW10')], newId(), thief)
  expect(locked).toMatchObject({ status: 429, body: { code: 'promotions.too_many_guesses' } })
  expect((await sell(9_998, [], newId(), thief)).status).toBe(201)
  expect((await sell(8_998, [code('SLOW10')], newId(), clerk)).status).toBe(201)
  await end()
})

test('whoever guesses gift cards at a till is slowed down like everywhere; a typing error is no guess', async () => {
  const thief = world.assistant(world.store)
  const pay = (number: string) =>
    world.call(
      thief,
      'POST',
      '/till-sales',
      {
        lines: [{ sku: 'TEE-S', quantity: 2 }],
        giftCards: [{ number, pin: '123456', amount: pln(9_998) }],
        expectedTotal: pln(9_998),
      },
      newId(),
    )
  // One of ten check digits is right, and only that one is a guess.
  const guess = async (index: number) => {
    const body = `98${String(index).padStart(13, '0')}`
    const answers = await Promise.all([...'0123456789'].map((digit) => pay(body + digit)))
    return answers.map((answer) => answer.body.code)
  }
  const said = new Set<string | undefined>()
  for (let tried = 0; tried < CARD_GUESSES; tried += 1)
    for (const answer of await guess(tried)) said.add(answer)
  expect([...said]).toEqual(['storedvalue.not_recognised'])
  expect(await guess(CARD_GUESSES)).toContain('auth.too_many_attempts')
  expect((await sell(9_998, [], newId(), thief)).status).toBe(201)
})
