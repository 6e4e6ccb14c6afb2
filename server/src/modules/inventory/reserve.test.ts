import { afterAll, beforeAll, expect, test } from 'vitest'
import { MINUTE_MS } from '@splot/kernel'
import {
  extend,
  MAX_HOLD_MS,
  newHoldId,
  proveStock,
  receive,
  release,
  reserve,
  sell,
  type Reserved,
} from './index.ts'
import { openStockWorld, receipt, type StockWorld } from './test/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await openStockWorld()
})
afterAll(() => world.close())

test('two hundred buyers want the last piece: one gets it', async () => {
  const { sku, place } = await world.stocked(1)
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => reserve(world.command(), world.hold([[sku, place, 1]]))),
  )
  expect(answers.filter((answer) => answer.state === 'held')).toHaveLength(1)
  const refused = answers.filter((answer) => answer.state === 'short')
  expect(refused).toHaveLength(199)
  expect(refused.at(-1)).toEqual({
    state: 'short',
    lines: [{ sku, locationId: place, asked: 1, available: 0 }],
  })
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 1 })
})

test('lines of the same SKU are summed before they are checked, so that splitting them wins nothing', async () => {
  const { sku, place } = await world.stocked(3)
  const split = await reserve(
    world.command(),
    world.hold([
      [sku, place, 2],
      [sku, place, 2],
    ]),
  )
  expect(split).toEqual({ state: 'short', lines: [{ sku, locationId: place, asked: 4, available: 3 }] })
  expect(
    await reserve(
      world.command(),
      world.hold([
        [sku, place, 1],
        [sku, place, 2],
      ]),
    ),
  ).toMatchObject({ state: 'held' })
})

test('a basket gets all its lines or none, and a small request behind a refused big one is served', async () => {
  const { sku: shirt, place } = await world.stocked(5)
  const { sku: belt } = await world.stocked(0, world.newSku(), place)
  const [both, big, small] = await Promise.all([
    reserve(
      world.command(),
      world.hold([
        [shirt, place, 5],
        [belt, place, 1],
      ]),
    ),
    reserve(world.command(), world.hold([[shirt, place, 6]])),
    reserve(world.command(), world.hold([[shirt, place, 5]])),
  ])
  expect(both).toEqual({ state: 'short', lines: [{ sku: belt, locationId: place, asked: 1, available: 0 }] })
  expect(big).toMatchObject({ state: 'short', lines: [{ asked: 6, available: 5 }] })
  expect(small).toMatchObject({ state: 'held' })
})

test('baskets that cross in opposite order, from three processes, never deadlock and never oversell', async () => {
  const { sku: a, place } = await world.stocked(90)
  const { sku: b } = await world.stocked(90, world.newSku(), place)
  const nodes = [world.open(), world.open(), world.open()]
  // Connected beforehand, or the first one would have sold out before the others are there.
  await Promise.all(
    nodes.flatMap((node) => [1, 2].map(() => node.write(world.actor, (ctx) => ctx.query('select 1')))),
  )
  const forth = [a, b].map((sku) => [sku, place, 1] as const)
  const back = forth.toReversed()
  const states = await Promise.all(
    nodes.flatMap((node) =>
      Array.from({ length: 4 }, async (_, buyer) => {
        const got: string[] = []
        for (let asked = 0; asked < 12; asked += 1) {
          const lines = (buyer + asked) % 2 ? forth : back
          got.push((await reserve(world.commandOf(node), world.hold(lines))).state)
        }
        return got
      }),
    ),
  )
  expect(states.flat().filter((state) => state === 'held')).toHaveLength(90)
  expect(await world.level(a, place)).toEqual({ onHand: 90, reserved: 90 })
  expect(await world.level(b, place)).toEqual({ onHand: 90, reserved: 90 })
  await Promise.all(nodes.map((node) => node.close()))
})

test('the same command again gets the first answer, at once or later, held or refused', async () => {
  const { sku, place } = await world.stocked(2)
  const wanted = world.hold([[sku, place, 2]])
  const [first, twin] = await Promise.all([
    reserve(world.command(), wanted),
    reserve(world.command(), wanted),
  ])
  expect(twin).toEqual(first)
  expect(await reserve(world.command(), wanted)).toEqual(first)
  expect(await world.level(sku, place)).toEqual({ onHand: 2, reserved: 2 })

  const tooLate = world.hold([[sku, place, 1]])
  const refused = await reserve(world.command(), tooLate)
  await world.write((ctx) => receive(ctx, [receipt(place, [[sku, 5]])]))
  expect(await reserve(world.command(), tooLate)).toEqual(refused)
  expect(refused.state).toBe('short')
})

