import { DAY_MS, newId, wallClock, type OrderId } from '@splot/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { accountsById, issueCard, liabilityAt, proveLedger, type AccountId } from '#modules/storedvalue'
import { systemActor, type Actor } from '#platform/context'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
})
afterEach(async () => {
  expect(await proveLedger(world.platform.read(world.visitor))).toEqual([])
})
afterAll(() => world.close())

const pln = (minor: number) => ({ minor, currency: 'PLN' })
/** More than any card may hold. */
const MOST = 1_000_000

async function newCard(minor: number, expiresAt?: Date): Promise<AccountId> {
  const accountId = newId<'storedvalue.account'>()
  const actor = systemActor('test')
  await world.write((ctx) =>
    issueCard(ctx, {
      accountId,
      amountMinor: minor,
      currency: 'PLN',
      note: '',
      orderId: null,
      actor,
      expiresAt,
    }),
  )
  return accountId
}

async function accountOf(accountId: AccountId) {
  const [account] = await accountsById(world.platform.read(world.visitor), [accountId])
  if (!account) throw new Error('no such account')
  return account
}

const topUp = async (
  accountId: AccountId,
  minor: number,
  { key = newId(), given = minor, actor = world.clerk }: { key?: string; given?: number; actor?: Actor } = {},
) =>
  world.call(
    actor,
    'POST',
    '/gift-cards/top-ups',
    {
      number: (await accountOf(accountId)).number,
      value: pln(minor),
      tender: { kind: 'cash', given: pln(given) },
    },
    key,
  )

test('a card is topped up for cash over the counter: an order without VAT, change, and one entry however often it is sent', async () => {
  const card = await newCard(3000)
  const key = newId()
  const done = must(await topUp(card, 5000, { key, given: 10_000 }), 201)
  const { number } = await accountOf(card)
  expect(done.body).toMatchObject({
    state: 'collected',
    change: pln(5000),
    lines: [
      {
        sku: 'GIFT-CARD-TOP-UP',
        total: pln(5000),
        taxLetter: 'NP',
        options: { card: { pl: `···· ${number.slice(-4)}` } },
      },
    ],
    totals: { gross: pln(5000), vat: [{ letter: 'NP', ppm: 0, vat: pln(0) }] },
    payments: [{ method: 'cash', state: 'captured', amount: pln(5000) }],
    giftCard: { lastFour: number.slice(-4), balance: pln(8000) },
  })
  expect(must(await topUp(card, 5000, { key, given: 10_000 }), 201).body).toEqual(done.body)
  expect(await accountOf(card)).toMatchObject({ balanceMinor: 8000 })
  expect(JSON.stringify(done.body)).not.toContain(number)
  expect(await world.factsOf(done.body.id)).toContain('tills.gift_card_topped_up')
})

test('a top-up that stands is told again even when the card was blocked since', async () => {
  const card = await newCard(3000)
  const key = newId()
  const done = must(await topUp(card, 1000, { key }), 201)
  await world.query(`update storedvalue.account set state = 'blocked' where id = $1`, [card])
  expect(must(await topUp(card, 1000, { key }), 201).body.id).toBe(done.body.id)
  expect((await topUp(card, 1000)).body).toMatchObject({ code: 'storedvalue.blocked' })
})

test('what cannot be put on a card is refused in words, and no order, no cash and no entry is left', async () => {
  const card = await newCard(3000)
  const before = (await world.orders()).length
  const refused = async (minor: number, more: Parameters<typeof topUp>[2] = {}) => {
    const answer = await topUp(card, minor, more)
    return [answer.status, answer.body.code]
  }
  expect(await refused(0)).toEqual([422, 'storedvalue.amount'])
  expect(await refused(MOST + 1)).toEqual([422, 'storedvalue.amount'])
  expect(await refused(MOST - 3000 + 1)).toEqual([409, 'storedvalue.full'])
  expect(await refused(5000, { given: 4999 })).toEqual([422, 'tills.not_enough_cash'])
  const strange = await world.call(
    world.clerk,
    'POST',
    '/gift-cards/top-ups',
    { number: '9812345678901237', value: pln(5000), tender: { kind: 'cash' } },
    newId(),
  )
  expect([strange.status, strange.body.code]).toEqual([404, 'storedvalue.no_such_card'])
  const euros = await world.call(
    world.clerk,
    'POST',
    '/gift-cards/top-ups',
    {
      number: (await accountOf(card)).number,
      value: { minor: 100, currency: 'EUR' },
      tender: { kind: 'cash' },
    },
    newId(),
  )
  expect([euros.status, euros.body.code]).toEqual([422, 'storedvalue.wrong_currency'])
  const old = await newCard(3000, new Date(world.platform.clock().getTime() + DAY_MS))
  world.turnClock(2 * DAY_MS)
  expect((await topUp(old, 100)).body.code).toBe('storedvalue.expired')
  expect(await world.orders()).toHaveLength(before)
  expect(await accountOf(card)).toMatchObject({ balanceMinor: 3000 })
})

test('fifty tills fill one card at once: it never holds more than it may', async () => {
  const card = await newCard(MOST - 5 * 1000)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => topUp(card, 1000, { actor: world.assistant(world.store) })),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5)
  expect(answers.filter(({ body }) => body.code === 'storedvalue.full')).toHaveLength(45)
  expect(await accountOf(card)).toMatchObject({ balanceMinor: MOST })
})

test('what was paid in is good for two years, and the books of an earlier day still say the day of then', async () => {
  const soon = new Date(world.platform.clock().getTime() + 40 * DAY_MS)
  const card = await newCard(7777, soon)
  const before = world.platform.clock()
  world.turnClock(DAY_MS)
  const done = must(await topUp(card, 1000), 201)
  const until = new Date(done.body.giftCard.expiresAt ?? 0)
  expect(until.getTime() - world.platform.clock().getTime()).toBeGreaterThan(700 * DAY_MS)
  const owed = (at: Date) => liabilityAt(world.platform.read(world.clerk), at)
  const monthOf = (day: Date) => wallClock(day, 'Europe/Warsaw').date.slice(0, 7)
  const inMonth = async (at: Date, day: Date) =>
    (await owed(at)).find(({ expiresIn }) => expiresIn === monthOf(day))?.spendableMinor
  expect(await inMonth(before, soon)).toBe(7777)
  expect(await inMonth(world.platform.clock(), soon)).toBeUndefined()
  expect(await inMonth(world.platform.clock(), until)).toBeGreaterThanOrEqual(8777)
})

test('a top-up does not come back as goods', async () => {
  const card = await newCard(100)
  const done = must(await topUp(card, 1000), 201)
  const lines = [{ lineId: 1, quantity: 1, reason: 'changed_mind', disposition: 'sellable' }]
  const back = await world.call(
    world.clerk,
    'POST',
    '/returns',
    { orderId: done.body.id as OrderId, lines },
    newId(),
  )
  expect(back.body).toMatchObject({ code: 'returns.gift_card' })
})
