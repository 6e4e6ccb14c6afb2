import { expect } from 'vitest'
import type { HoldId } from '@splot/kernel'
import { PATIENCE } from '#test/patience'
import type { StockWorld } from './stock-world.ts'

type World = Pick<StockWorld, 'platform' | 'query'>

/** Rows of a kind, found by a statement that can be locked. */
export interface Rows {
  readonly sql: string
  readonly values: readonly unknown[]
}

export const holdRow = (holdId: HoldId): Rows => ({
  sql: 'select from inventory.hold where hold_id = $1',
  values: [holdId],
})

const linesOf = (holdId: HoldId): Rows => ({
  sql: 'select from inventory.hold_line where hold_id = $1',
  values: [holdId],
})

async function untilSomebodyWaitsFor(world: World, pid: number | undefined): Promise<void> {
  await expect
    .poll(
      () => world.query('select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [pid]),
      PATIENCE,
    )
    .toHaveLength(1)
}

/** Somebody who locks what he is told to, and whose transaction is nobody's to try again. */
async function somebody(world: World) {
  const client = await world.platform.pool.connect()
  await client.query('begin')
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return {
    pid: rows[0]?.pid,
    lock: ({ sql, values }: Rows) => client.query(`${sql} for update`, [...values]),
    run: ({ sql, values }: Rows) => client.query(sql, [...values]),
    letGo: () => client.query('rollback'),
    leave: () => client.release(true),
  }
}

/**
 * `flow` comes to wait for somebody who has `first`, which he got as `take` says; then he wants `second` too. He gets it, because `flow` locks
 * it after what it waits for, if at all; else they would wait in a circle.
 */
export async function meetsNobodyInACircle(
  world: World,
  first: Rows,
  flow: () => Promise<unknown>,
  second: Rows,
  take: 'lock' | 'run' = 'lock',
): Promise<void> {
  const before = world.platform.circlesMet()
  const other = await somebody(world)
  let running: Promise<unknown> | undefined
  try {
    await other[take](first)
    running = flow()
    await untilSomebodyWaitsFor(world, other.pid)
    expect((await other.lock(second)).rowCount).toBeGreaterThan(0)
    await other.letGo()
    await running
    expect(world.platform.circlesMet()).toBe(before)
  } finally {
    other.leave()
    await running?.catch(() => undefined)
  }
}

/**
 * `flow` waits for `first`, which somebody has locked; then `make` brings another hold, which somebody else locks; while `flow` goes on that
 * one asks for the lines of his hold, and gets them.
 */
export async function whileItWaits<T>(
  world: World,
  first: HoldId,
  flow: () => Promise<T>,
  late: HoldId,
  make: () => Promise<unknown>,
): Promise<T> {
  const before = world.platform.circlesMet()
  const [blocker, other] = [await somebody(world), await somebody(world)]
  let running: Promise<T> | undefined
  try {
    await blocker.lock(holdRow(first))
    running = flow()
    await untilSomebodyWaitsFor(world, blocker.pid)
    await make()
    await other.lock(holdRow(late))
    await blocker.letGo()
    const [answer] = await Promise.all([running, other.lock(linesOf(late))])
    expect(world.platform.circlesMet()).toBe(before)
    return answer
  } finally {
    blocker.leave()
    other.leave()
    await running?.catch(() => undefined)
  }
}
