import { newId, type CustomerId } from '@splot/kernel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { proveLedger } from '#modules/storedvalue'
import { must } from '#test/answers'
import { openStoreWorld, type StoreWorld } from '#test/store-world'
import { forgetCustomer } from './forget-customer.ts'

let world: StoreWorld
let office: ReturnType<StoreWorld['machine']>
beforeAll(async () => {
  world = await openStoreWorld()
  office = Object.assign(world.machine(null), {
    grants: [{ permission: 'giftcards.issue', locationId: null }],
  })
  await world.query(
    `insert into channels.channel (id, code, kind, name, currency) values ($1, 'de', 'web', '{"pl": "DE", "en": "DE"}', 'EUR')`,
    [newId()],
  )
})
afterEach(async () => {
  expect(await proveLedger(world.platform.read(world.visitor))).toEqual([])
})
afterAll(() => world.close())

const pln = (minor: number) => ({ minor, currency: 'PLN' })

async function newCustomer(name: string): Promise<CustomerId> {
  const body = { name, email: `${name}@example.com`, password: 'dwanascie-znakow' }
  // The API answers ids of customers there.
  return must(await world.call(world.visitor, 'POST', '/customers', body), 201).body.customerId as CustomerId
}

const commandFor = (customerId: string, minor: number, commandId = newId()) => ({
  commandId,
  customerId,
  amount: pln(minor),
  reason: 'przeprosiny',
})
/** Each time under another key, as a second window or another machine would send it. */
const give = (body: object) => world.call(office, 'POST', '/store-credits', body, newId())

test('store credit of a customer grows under one account, and she sees it', async () => {
  const anna = await newCustomer('anna')
  const [one, two] = await Promise.all([give(commandFor(anna, 1000)), give(commandFor(anna, 500))])
  expect(one.body.id).toBe(two.body.id)
  expect((await world.call(world.signedIn(anna), 'GET', '/store-credit')).body.items).toMatchObject([
    { kind: 'store_credit', balance: pln(1500), expiresAt: null },
  ])
})

test('credit that is told again, or by four in the same moment, is given once: also the first one, which opens the account', async () => {
  const inTurn = async <T>(told: () => Promise<T>) => [await told(), await told(), await told()]
  const atOnce = <T>(told: () => Promise<T>) => Promise.all([told(), told(), told(), told()])
  for (const [name, repeat] of [
    ['bea', inTurn],
    ['cela', atOnce],
  ] as const) {
    const customerId = await newCustomer(name)
    const first = commandFor(customerId, 1000)
    const given = await repeat(() => give(first))
    expect(given.map(({ status, body }) => [status, body.balance])).toEqual(given.map(() => [201, pln(1000)]))
    const second = commandFor(customerId, 500)
    expect((await give(second)).body.balance).toEqual(pln(1500))
    expect((await give(second)).body.balance).toEqual(pln(1500))
  }
})

test('a command that comes again with another amount is refused in words, and the first one stands', async () => {
  const fela = await newCustomer('fela')
  const opening = commandFor(fela, 1000)
  const more = commandFor(fela, 500)
  for (const command of [opening, more]) {
    expect((await give(command)).status).toBe(201)
    expect(await give({ ...command, amount: pln(99_900) })).toMatchObject({
      status: 422,
      body: { code: 'storedvalue.command_reused', errors: [{ pointer: '/commandId' }] },
    })
  }
  expect((await give(more)).body.balance).toEqual(pln(1500))
  expect(await give({ ...more, amount: { minor: 500, currency: 'EUR' } })).toMatchObject({
    status: 422,
    body: { code: 'storedvalue.command_reused' },
  })
})

test('one command gives once, whoever is named in it: also when all are told in the same moment', async () => {
  const [gaja, hela] = [await newCustomer('gaja'), await newCustomer('hela')]
  const inEuro = (customerId: CustomerId, minor: number, commandId: string) => ({
    ...commandFor(customerId, minor),
    commandId,
    amount: { minor, currency: 'EUR' },
  })
  const taken = { status: 422, body: { code: 'storedvalue.command_reused' } }
  for (let round = 0; round < 5; round += 1) {
    const commandId = newId()
    const told = await Promise.all([
      give(commandFor(gaja, 700, commandId)),
      give(inEuro(gaja, 700, commandId)),
      give(commandFor(hela, 700, commandId)),
      give(inEuro(hela, 700, commandId)),
    ])
    expect(told.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const answer of told.filter(({ status }) => status !== 201)) expect(answer).toMatchObject(taken)
    expect(
      await world.query('select amount_minor::int as minor from storedvalue.entry where reference = $1', [
        commandId,
      ]),
    ).toEqual([{ minor: 700 }])
  }
})

test('nobody gets credit whom we do not know, or in a currency in which nothing is sold', async () => {
  const dora = await newCustomer('dora')
  await world.write((ctx) => forgetCustomer(ctx, dora))
  for (const nobody of [newId(), dora])
    expect(await give(commandFor(nobody, 1000))).toMatchObject({
      status: 404,
      body: { code: 'customers.not_found', errors: [{ pointer: '/customerId' }] },
    })
  const ewa = await newCustomer('ewa')
  expect(await give({ ...commandFor(ewa, 1000), amount: { minor: 1000, currency: 'XXX' } })).toMatchObject({
    status: 422,
    body: { code: 'storedvalue.unknown_currency', errors: [{ pointer: '/amount/currency' }] },
  })
  expect(
    await world.query('select id from storedvalue.account where customer_id = any($1::uuid[])', [
      [dora, ewa],
    ]),
  ).toEqual([])
})
