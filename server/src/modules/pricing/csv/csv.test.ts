import { DAY_MS } from '@splot/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { must, refused } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openPricingWorld, WEB, type PricingWorld } from '../test/pricing-world.ts'

let world: PricingWorld
beforeAll(async () => {
  world = await openPricingWorld()
})
afterAll(() => world.close())

const inWeb = { channel: WEB, currency: 'PLN' }
const begin = async () => must(await world.call('POST', '/prices/imports', { note: 'a file' }), 201).body.id
const send = (id: string, part: number, csv: string) =>
  world.call('PUT', `/prices/imports/${id}/parts/${part}`, { csv })
const publish = (id: string) => world.call('POST', `/prices/changes/${id}/publish`, {})
const shows = (sku: string, minor: number, quantity = 1) =>
  vi.waitFor(
    () => expect(world.prices.priceOf(sku, { ...inWeb, quantity })?.gross.minor).toBe(minor),
    PATIENCE,
  )

test('a file as Polish Excel writes it is drafted in parts and published as one', async () => {
  const [one, two] = [world.newSku(), world.newSku()]
  const id = await begin()
  const first = `\uFEFFKod;Cennik;Cena;Od;Do;Ilość\r\n${one};standard;1 299,90;;;\r\n${one};standard;1 199,00;;;5\r\n`
  expect(must(await send(id, 1, first), 200).body).toEqual({ rows: 2, unchanged: 0 })
  // The answer was lost, so the office sends the part again.
  expect(must(await send(id, 1, first), 200).body).toEqual({ rows: 2, unchanged: 0 })
  must(await send(id, 2, `sku,list,price\n${two},standard,19.9\n`), 200)
  expect(refused(await send(id, 2, `sku,list,price\n${two},standard,20\n`)).code).toBe('pricing.part_differs')
  expect(world.prices.priceOf(one, inWeb)).toBeUndefined()
  expect(must(await publish(id), 200).body.versions).toHaveLength(1)
  await shows(one, 129_990)
  await shows(one, 119_900, 5)
  await shows(two, 1_990)
  const again = await begin()
  expect(must(await send(again, 1, `sku,list,price\n${two},standard,19.90\n`), 200).body).toEqual({
    rows: 0,
    unchanged: 1,
  })
  expect(refused(await publish(again)).code).toBe('pricing.nothing_to_publish')
})

test('what was exported is imported again and changes nothing', async () => {
  const sku = world.newSku()
  const id = await begin()
  must(await send(id, 1, `sku;list;price\n${sku};standard;49,99\n`), 200)
  must(await publish(id), 200)
  await shows(sku, 4_999)
  const file = must(await world.call('GET', '/prices/lists/standard/csv'), 200).body
  expect(file.csv).toContain(`${sku};standard;49,99;;;1\r\n`)
  const back = must(await send(await begin(), 1, file.csv), 200).body
  expect(back).toEqual({ rows: 0, unchanged: file.rows })
})

test('of a file with half its rows wrong every error is told by row and column, and nothing is applied', async () => {
  const sku = world.newSku()
  const id = await begin()
  const csv = [
    'sku;list;price;currency;from;until;quantity',
    `${sku};standard;10,00;;;;`,
    `NO-SUCH;standard;10,00;;;;`,
    `${sku};none;10,00;;;;`,
    `${sku};standard;-10,00;;;;2`,
    `${sku};standard;10,005;;;;2`,
    `${sku};standard;99999999;;;;2`,
    `${sku};standard;0;;;;2`,
    `${sku};standard;dziesięć;;;;2`,
    `${sku};standard;10,00;XXX;;;2`,
    `${sku};standard;10,00;;${world.ahead(9 * DAY_MS)};${world.ahead(DAY_MS)};2`,
    `${sku};standard;10,00;;2001-01-10;;2`,
    `${sku};standard;10,00;;2026-02-30;;2`,
    `${sku};standard;10,00;;;;0`,
    `${sku};standard;10,00;;;;1.5`,
    `${sku};standard;11,00;;;;1`,
    `${sku};standard;10,00;;;;3`,
    '',
    `;standard;10,00;;;;3`,
  ].join('\r\n')
  const problem = refused(await send(id, 1, csv))
  expect(problem).toMatchObject({ status: 422, code: 'pricing.rows_invalid' })
  expect(problem.errors?.map(({ pointer }) => pointer).toSorted()).toEqual(
    [
      '/csv/3/sku',
      '/csv/4/list',
      '/csv/5/price',
      '/csv/6/price',
      '/csv/7/price',
      '/csv/8/price',
      '/csv/9/price',
      '/csv/10/currency',
      '/csv/11/until',
      '/csv/12/from',
      '/csv/13/from',
      '/csv/14/quantity',
      '/csv/15/quantity',
      '/csv/16/sku',
      '/csv/19/sku',
    ].toSorted(),
  )
  expect(refused(await publish(id)).code).toBe('pricing.nothing_to_publish')
  expect(await world.query(`select 1 from pricing.price where sku = $1`, [sku])).toEqual([])
})

test('rows that overlap are refused within a part, between parts, and only those', async () => {
  const sku = world.newSku()
  const day = (days: number) => world.ahead(days * DAY_MS).slice(0, 10)
  const id = await begin()
  const heading = 'sku;list;price;from;until\n'
  const within = refused(
    await send(
      id,
      1,
      `${heading}${sku};standard;10,00;${day(2)};${day(6)}\n${sku};standard;11,00;${day(4)};${day(8)}\n`,
    ),
  )
  expect(within.errors?.map(({ pointer }) => pointer)).toEqual(['/csv/3/from'])
  must(await send(id, 1, `${heading}${sku};standard;10,00;${day(2)};${day(6)}\n`), 200)
  expect(
    refused(await send(id, 2, `${heading}${sku};standard;12,00;${day(2)};${day(3)}\n`)).errors?.[0],
  ).toMatchObject({ pointer: '/csv/2/sku' })
  must(await send(id, 2, `${heading}${sku};standard;11,00;${day(4)};${day(8)}\n`), 200)
  expect(refused(await publish(id)).code).toBe('pricing.rows_overlap')
  const good = await begin()
  must(
    await send(
      good,
      1,
      `${heading}${sku};standard;10,00;${day(2)};${day(6)}\n${sku};standard;11,00;${day(6)};${day(8)}\n`,
    ),
    200,
  )
  // Three instants: one begins, one ends while the other begins, and the other ends.
  expect(must(await publish(good), 200).body.versions.map(({ kind }) => kind)).toEqual([
    'begin',
    'begin',
    'end',
    'end',
  ])
})

test('what is no file of prices is refused as a whole', async () => {
  const id = await begin()
  const unreadable = async (csv: string) => refused(await send(id, 1, csv)).code
  expect(await unreadable('sku;list\nA;standard')).toBe('pricing.csv_unreadable')
  expect(await unreadable('sku;list;price')).toBe('pricing.csv_unreadable')
  expect(await unreadable('"')).toBe('pricing.csv_unreadable')
  const long = ['sku;list;price', ...Array.from({ length: 5_001 }, () => 'A;standard;1')]
  expect(await unreadable(long.join('\n'))).toBe('pricing.csv_unreadable')
  const unknown = '019aa000-0000-7000-8000-00000000dead'
  expect(refused(await send(unknown, 1, 'sku;list;price\nA;standard;1')).status).toBe(404)
})
