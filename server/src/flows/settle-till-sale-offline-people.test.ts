import { newId, type CustomerId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeMembers, putSegment, setGroups } from '#modules/customers'
import { must } from '#test/answers'
import { LIST, openOfflineTill, pln, type Given, type OfflineTill } from '#test/offline-till'

let till: OfflineTill
let world: OfflineTill['world']
beforeAll(async () => {
  till = await openOfflineTill()
  ;({ world } = till)
})
afterAll(() => world.close())

test('only somebody at a till may tell facts, and they must make sense', async () => {
  const before = (await world.orders()).length
  expect((await till.send(till.fact([{}]), newId(), world.machine(world.store))).body).toMatchObject({
    status: 403,
    code: 'tills.device_only',
  })
  const nowhere = Object.assign(world.assistant(world.store), { deviceId: null })
  const nobody = Object.assign(world.assistant(world.store), { staffId: null })
  for (const who of [nowhere, nobody])
    expect((await till.send(till.fact([{}]), newId(), who)).body.code).toBe('tills.device_only')
  expect((await till.send({ ...till.fact([{}]), expectedTotal: pln(1) })).body).toMatchObject({
    code: 'tills.sums_differ',
    errors: [{ pointer: '/expectedTotal' }],
  })
  expect(
    (await till.send({ ...till.fact([{}]), lines: [{ sku: 'TEE-S', quantity: 1 }] })).body,
  ).toMatchObject({
    code: 'tills.sums_differ',
    errors: [{ pointer: '/lines/0/paid' }],
  })
  const card = { number: '9800000000000000', pin: '123456', amount: pln(100) }
  expect((await till.send({ ...till.fact([{}]), giftCards: [card] })).body.code).toBe(
    'tills.cards_need_network',
  )
  expect(await world.orders()).toHaveLength(before)
  // The same sale with a network is told before anything is sold.
  expect((await till.send({ ...till.fact([{ unit: 1 }]), offline: undefined })).body.code).toBe(
    'tills.total_changed',
  )
})

test('a sale by somebody whose right was taken away is recorded as it was paid, and flagged; with a network she may not sell', async () => {
  const dismissed = world.assistant(world.store, ['orders.read'])
  expect(
    await world.call(
      dismissed,
      'POST',
      '/till-sales',
      {
        lines: [{ sku: 'TEE-S', quantity: 1 }],
        tender: { kind: 'cash' },
        expectedTotal: pln(LIST),
      },
      newId(),
    ),
  ).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
  const { body } = must(await world.call(dismissed, 'POST', '/till-sales', till.fact([{}]), newId()), 201)
  expect((await till.flagOf(body.id))?.reasons).toMatchObject([{ code: 'seller_not_allowed' }])
})

test('what somebody sold who is gone is sent by whoever is signed in on her till: hers, once, and flagged', async () => {
  const [ola] = await world.query<{ id: string }>(
    `insert into staff.staff (id, number, name, active, created_at, updated_at) values ($1, '7001', 'Ola Odeszła', false, $2, $2)
     returning id`,
    [newId(), till.now()],
  )
  const colleague = Object.assign(world.assistant(world.store), { deviceId: world.clerk.deviceId })
  const told = { ...till.fact([{}]), soldBy: ola?.id }
  const key = newId()
  const { body } = must(await world.call(world.clerk, 'POST', '/till-sales', told, key), 201)
  // The answer was lost, and somebody else is at the till by now.
  expect((await world.call(colleague, 'POST', '/till-sales', told, key)).body).toEqual(body)
  const owner = await world.query(`select staff_id as "staffId" from orders.order where id = $1`, [body.id])
  expect(owner).toEqual([{ staffId: ola?.id }])
  expect((await till.flagOf(body.id))?.soldBy).toEqual({ id: ola?.id, name: 'Ola Odeszła' })
  expect((await till.flagOf(body.id))?.reasons).toMatchObject([{ code: 'seller_not_allowed' }])
})

