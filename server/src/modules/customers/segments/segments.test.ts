import { DAY_MS, newId, type CustomerId } from '@splot/kernel'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '#platform/context'
import { must, refused } from '#test/answers'
import { openStaffWorld, type StaffWorld } from '#test/staff-world'
import { clearsAround } from '#test/waiting'
import { forget } from '../forget.ts'
import { routes } from '../routes.ts'
import { forgetStaysJob } from './members.ts'

const system = systemActor('test')
const NAME = { pl: 'Wracają co miesiąc', en: 'Come back every month' }

interface Person {
  readonly id: string
  readonly email: string
  readonly phone: string
}

let world: StaffWorld
let manager: ReturnType<StaffWorld['as']>
let storeManager: ReturnType<StaffWorld['as']>
let ewa: Person
let ola: Person
let iza: Person
let jan: Person
let code: string

beforeAll(async () => {
  world = await openStaffWorld(routes)
  manager = world.as({ cookie: await world.signInOffice() })
  const store = { email: 'store.manager@example.com', password: 'krosno-tka-codziennie' }
  storeManager = world.as({ cookie: await world.signInOffice(store) })
  ewa = await signUp('ewa', '600 111 222')
  ola = await signUp('ola', '601 111 222')
  iza = await signUp('iza', '602 111 222')
  jan = await signUp('jan', '603 111 222')
})
afterAll(() => world.close())
beforeEach(async () => {
  code = `miesieczni-${newId().slice(-8)}`
  must(await manager('PUT', `/customer-segments/${code}`, { name: NAME }), 201)
})

const signUp = async (name: string, phone: string): Promise<Person> => {
  const email = `${name}@example.com`
  const body = { name, email, phone, password: 'dwanascie-znakow' }
  const { customerId } = must(await world.call('POST', '/customers', { body }), 201).body
  return { id: customerId, email, phone }
}
const told = (mode: string, ...members: object[]) =>
  manager('POST', `/customer-segments/${code}/members`, { mode, members })
const file = (mode: string, ...lines: string[]) =>
  manager('POST', `/customer-segments/${code}/imports`, { mode, csv: lines.join('\r\n') })
const within = async () => {
  const { items } = must(await manager('GET', `/customer-segments/${code}/customers`), 200).body
  return items.map(({ id }) => id).sort()
}
const published = () =>
  world.platform
    .read(system)
    .query<{ data: { added: string[]; removed: string[] } }>(
      `select data from platform.event where type = 'customers.segment_changed' and subject = $1 order by seq`,
      [code],
    )

test('a file of e-mails, numbers and ids fills a segment; who is in it is listed, counted, audited and published', async () => {
  const filled = await file(
    'add',
    'E-mail;telefon;id;do',
    `EWA@example.com ;;;`,
    `;+48 601 111 222;;2099-12-31`,
    '',
    `;;${iza.id};31.12.2099 06:00`,
  )
  expect(must(filled, 200).body).toEqual({ added: 3, removed: 0, customers: 3 })
  expect(await within()).toEqual([ewa.id, ola.id, iza.id].sort())
  const { items } = must(await manager('GET', '/customer-segments'), 200).body
  expect(items).toContainEqual({ code, name: NAME, customers: 3 })
  const hers = must(await manager('GET', `/customers/${ola.id}/segments`), 200).body
  expect(hers.items).toMatchObject([{ code, name: NAME, until: '2099-12-30T23:00:00.000Z' }])
  // Told again: nothing is new, and nothing is published.
  expect(must(await told('add', { id: ewa.id }), 200).body).toEqual({ added: 0, removed: 0, customers: 3 })
  const [fact, ...more] = await published()
  expect(fact?.data.added.toSorted()).toEqual(await within())
  expect(more).toEqual([])
  const log = await world.platform.read(system).query(
    `select subject, detail, staff_id is not null as "bySomebody" from platform.audit
        where action = 'customers.segment_changed' and detail->>'segment' = $1 order by id`,
    [code],
  )
  expect(log).toEqual([
    {
      subject: code,
      detail: { segment: code, mode: 'add', told: 3, added: 3, removed: 0 },
      bySomebody: true,
    },
    // What is done to one customer stands in her own history.
    {
      subject: ewa.id,
      detail: { segment: code, mode: 'add', told: 1, added: 0, removed: 0 },
      bySomebody: true,
    },
  ])
})

