import { MINUTE_MS, newId, type CustomerId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetUsedCodesJob, readShownCode, useCodes } from '#modules/customers'
import { systemActor } from '#platform/context'
import { must } from '#test/answers'
import { PATIENCE } from '#test/patience'
import { openTillCustomers, pln, TEE } from '#test/till-customers'

type Till = Awaited<ReturnType<typeof openTillCustomers>>
let world: Till['world']
let signUp: Till['signUp']
let lookUp: Till['lookUp']
let sell: Till['sell']
let shownCode: Till['shownCode']
let mia: CustomerId
beforeAll(async () => {
  ;({ world, signUp, lookUp, sell, shownCode } = await openTillCustomers())
  mia = await signUp('Mia Kod', 'mia.kod@example.com', '610 100 100')
})
afterAll(() => world.close())

const office = () =>
  Object.assign(world.machine(null), { grants: [{ permission: 'giftcards.issue', locationId: null }] })
const owe = async (customerId: CustomerId, minor: number) => {
  const credit = { commandId: newId(), customerId, amount: pln(minor), reason: 'przeprosiny' }
  must(await world.call(office(), 'POST', '/store-credits', credit, newId()), 201)
}
const usedUp = { status: 409, body: { code: 'customers.code_used' } }

test('her store credit pays a part at the till against the code of her account, and what comes back goes back to it', async () => {
  await owe(mia, 3_000)
  const { code } = await shownCode(mia)
  expect((await lookUp({ code })).body).toMatchObject({ id: mia, credits: [pln(3_000)] })
  expect((await lookUp({ phone: '610 100 100' })).body).toMatchObject({ credits: [] })

  const pay = (minor: number, more: object = {}, key: string = newId()) =>
    sell(TEE, { customerId: mia, storeCredit: { amount: pln(minor), code }, ...more }, key)
  // Only with her own code, only what there is, and never without a network.
  expect(await pay(3_000, { customerId: undefined })).toMatchObject({
    status: 422,
    body: { code: 'tills.credit_of_another' },
  })
  expect((await pay(3_000, { storeCredit: { amount: pln(3_000), code: 'X' } })).body.code).toBe(
    'customers.bad_code',
  )
  expect((await pay(3_001)).body).toMatchObject({ code: 'storedvalue.short', facts: { balance: pln(3_000) } })
  const key = newId()
  const sold = must(await pay(3_000, {}, key), 201)
  expect((await pay(3_000, {}, key)).body).toEqual(sold.body)
  const payments = await world.query(
    `select method, amount_minor::int as minor from payments.payment where order_id = $1 order by method`,
    [sold.body.id],
  )
  expect(payments).toEqual([
    { method: 'cash', minor: TEE - 3_000 },
    { method: 'store_credit', minor: 3_000 },
  ])
  expect((await lookUp({ code: (await shownCode(mia)).code })).body).toMatchObject({ credits: [] })

  // Money first, stored value last: all of it comes back, each part where it came from.
  const lineId = sold.body.lines[0]?.lineId
  const lines = [{ lineId, quantity: 1, reason: 'changed_mind', disposition: 'sellable' }]
  must(await world.call(world.clerk, 'POST', '/returns', { orderId: sold.body.id, lines }, newId()), 201)
  const next = await shownCode(mia)
  expect((await lookUp({ code: next.code })).body).toMatchObject({ credits: [pln(3_000)] })

  // What has paid once neither pays nor recognises anybody again; a new one does both.
  expect(await pay(1_000)).toMatchObject(usedUp)
  expect(await lookUp({ code })).toMatchObject(usedUp)
  expect(await pay(3_000, {}, key)).toMatchObject({ status: 201, body: { id: sold.body.id } })
  must(await pay(1_000, { storeCredit: { amount: pln(1_000), code: next.code } }), 201)

  // Minutes later a code pays nothing any more, and the sale that it has paid for still has its answer.
  world.turnClock(6 * MINUTE_MS)
  expect((await pay(1_000)).body.code).toBe('customers.code_over')
  expect(await pay(3_000, {}, key)).toMatchObject({ status: 201, body: { id: sold.body.id } })
})

test('two tills with one code at the same instant: one of them sells, and a code that paid for nothing is good still', async () => {
  const vera = await signUp('Vera Dwie Kasy', 'vera@example.com', '611 111 111')
  await owe(vera, 10_000)
  const { code } = await shownCode(vera)
  const other = world.assistant(world.store)
  for (const clerk of [world.clerk, other]) must(await lookUp({ code }, clerk), 200)
  const pay = (clerk = world.clerk, total = TEE) =>
    world.call(
      clerk,
      'POST',
      '/till-sales',
      {
        customerId: vera,
        lines: [{ sku: 'TEE-S', quantity: 1 }],
        storeCredit: { amount: pln(1_000), code },
        tender: { kind: 'cash' },
        expectedTotal: pln(total),
      },
      newId(),
    )
  // A total that has changed is told before anything is used up.
  expect((await pay(world.clerk, TEE - 1)).body.code).toBe('tills.total_changed')
  const told = await Promise.all([pay(), pay(other), pay(), pay(other)])
  expect(told.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
  for (const answer of told.filter(({ status }) => status === 409)) expect(answer).toMatchObject(usedUp)
  expect(
    await world.query(
      `select o.gross_minor::int as gross, p.amount_minor::int as credit from orders.order o
         join payments.payment p on p.order_id = o.id and p.method = 'store_credit' where o.customer_id = $1`,
      [vera],
    ),
  ).toEqual([{ gross: TEE, credit: 1_000 }])
})

test('a code that another process is selling with waits for it: sold there, it is refused here', async () => {
  const rita = await signUp('Rita Dwa Serwery', 'rita@example.com', '613 333 333')
  await owe(rita, 10_000)
  await world.recognised(rita)
  const { code } = await shownCode(rita)
  const pay = () => sell(TEE, { customerId: rita, storeCredit: { amount: pln(1_000), code } })
  const node = world.open()
  const here = await node.write(systemActor('test'), async (ctx) => {
    await useCodes(ctx, [readShownCode(code, ctx.now)])
    const [own] = await ctx.query<{ pid: number }>('select pg_backend_pid() as pid')
    // An object, because a promise that is answered would be waited for.
    const selling = { answer: pay() }
    const waiting = () =>
      world.query('select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [own?.pid])
    await expect.poll(waiting, PATIENCE).toHaveLength(1)
    return selling
  })
  expect(await here.answer).toMatchObject(usedUp)
  await node.close()
})

test('that a code has paid is forgotten when it is over by itself, and not before', async () => {
  const nela = await signUp('Nela Zapomniana', 'nela@example.com', '612 222 222')
  await owe(nela, 1_000)
  await world.recognised(nela)
  const { code } = await shownCode(nela)
  const { nonce } = readShownCode(code, world.platform.clock())
  must(await sell(TEE, { customerId: nela, storeCredit: { amount: pln(1_000), code } }), 201)
  const known = () => world.query('select from customers.used_code where nonce = $1', [nonce])
  world.turnClock(6 * MINUTE_MS)
  await forgetUsedCodesJob.run(world.platform, {})
  expect(await known()).toHaveLength(1)
  world.turnClock(60 * MINUTE_MS)
  await forgetUsedCodesJob.run(world.platform, {})
  expect(await known()).toHaveLength(0)
  expect((await lookUp({ code })).body.code).toBe('customers.code_over')
})
