import { afterAll, beforeAll, expect, test } from 'vitest'
import { refused } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'

let world: StoreWorld
beforeAll(async () => {
  world = await openStoreWorld()
})
afterAll(() => world.close())

const parcel = { carrier: 'Poczta', trackingNumber: '00359007731234567890' }

test('a parcel is picked, shipped and delivered, and leaves the warehouse when it is shipped', async () => {
  await world.stock('TEE-S', world.warehouse, 2)
  const bought = await world.buy([world.ship('TEE-S', 2)])
  const path = `/fulfilments/${bought.fulfilments[0]?.id}`
  const { packer } = world
  await world.call(packer, 'POST', `${path}/start-picking`)
  await world.call(packer, 'POST', `${path}/pick`, { code: 'TEE-S' })
  expect(await world.call(packer, 'POST', `${path}/ship`, parcel)).toMatchObject({
    status: 409,
    body: { code: 'fulfilment.pieces_missing' },
  })
  const picked = await world.call(packer, 'POST', `${path}/pick`, { code: 'TEE-S' })
  expect(picked.body).toMatchObject({ state: 'picking', picked: 2 })
  expect(await world.level('TEE-S', world.warehouse)).toEqual({ onHand: 2, reserved: 2 })

  const shipped = await world.call(packer, 'POST', `${path}/ship`, parcel)
  expect(shipped).toMatchObject({ status: 200, body: { state: 'shipped', ...parcel } })
  expect(await world.stateOf(bought.id)).toBe('shipped')
  expect(await world.level('TEE-S', world.warehouse)).toEqual({ onHand: 0, reserved: 0 })

  const delivered = await world.call(packer, 'POST', `${path}/deliver`)
  expect(delivered.body).toMatchObject({ state: 'delivered' })
  expect(await world.stateOf(bought.id)).toBe('delivered')
  expect(refused(await world.call(packer, 'POST', `${path}/deliver`)).code).toBe('fulfilment.wrong_state')
})

test('ten shippers of one parcel take its pieces out of stock once', async () => {
  await world.stock('TEE-M', world.warehouse, 1)
  const bought = await world.buy([world.ship('TEE-M')])
  const path = `/fulfilments/${bought.fulfilments[0]?.id}`
  await world.call(world.packer, 'POST', `${path}/start-picking`)
  await world.call(world.packer, 'POST', `${path}/pick`, { code: 'TEE-M' })
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => world.call(world.packer, 'POST', `${path}/ship`, parcel)),
  )
  const refusals = answers.filter(({ status }) => status !== 200).map((answer) => refused(answer).code)
  expect(refusals).toEqual(Array(9).fill('fulfilment.wrong_state'))
  expect(await world.level('TEE-M', world.warehouse)).toEqual({ onHand: 0, reserved: 0 })
})

test('what the customer collects is not sent', async () => {
  await world.stock('TEE-L', world.store, 1)
  const bought = await world.buy([world.pickup('TEE-L')])
  const answer = await world.call(
    world.clerk,
    'POST',
    `/fulfilments/${bought.fulfilments[0]?.id}/ship`,
    parcel,
  )
  expect(answer).toMatchObject({ status: 409, body: { code: 'fulfilment.not_a_parcel' } })
})
