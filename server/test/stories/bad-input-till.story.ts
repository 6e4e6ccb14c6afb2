import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must } from '../answers.ts'
import {
  HERE,
  ODD_QUANTITIES,
  THERE,
  invalid,
  openBadInputWorld,
  type BadInputWorld,
} from '../bad-input-world.ts'

let bad: BadInputWorld
beforeAll(async () => {
  bad = await openBadInputWorld()
})
afterAll(() => bad?.world.close())

const DOOR = '/v1/till-sales'

test('an article that nobody knows, also beside known ones', async () => {
  const lines = [
    { sku: bad.sku, quantity: 1 },
    { sku: 'NO-SUCH-SKU', quantity: 1 },
  ]
  const unknown = { status: 422, code: 'tills.unknown_article', pointer: '/lines/1/sku' }
  await bad.refuses('POST', DOOR, await bad.tillSale({ lines }), unknown)
})

test('a negative or absurd quantity', async () => {
  for (const quantity of ODD_QUANTITIES) {
    const sale = await bad.tillSale({ lines: [{ sku: bad.sku, quantity }] })
    await bad.refuses('POST', DOOR, sale, invalid('/lines/0/quantity'))
  }
})

describe('a total', () => {
  test('in another currency than the till', async () => {
    const expectedTotal = { minor: await bad.price(), currency: 'EUR' }
    const answer = await bad.world.call('POST', DOOR, await bad.tillSale({ expectedTotal }))
    const again = await bad.tillSale({ expectedTotal })
    await bad.refuses('POST', DOOR, again, { status: 422, code: answer.body.code ?? '' })
  })

  test('other than the shelf says', async () => {
    const sale = await bad.tillSale({ expectedTotal: { minor: 1, currency: 'PLN' } })
    await bad.refuses('POST', DOOR, sale, { status: 409, code: 'tills.total_changed' })
  })
})

describe('an Idempotency-Key', () => {
  test('is needed', async () => {
    const { key: _, ...sale } = await bad.tillSale()
    const pointer = '/headers/idempotency-key'
    await bad.refuses('POST', DOOR, sale, { status: 400, code: 'http.idempotency_key_missing', pointer })
  })

  test('that comes three times at once sells once', async () => {
    const { world, sku, manager } = bad
    const sale = await bad.tillSale()
    const path = `/v1/stock?sku=${sku}&locationId=${world.place(HERE)}` as const
    const level = async () => must(await world.call('GET', path, { as: manager }), 200).body.items[0]?.onHand
    const before = (await level()) ?? 0
    const sales = await Promise.all([1, 2, 3].map(() => world.call('POST', DOOR, sale)))
    expect(new Set(sales.map(({ body }) => body.number)).size).toBe(1)
    expect(await level()).toBe(before - 1)
  })
})

describe('a key', () => {
  test('of another channel or of no place: the web is no till, and a place is needed', async () => {
    const { world, refuses } = bad
    const sale = await bad.tillSale()
    const web = await world.machineKey(['till.sell'], HERE, 'web')
    await refuses('POST', DOOR, { ...sale, as: web }, { status: 403, code: 'auth.other_channel' })
    const nowhere = await world.machineKey(['till.sell'])
    await refuses('POST', DOOR, { ...sale, as: nowhere }, { status: 403, code: 'tills.no_till' })
  })

  test('that nobody knows, a revoked one, a session on a strange device', async () => {
    const { world, refuses, till, manager } = bad
    const asking = await bad.tillSale()
    const unknown = { status: 401, code: 'auth.unknown_key' }
    for (const token of ['ssk_nonsense', 'nonsense', 'sdk_x', "ssk_' or 1=1"]) {
      const as = { authorization: `Bearer ${token}` }
      await refuses('POST', DOOR, { ...asking, as }, unknown)
    }
    const theirs = await world.enrolDevice(THERE)
    const as = { ...till, authorization: theirs['authorization'] ?? '' }
    await refuses('POST', DOOR, { ...asking, as }, { status: 403, code: 'auth.other_device' })
    const device = await world.enrolDevice(HERE)
    const me = must(await world.call('GET', '/v1/devices/me', { as: device }), 200).body
    must(await world.call('POST', `/v1/devices/${me.device?.id}/revoke`, { as: manager }), 200)
    const revoked = { status: 401, code: 'auth.revoked' }
    await refuses('GET', '/v1/devices/me', { as: device }, revoked)
  })
})

test('after all of this the books still explain every counter and every grosz', () => bad.proveBooks())