test('a new list replaces the old one; people are taken out, and once their time is over they are out by themselves', async () => {
  await told('add', { email: ewa.email }, { email: ola.email })
  const replaced = await told('replace', { email: ola.email }, { phone: iza.phone })
  expect(must(replaced, 200).body).toEqual({ added: 1, removed: 1, customers: 2 })
  expect((await published()).at(-1)?.data).toEqual({ added: [iza.id], removed: [ewa.id] })
  expect(must(await told('remove', { id: iza.id }, { id: jan.id }), 200).body).toEqual({
    added: 0,
    removed: 1,
    customers: 1,
  })
  await world.platform.pool.query(
    `update customers.segment_member set since = now() - interval '2 days', until = now() - interval '1 day' where segment = $1`,
    [code],
  )
  expect(await within()).toEqual([])
  const hers = must(await manager('GET', `/customers/${ola.id}/segments`), 200).body.items
  expect(hers.map((one) => one.code)).not.toContain(code)
  const stays = () =>
    world.platform.pool.query('select from customers.segment_member where segment = $1', [code])
  // A till that was away may still tell of a sale within it; a month later none does.
  await forgetStaysJob.run(world.platform, {})
  expect((await stays()).rowCount).toBeGreaterThan(0)
  await world.platform.pool.query(
    `update customers.segment_member set since = now() - interval '40 days', until = now() - interval '33 days' where segment = $1`,
    [code],
  )
  await forgetStaysJob.run(world.platform, {})
  expect((await stays()).rowCount).toBe(0)
  // Who comes back is new again.
  expect(must(await told('add', { id: ola.id }), 200).body).toEqual({ added: 1, removed: 0, customers: 1 })
})

test('who comes back at the moment at which her old stay is forgotten is in', async () => {
  await told('add', { id: ewa.id })
  await world.platform.pool.query(
    `update customers.segment_member set since = now() - interval '40 days', until = now() - interval '33 days' where segment = $1`,
    [code],
  )
  await clearsAround(
    world,
    {
      sql: 'update customers.segment_member set since = now(), until = null where segment = $1',
      values: [code],
    },
    () => forgetStaysJob.run(world.platform, {}),
  )
  expect(await within()).toEqual([ewa.id])
})

test('who stays keeps the day on which she came, who comes back has a new one', async () => {
  const day = async () => {
    const { items } = must(await manager('GET', `/customer-segments/${code}/customers`), 200).body
    return items.find(({ id }) => id === ewa.id)?.since
  }
  const [soon, later] = ['2099-06-01T00:00:00.000Z', '2099-12-31T00:00:00.000Z']
  await told('add', { id: ewa.id, until: soon })
  await world.platform.pool.query(
    `update customers.segment_member set since = now() - interval '2 days' where segment = $1`,
    [code],
  )
  const came = await day()
  expect(must(await told('add', { id: ewa.id, until: later }), 200).body.added).toBe(0)
  expect(await day()).toBe(came)
  await told('remove', { id: ewa.id })
  expect(must(await told('add', { id: ewa.id, until: soon }), 200).body.added).toBe(1)
  const again = await day()
  expect(Date.parse(again ?? '')).toBeGreaterThan(Date.parse(came ?? ''))
})