test('a hold id with another body is refused, whether the first one is under way or long decided', async () => {
  const { sku, place } = await world.stocked(9)
  const holdId = newHoldId()
  const first = reserve(world.command(), world.hold([[sku, place, 1]], { holdId }))
  const other = () => reserve(world.command(), world.hold([[sku, place, 2]], { holdId }))
  await expect(other()).rejects.toMatchObject({ code: 'inventory.hold_id_reused' })
  await first
  await expect(other()).rejects.toMatchObject({ code: 'inventory.hold_id_reused' })
  const elsewhere = world.open()
  await expect(
    reserve(world.commandOf(elsewhere), world.hold([[sku, place, 2]], { holdId })),
  ).rejects.toMatchObject({ code: 'inventory.hold_id_reused' })
  await elsewhere.close()
  expect(await world.level(sku, place)).toEqual({ onHand: 9, reserved: 1 })
})

test('one command sent through two processes at the same moment reserves once', async () => {
  const { sku, place } = await world.stocked(10)
  const nodes = [world.open(), world.open()]
  const commands = Array.from({ length: 50 }, () => world.hold([[sku, place, 1]]))
  const answers = await Promise.all(
    nodes.map((node) => Promise.all(commands.map((command) => reserve(world.commandOf(node), command)))),
  )
  expect(answers[0]).toEqual(answers[1])
  expect(await world.level(sku, place)).toEqual({ onHand: 10, reserved: 10 })
  await Promise.all(nodes.map((node) => node.close()))
})

test('absurd commands are refused before they reach a batch', async () => {
  const { sku, place } = await world.stocked(1)
  for (const quantity of [0, -1, 1.5, Number.NaN, 1e9]) {
    await expect(reserve(world.command(), world.hold([[sku, place, quantity]]))).rejects.toMatchObject({
      code: 'inventory.bad_quantity',
    })
  }
  await expect(reserve(world.command(), world.hold([]))).rejects.toMatchObject({ code: 'inventory.bad_hold' })
  await expect(reserve(world.command(), world.hold([[sku, place, 1]], { ttlMs: -1 }))).rejects.toMatchObject({
    code: 'inventory.bad_hold',
  })
  expect(await reserve(world.command(), world.hold([[world.newSku(), place, 1]]))).toMatchObject({
    state: 'short',
    lines: [{ available: 0 }],
  })
})

test('calling it inside a transaction fails at once', async () => {
  await expect(
    // A caller that casts its way in: the compiler would not allow it.
    world.write((ctx) => reserve(ctx as never, world.hold([[world.newSku(), world.newPlace(), 1]]))),
  ).rejects.toThrow('must not be called inside a transaction')
})

test('what ran out is taken by the next one who needs it, without any sweep', async () => {
  const { sku, place } = await world.stocked(2)
  const gone = world.hold([[sku, place, 2]], { ttlMs: MINUTE_MS })
  await reserve(world.command(), gone)
  expect(await reserve(world.command(), world.hold([[sku, place, 1]]))).toMatchObject({ state: 'short' })
  world.turnClock(2 * MINUTE_MS)
  expect(await reserve(world.command(), world.hold([[sku, place, 1]]))).toMatchObject({ state: 'held' })
  expect(await world.level(sku, place)).toEqual({ onHand: 2, reserved: 1 })
  expect(await extend(world.command(), gone.holdId, MINUTE_MS)).toEqual({
    state: 'expired',
    holdId: gone.holdId,
  })
})

test('an extended hold lasts longer, but never beyond its cap', async () => {
  const { sku, place } = await world.stocked(1)
  const hold = world.hold([[sku, place, 1]], { ttlMs: 10 * MINUTE_MS })
  const held = await reserve(world.command(), hold)
  if (held.state !== 'held') throw new Error('the shelf was full')
  world.turnClock(11 * MINUTE_MS)
  expect(await extend(world.command(), hold.holdId, 15 * MINUTE_MS)).toMatchObject({ state: 'held' })
  world.turnClock(14 * MINUTE_MS)
  expect(await reserve(world.command(), world.hold([[sku, place, 1]]))).toMatchObject({ state: 'short' })
  const longest = await extend(world.command(), hold.holdId, MAX_HOLD_MS)
  if (longest.state !== 'held') throw new Error('it was extended in time')
  expect(longest.expiresAt.getTime() - held.expiresAt.getTime()).toBeLessThanOrEqual(MAX_HOLD_MS)
  world.turnClock(MAX_HOLD_MS)
  expect(await extend(world.command(), hold.holdId, MINUTE_MS)).toMatchObject({ state: 'expired' })
  expect(await extend(world.command(), newHoldId(), MINUTE_MS)).toMatchObject({ state: 'unknown' })
})

