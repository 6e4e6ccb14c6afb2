import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startLabelGateway, type LabelGateway } from './start.ts'

const SECRET = 'a secret of the gateway'
const directory = mkdtempSync(join(tmpdir(), 'splot-labels-'))
const file = join(directory, 'labels.jsonl')
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const update = {
  deviceId: 'ESL-0001',
  gtin: '5900000000001',
  name: 'Kawa · 250 g',
  price: 1_999,
  currency: 'PLN',
  regular: 2_499,
  omnibusMin: 2_299,
  perUnit: { price: 7_996, per: 'kg' },
  reasons: ['W tym sklepie taniej'],
  version: 7,
  asOf: '2026-11-22T12:00:00.000Z',
  next: null,
}
const send = async (gateway: LabelGateway, ...updates: readonly object[]) => {
  const answer = await fetch(`${gateway.url}/v1/labels`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
    body: JSON.stringify({ updates }),
  })
  return { status: answer.status, body: (await answer.json()) as unknown }
}

test('a second start hangs up what the first showed; what says the same is not drawn again, what is older never', async () => {
  const first = await startLabelGateway({ secret: SECRET, file })
  expect((await send(first, update)).body).toEqual({ results: [{ deviceId: 'ESL-0001', result: 'shown' }] })
  await first.close()
  const second = await startLabelGateway({ secret: SECRET, file })
  expect(second.label('ESL-0001')).toEqual({ ...update, refreshes: 1 })
  const later = { ...update, version: 8, asOf: '2026-11-22T12:00:01.000Z' }
  const again = await send(second, later, { ...update, price: 1 })
  expect(again.body).toEqual({
    results: [
      { deviceId: 'ESL-0001', result: 'unchanged' },
      { deviceId: 'ESL-0001', result: 'outdated' },
    ],
  })
  expect(second.label('ESL-0001')).toEqual({ ...later, refreshes: 1 })
  await second.close()
})

test('a batch with something that is no label is refused whole', async () => {
  const gateway = await startLabelGateway({ secret: SECRET })
  const { status, body } = await send(gateway, update, { ...update, deviceId: 'ESL-0002', reasons: 'cheap' })
  expect({ status, body }).toEqual({ status: 422, body: { code: 'bad_update', pointer: '/updates/1' } })
  expect(gateway.labels()).toEqual([])
  await gateway.close()
})

test('a label flips at its instant by itself, also when nobody was there; until then it can be taken back', async () => {
  let now = new Date('2026-11-22T12:00:00.000Z')
  const gateway = await startLabelGateway({ secret: SECRET, file, clock: () => now })
  const { deviceId: _, asOf: __, next: ___, ...picture } = update
  const next = { ...picture, price: 1_499, version: 9, validFrom: '2026-11-23T00:00:00.000Z' }
  const own = { ...update, deviceId: 'ESL-0007' }
  await send(gateway, { ...own, next }, { ...own, deviceId: 'ESL-0008', next })
  await send(gateway, { ...own, deviceId: 'ESL-0008', asOf: '2026-11-22T13:00:00.000Z' })
  expect(gateway.label('ESL-0007')).toMatchObject({ price: 1_999, next: { price: 1_499 }, refreshes: 1 })
  await gateway.close()
  now = new Date('2026-11-23T00:00:00.000Z')
  const again = await startLabelGateway({ secret: SECRET, file, clock: () => now })
  expect(again.label('ESL-0007')).toMatchObject({
    price: 1_499,
    version: 9,
    asOf: next.validFrom,
    next: null,
    refreshes: 2,
  })
  expect(again.label('ESL-0008')).toMatchObject({ price: 1_999, next: null, refreshes: 1 })
  // What was sent before the flip and comes after it is too late.
  expect((await send(again, { ...own, asOf: '2026-11-22T23:59:59.999Z' })).body).toEqual({
    results: [{ deviceId: 'ESL-0007', result: 'outdated' }],
  })
  await again.close()
})