test('whoever is unknown is told line by line, without a word of what was written, and nobody is put in', async () => {
  const guest = newId<'customer'>()
  const answer = await file(
    'replace',
    'email,phone,id,until',
    `${ewa.email},,,`,
    'nikt@example.com,,,',
    ',123,,',
    `,,${guest},`,
    ',,Ewa,',
    `${ola.email},,,2020-01-01`,
    `${ewa.email},,,2099-01-01`,
  )
  const { code: why, errors = [], detail } = refused(answer)
  expect({ status: answer.status, why }).toEqual({ status: 422, why: 'customers.rows_invalid' })
  expect(errors.map(({ pointer, code: what }) => `${pointer} ${what}`).toSorted()).toEqual([
    '/csv/3/email unknown_customer',
    '/csv/4/phone no_phone',
    '/csv/5/id unknown_customer',
    '/csv/6/id no_id',
    '/csv/7/until is_over',
    '/csv/8/email other_end',
  ])
  expect(detail).toContain('6 rows')
  expect(JSON.stringify(answer.body)).not.toMatch(/example\.com|Ewa/)
  expect(await within()).toEqual([])
  for (const [csv, expected] of [
    ['kto,kiedy\nja,dzis', 'customers.rows_invalid'],
    ['email', 'customers.csv_unreadable'],
    ['email\n"nigdy', 'customers.csv_unreadable'],
    ['email,until\newa@example.com,jutro', 'customers.rows_invalid'],
  ] as const)
    expect(refused(await file('add', csv)).code, csv).toBe(expected)
  expect(refused(await told('add', {})).code).toBe('customers.rows_invalid')
  expect(
    refused(await manager('POST', '/customer-segments/nie-ma/members', { mode: 'add', members: [] })).code,
  ).toBe('customers.no_segment')
})

test('two lists at once leave one of them whole', async () => {
  const both = await Promise.all([
    told('replace', { id: ewa.id }, { id: ola.id }),
    told('replace', { id: iza.id }, { id: jan.id }),
  ])
  expect(both.map(({ status }) => status)).toEqual([200, 200])
  expect([[ewa.id, ola.id].sort().join(), [iza.id, jan.id].sort().join()]).toContain((await within()).join())
})

test('who is forgotten leaves every segment, and is not put into one again', async () => {
  const body = { name: 'Zapomniana', email: `z.${code}@example.com`, password: 'dwanascie-znakow' }
  const { customerId } = must(await world.call('POST', '/customers', { body }), 201).body
  must(await told('add', { id: customerId }), 200)
  await world.platform.write(system, (ctx) => forget(ctx, customerId as CustomerId))
  expect(await within()).toEqual([])
  expect(refused(await told('add', { id: customerId })).code).toBe('customers.rows_invalid')
})

test('a store manager may neither read lists nor change them', async () => {
  for (const answer of [
    await storeManager('GET', '/customer-segments'),
    await storeManager('GET', `/customer-segments/${code}/customers`),
    await storeManager('PUT', `/customer-segments/${code}`, { name: NAME }),
    await storeManager('DELETE', `/customer-segments/${code}`),
    await storeManager('POST', `/customer-segments/${code}/members`, { mode: 'add', members: [] }),
    await storeManager('POST', `/customer-segments/${code}/imports`, { mode: 'add', csv: 'email\nx' }),
  ])
    expect(answer.status).toBe(403)
})

test('a segment is called something else, and deleted once nobody is in it', async () => {
  must(await manager('PUT', `/customer-segments/${code}`, { name: { pl: 'Inni', en: 'Others' } }), 200)
  must(await told('add', { id: jan.id, until: new Date(Date.now() + DAY_MS).toISOString() }), 200)
  expect(refused(await manager('DELETE', `/customer-segments/${code}`)).code).toBe(
    'customers.segment_not_empty',
  )
  must(await told('replace'), 200)
  must(await manager('DELETE', `/customer-segments/${code}`), 204)
  must(await manager('DELETE', `/customer-segments/${code}`), 204)
  const { items } = must(await manager('GET', '/customer-segments'), 200).body
  expect(items.map((one) => one.code)).not.toContain(code)
})