test('who may not sell records no sale in the name of another unseen, and nobody does it with a network', async () => {
  const ownerOf = async (orderId: string) =>
    (await world.query(`select staff_id as "staffId" from orders.order where id = $1`, [orderId]))[0]?.staffId
  const [ola] = await world.query<{ id: string }>(
    `insert into staff.staff (id, number, name, active, created_at, updated_at) values ($1, '7002', 'Ola Obecna', true, $2, $2)
     returning id`,
    [newId(), till.now()],
  )
  await world.query(
    `insert into staff.assignment (staff_id, role, location_id) values ($1, 'assistant', $2)`,
    [ola?.id, world.store],
  )
  const picker = world.assistant(world.store, ['orders.read'])
  const told = { ...till.fact([{}]), soldBy: ola?.id }
  const { body: hers } = must(await world.call(world.clerk, 'POST', '/till-sales', told, newId()), 201)
  expect([await ownerOf(hers.id), await till.flagOf(hers.id)]).toEqual([ola?.id, undefined])
  const { body } = must(await world.call(picker, 'POST', '/till-sales', told, newId()), 201)
  expect(await ownerOf(body.id)).toBe(ola?.id)
  expect((await till.flagOf(body.id))?.reasons).toMatchObject([
    { code: 'sender_not_allowed', words: { pl: expect.stringContaining('podała kogoś innego') } },
  ])
  const online = {
    lines: [{ sku: 'TEE-S', quantity: 1 }],
    tender: { kind: 'cash' },
    expectedTotal: pln(LIST),
    soldBy: ola?.id,
  }
  const { body: sale } = must(await world.call(world.clerk, 'POST', '/till-sales', online, newId()), 201)
  expect(await ownerOf(sale.id)).toBe(world.clerk.staffId)
  // A stranger sold nothing.
  const strange = await till.sold({ ...till.fact([{}]), soldBy: newId() })
  expect(await ownerOf(strange.id)).toBe(world.clerk.staffId)
})

test('what was sold to a customer is judged by what she was then, whatever she has become since', async () => {
  const person = { name: 'Nina Kiedyś', email: 'nina@example.com', password: 'dwanascie-znakow' }
  const signedUp = await world.call(world.visitor, 'POST', '/customers', person)
  // The API answers ids of customers there.
  const nina = must(signedUp, 201).body.customerId as CustomerId
  await world.recognised(nina)
  const promotions = [
    await world.promote({ conditions: [{ kind: 'segment', anyOf: ['stali'] }] }),
    await world.promote({ conditions: [{ kind: 'group', anyOf: ['zloci'] }] }),
  ]
  const version = await till.rulesVersion()
  const put = (mode: 'add' | 'remove', groups: readonly string[]) =>
    world.write(async (ctx) => {
      await putSegment(ctx, 'stali', { pl: 'Stali', en: 'Regulars' })
      await changeMembers(ctx, 'stali', mode, [{ pointer: '/0', by: 'id', text: nina, until: null }])
      await setGroups(ctx, nina, groups)
    })
  const later = () => {
    till.wait()
    return till.now()
  }
  const before = later()
  later()
  await put('add', ['zloci'])
  const within = later()
  later()
  await put('remove', [])
  const of = (at: Date, discounts: readonly Given[]) =>
    till.fact([{ quantity: 1, discounts }], { at, rulesVersion: version, customerId: nina })
  // Each takes a tenth of what the one before has left.
  const given = promotions.map(({ promotionId }, index) => ({ promotionId, minor: [500, 450][index] ?? 0 }))
  const answers = [await till.sold(of(before, [])), await till.sold(of(within, given))]
  expect(await Promise.all(answers.map(async ({ id }) => (await till.flagOf(id))?.reasons))).toEqual([
    undefined,
    undefined,
  ])
  const { id } = await till.sold(of(later(), given))
  expect((await till.flagOf(id))?.reasons).toHaveLength(2)
  for (const { end } of promotions) await end()
})

test('a sale that cannot be recorded is given up by a manager at a till alone, who says why; all of it stays in the audit log', async () => {
  const given = {
    saleId: newId(),
    why: 'Kwoty nie do odtworzenia, gotówka wpłacona.',
    refusedWith: 'tills.sums_differ',
    total: pln(LIST),
    soldAt: till.now().toISOString(),
    soldBy: newId(),
    lines: [{ sku: 'TEE-S', quantity: 1 }],
  }
  const giveUp = (actor: OfflineTill['manager'], body: object = given) =>
    world.call(actor, 'POST', '/till-sales/write-offs', body, newId())
  expect((await giveUp(world.clerk)).status).toBe(403)
  // Neither a manager of another store at this till, nor one who stands at none.
  const elsewhere = Object.assign(world.assistant(world.otherStore, ['stock.incident']), {
    locationId: world.store,
  })
  expect((await giveUp(elsewhere)).body).toMatchObject({ status: 403, code: 'auth.forbidden' })
  const nowhere = Object.assign(world.assistant(world.store, ['stock.incident']), { deviceId: null })
  expect((await giveUp(nowhere)).body).toMatchObject({ status: 403, code: 'tills.device_only' })
  expect((await giveUp(till.manager, { ...given, why: '' })).status).toBe(400)
  expect((await giveUp(till.manager)).status).toBe(204)
  const { saleId, ...detail } = given
  expect(
    await world.query(
      `select detail from platform.audit where action = 'tills.sale_written_off' and subject = $1`,
      [saleId],
    ),
  ).toEqual([{ detail: { ...detail, deviceId: till.manager.deviceId } }])
})
