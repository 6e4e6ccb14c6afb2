import { DAY_MS, newId } from '@splot/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must } from '../answers.ts'
import { invalid, openBadInputWorld, type BadInputWorld, type Expected } from '../bad-input-world.ts'
import { promote } from '../world-offers.ts'
import type { Basket } from '../world-shopper.ts'

const CODE = 'RAZ-JEDEN'

let bad: BadInputWorld
let list: string
beforeAll(async () => {
  bad = await openBadInputWorld()
  const { world, manager: as } = bad
  const { items } = must(await world.call('GET', '/v1/prices/lists', { as }), 200).body
  list = items.find(({ channelId, locationId, group }) => !channelId && !locationId && !group)?.code ?? ''
  await promote(world, {
    name: 'Raz',
    code: CODE,
    uses: 1,
    action: { kind: 'basket_percent', ppm: 100_000 },
  })
})
afterAll(() => bad?.world.close())

/** What the office and the shop say of prices and rules: after a refusal it is the same to the letter. */
async function told() {
  const { world, manager: as, sku } = bad
  const read = async (path: `/v1/${string}`) => must(await world.call('GET', path, { as }), 200).body
  return {
    price: await bad.price(),
    rows: await read(`/v1/prices/lists/${list}/prices?q=${sku}`),
    changes: await read('/v1/prices/changes'),
    versions: await read('/v1/prices/versions'),
    rules: await read('/v1/rules'),
    promotions: await read('/v1/promotions'),
  }
}

/** The office asks for what cannot be: refused, and it reads back what it read before. */
async function refusedToOffice(path: `/v1/${string}`, body: object, expected: Expected) {
  const before = await told()
  const answer = await bad.refuses('POST', path, { as: bad.manager, key: newId(), body }, expected)
  expect(await told()).toEqual(before)
  return answer
}

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()
const priceRow = (more: object) => ({ list, sku: bad.sku, minor: 1_000, ...more })
const wrongRows = (pointer: string): Expected => ({ status: 422, code: 'pricing.rows_invalid', pointer })

describe('rows of prices', () => {
  const draft = (rows: readonly object[], expected: Expected) =>
    refusedToOffice('/v1/prices/changes', { note: 'opowieść', rows }, expected)

  test('that overlap: not even the good one beside them is taken', async () => {
    const other = bad.world.retailer.products[1]?.variants[0]?.sku ?? ''
    const rows = [
      priceRow({ sku: other }),
      priceRow({ from: inDays(1), until: inDays(5) }),
      priceRow({ from: inDays(3), minor: 900 }),
    ]
    await draft(rows, wrongRows('/rows/2/from'))
    await draft([priceRow({}), priceRow({ minor: 900 })], wrongRows('/rows/1/sku'))
  })

  test('with reversed dates', () =>
    draft([priceRow({ from: inDays(5), until: inDays(3) })], wrongRows('/rows/0/until')))

  test('of an article or a list that nobody knows', async () => {
    await draft([priceRow({ sku: 'NO-SUCH-SKU' })], wrongRows('/rows/0/sku'))
    await draft([priceRow({ list: 'no-such-list' })], wrongRows('/rows/0/list'))
  })

  test.each([0, -1, 9.99, '10', 1e15])('that cost %j', async (minor) => {
    await draft([priceRow({ minor })], invalid('/rows/0/minor'))
  })
})

describe('a list of prices', () => {
  const words = { pl: 'Lista', en: 'List' }
  const make = (more: object, expected: Expected) =>
    refusedToOffice(
      '/v1/prices/lists',
      { code: 'nowa', name: words, note: 'opowieść', currency: 'PLN', ...more },
      expected,
    )

  test('that ends before it begins', () =>
    make(
      { group: 'vip', validFrom: inDays(5), validUntil: inDays(3) },
      { status: 422, code: 'pricing.bad_list', pointer: '/validUntil' },
    ))

  test('that is called nothing', () => make({ name: { pl: ' ', en: 'List' } }, invalid('/name/pl')))

  test('in what is no currency', async () => {
    await make({ currency: 'zł' }, invalid('/currency'))
    const unknown = { status: 422, code: 'pricing.bad_list', pointer: '/currency' }
    await make({ currency: 'QQQ' }, unknown)
  })

  test('for a channel that there is not', () =>
    make({ channelId: newId() }, { status: 422, code: 'pricing.bad_list', pointer: '/channelId' }))

  test('for the same customers at the same time as another', () =>
    make({}, { status: 409, code: 'pricing.list_scope_taken' }))
})