test('released pieces are free at once; releasing twice, or what never was, changes nothing', async () => {
  const { sku, place } = await world.stocked(1)
  const hold = world.hold([[sku, place, 1]])
  await reserve(world.command(), hold)
  const unknown = newHoldId()
  expect(await release(world.command(), [hold.holdId, unknown])).toEqual([
    { holdId: hold.holdId, state: 'released' },
    { holdId: unknown, state: 'unknown' },
  ])
  await release(world.command(), [hold.holdId])
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 0 })
  expect(await extend(world.command(), hold.holdId, MINUTE_MS)).toMatchObject({ state: 'not_active' })
})

test('connections that are killed in the middle lose no answer and double none', async () => {
  const { sku, place } = await world.stocked(500)
  const commands = Array.from({ length: 600 }, () => world.hold([[sku, place, 1]]))
  const killer = world.open()
  const kill = () =>
    killer.read(world.actor).query<{ killed: boolean }>(
      `select pg_terminate_backend(pid) as killed from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and query ~ $1`,
      ['from inventory[.]reserve|^(BEGIN|COMMIT)'],
    )
  const answers = []
  // The first ones are hit for certain: somebody has their row, and they wait.
  const first = commands.splice(0, 20)
  let waiting: Promise<Reserved[]> | undefined
  await killer.write(world.actor, async (ctx) => {
    await ctx.query('select 1 from inventory.stock where sku = $1 for update', [sku])
    waiting = Promise.all(first.map((command) => reserve(world.command(), command)))
    await expect
      .poll(() =>
        // Seen from outside: a transaction sees who is busy as it was when it looked first.
        killer.read(world.actor).query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        ),
      )
      .not.toEqual([])
  })
  answers.push(...((await waiting) ?? []))
  for (let sent = 0; sent < commands.length; sent += 20) {
    const some = commands.slice(sent, sent + 20)
    let open = true
    const decided = Promise.all(some.map((command) => reserve(world.command(), command))).finally(() => {
      open = false
    })
    // Shots go on while the batch is open, so that some hit; three hits are enough for one batch to be sent again.
    for (let hits = 0; open && hits < 3;) {
      hits += (await kill()).length
    }
    answers.push(...(await decided))
  }
  await killer.close()
  const all = [...first, ...commands]
  const again = await Promise.all(all.map((command) => reserve(world.command(), command)))
  expect(again.map((answer) => answer.state)).toEqual(answers.map((answer) => answer.state))
  expect(again.filter((answer) => answer.state === 'held')).toHaveLength(500)
  expect(await world.level(sku, place)).toEqual({ onHand: 500, reserved: 500 })
})

test('a till sells what was reserved: the world is right, nobody else gets a piece, and an incident is raised', async () => {
  const { sku, place } = await world.stocked(2)
  await reserve(world.command(), world.hold([[sku, place, 2]]))
  const sale = { document: world.order(world.newOrder()), locationId: place, lines: [{ sku, quantity: 1 }] }
  await world.write((ctx) => sell(ctx, [sale]))
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 2 })
  await world.write((ctx) => sell(ctx, [{ ...sale, lines: [{ sku, quantity: 3 }] }]))
  expect(await world.level(sku, place)).toEqual({ onHand: -2, reserved: 2 })
  expect(await reserve(world.command(), world.hold([[sku, place, 1]]))).toMatchObject({
    state: 'short',
    lines: [{ available: 0 }],
  })
  const incidents = await world.query<{ data: { missing: number } }>(
    `select data from platform.event where type = 'inventory.oversold' and subject = $1 order by xid, seq`,
    [sku],
  )
  expect(incidents.map((row) => row.data.missing)).toEqual([1, 4])
})

test('after all of this every counter is the sum of its ledger', async () => {
  expect(await proveStock(world.platform.read(world.actor))).toMatchObject({ proven: true, mismatch: null })
})
