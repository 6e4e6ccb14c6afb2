import { expect } from 'vitest'
import type { OpenPlatform } from '#platform/database'
import { PATIENCE } from './patience.ts'

interface World {
  readonly platform: Pick<OpenPlatform, 'pool' | 'circlesMet'>
}

/** Rows of a kind, found by a statement that can be locked. */
export interface Rows {
  readonly sql: string
  readonly values: readonly unknown[]
}

async function untilSomebodyWaitsFor(world: World, pid: number | undefined): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await world.platform.pool.query(
        'select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))',
        [pid],
      )
      return rows
    }, PATIENCE)
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
    commit: () => client.query('commit'),
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
    running.catch(() => undefined)
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
 * `flow` waits for `first`, which somebody has locked; then `make` brings something that it has not seen, of which somebody else locks one row;
 * while `flow` goes on that one asks for the other row too, which `flow` leaves alone: it ends, whatever he has.
 */
export async function whileItWaits<T>(
  world: World,
  first: Rows,
  flow: () => Promise<T>,
  make: () => Promise<unknown>,
  [one, other]: readonly [Rows, Rows],
): Promise<T> {
  const before = world.platform.circlesMet()
  const [blocker, late] = [await somebody(world), await somebody(world)]
  let running: Promise<T> | undefined
  try {
    await blocker.lock(first)
    running = flow()
    running.catch(() => undefined)
    await untilSomebodyWaitsFor(world, blocker.pid)
    await make()
    expect((await late.lock(one)).rowCount).toBeGreaterThan(0)
    await blocker.letGo()
    const [answer, wanted] = await Promise.all([running, late.lock(other)])
    expect(wanted.rowCount).toBeGreaterThan(0)
    expect(world.platform.circlesMet()).toBe(before)
    return answer
  } finally {
    blocker.leave()
    late.leave()
    await running?.catch(() => undefined)
  }
}

/** `clear` clears old rows away while somebody makes one of them new again, by `change`: when both are done it is there as he left it. */
export async function clearsAround(world: World, change: Rows, clear: () => Promise<unknown>): Promise<void> {
  const other = await somebody(world)
  let clearing: Promise<unknown> | undefined
  try {
    expect((await other.run(change)).rowCount).toBe(1)
    clearing = clear()
    clearing.catch(() => undefined)
    await Promise.race([clearing, untilSomebodyWaitsFor(world, other.pid)])
    await other.commit()
    await clearing
  } finally {
    other.leave()
    await clearing?.catch(() => undefined)
  }
}