describe('a promotion', () => {
  const plain = {
    name: 'Zła',
    label: { pl: 'Zła', en: 'Bad' },
    priority: 10,
    group: null,
    exclusive: false,
    validFrom: null,
    validUntil: null,
    audience: 'public',
    returns: 'keep',
    currency: 'PLN',
    conditions: [],
    action: { kind: 'basket_percent', ppm: 100_000 },
  }
  const draft = (more: object, expected: Expected) =>
    refusedToOffice('/v1/promotions', { ...plain, ...more }, expected)
  const bent = (pointer: string): Expected => ({ status: 422, code: 'promotions.bad_draft', pointer })

  test('for a category that nobody knows, deleted or never there', () =>
    draft({ conditions: [{ kind: 'categories', anyOf: ['dawno-usunieta'] }] }, bent('/conditions/0/anyOf/0')))

  test('that ends before it begins', () =>
    draft({ validFrom: Date.now() + 5 * DAY_MS, validUntil: Date.now() + 3 * DAY_MS }, bent('/validUntil')))

  test('in a currency that no channel sells in', () => draft({ currency: 'XXX' }, bent('/currency')))

  test.each([1_000_001, 0, -1, 0.5, '10%'])('of %j parts per million', async (ppm) => {
    await draft({ action: { kind: 'basket_percent', ppm } }, invalid('/action/ppm'))
  })

  test('that nobody drafted is published with nothing else', async () => {
    const body = { publish: [newId()], reason: 'opowieść' }
    const none = { status: 404, code: 'promotions.no_such_promotion' }
    await refusedToOffice('/v1/promotions/publications', body, none)
  })
})

describe('at the checkout', () => {
  const discounted = async () => {
    const basket = await bad.world.basket(bad.pickupOf(1))
    const { path, headers } = basket
    return {
      basket,
      take: () => bad.world.call('POST', `${path}/coupons`, { headers, body: { code: CODE } }),
    }
  }
  const seen = async ({ path, headers }: Basket) =>
    must(await bad.world.call('GET', path, { headers }), 200).body
  const checkoutOf = (basket: Basket, change: Readonly<Record<string, unknown>>) => ({
    headers: basket.headers,
    key: newId(),
    body: bad.world.wishOf(basket, change),
  })

  test('a code that was used up is refused to the next basket, whose price stays', async () => {
    const { world, refuses } = bad
    const first = await discounted()
    const { totals } = must(await first.take(), 200).body
    expect(totals.gross.minor).toBeLessThan(first.basket.total.minor)
    must(await world.checkout({ ...first.basket, total: totals.gross }), 201)

    const second = await world.basket(bad.pickupOf(1))
    const before = await seen(second)
    const { path, headers } = second
    const replayed = { headers, body: { code: CODE } }
    await refuses('POST', `${path}/coupons`, replayed, { status: 422, code: 'coupons.used_up' })
    expect(await seen(second)).toEqual(before)
    expect(before.totals.gross).toEqual(second.total)
  })

  test('a total with a signature that is not ours, or of another basket', async () => {
    const { world, refuses } = bad
    const [mine, other] = [await world.basket(bad.pickupOf(1)), await world.basket(bad.pickupOf(1))]
    const [payload = '', signature = ''] = mine.body.quote.split('.')
    const cheap = Buffer.from(JSON.stringify([mine.id, mine.body.version, 1, 1, 'PLN'])).toString('base64url')
    const before = await seen(mine)
    const tampered = { status: 422, code: 'carts.quote_tampered', pointer: '/quote' }
    for (const quote of [`${cheap}.${signature}`, `${payload}.`, payload, '.', other.body.quote])
      await refuses('POST', `${mine.path}/checkout`, checkoutOf(mine, { quote }), tampered)
    expect(await seen(mine)).toEqual(before)
    must(await world.checkout(mine, { change: { quote: mine.body.quote } }), 201)
  })

  test('a gift card that nobody has, a wrong PIN, and more than it holds', async () => {
    const { world, refuses, manager: as } = bad
    const amount = { minor: 500, currency: 'PLN' }
    const issued = await world.call('POST', '/v1/gift-cards', { as, key: newId(), body: { amount } })
    const { id, number, pin } = must(issued, 201).body
    const wrong = pin === '000000' ? '111111' : '000000'
    const account = async () => must(await world.call('GET', `/v1/gift-cards/${id}`, { as }), 200).body
    const before = await account()
    const basket = await world.basket(bad.pickupOf(1))
    const pay = (card: object, expected: Expected) =>
      refuses(
        'POST',
        `${basket.path}/checkout`,
        checkoutOf(basket, { giftCards: [{ number, pin, amount, ...card }] }),
        expected,
      )
    const unknown = { status: 404, code: 'storedvalue.not_recognised' }
    await pay({ pin: wrong }, unknown)
    await pay({ number: '9800000000000000' }, unknown)
    await pay({ pin: 'abc' }, invalid('/giftCards/0/pin'))
    await pay({ amount: { minor: 501, currency: 'PLN' } }, { status: 409, code: 'storedvalue.short' })
    await refuses('POST', '/v1/gift-cards/balance', { body: { number, pin: wrong } }, unknown)
    expect(await account()).toEqual(before)
    expect(before.balance).toEqual(amount)
  })
})

test('after all of this the books still explain every counter and every grosz', () => bad.proveBooks())
