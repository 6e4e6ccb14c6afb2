import { DAY_MS, HOUR_MS, newId, type HoldId, type LocationId, type OrderId, type Sku } from '@splot/kernel'
import pino from 'pino'
import { systemActor, type CommandContext, type Platform, type WriteContext } from '#platform/context'
import { openPlatform, type OpenPlatform } from '#platform/database'
import { expectNoCircle } from '#test/circles'
import { createTestDatabase } from '#test/database'
import { newHoldId, receive, type Reservation } from '../index.ts'

const startOfDay = (at: number): number => at - (at % DAY_MS)

export type StockWorld = Awaited<ReturnType<typeof openStockWorld>>

/**
 * A database, a platform with a clock that can be turned, and short words for the tests of this module. With a `clock` of its own a
 * test decides itself what time it is.
 */
export async function openStockWorld(given?: () => Date) {
  const database = await createTestDatabase()
  // A test is over long before midnight.
  let ahead = startOfDay(Date.now()) + 9 * HOUR_MS - Date.now()
  const clock = given ?? (() => new Date(Date.now() + ahead))
  const nodes: OpenPlatform[] = []
  const open = () => {
    const node = openPlatform({
      url: database.url,
      log: pino({ level: 'silent' }),
      clock,
    })
    nodes.push(node)
    return node
  }
  const platform = open()
  const actor = systemActor('test')
  let made = 0
  const write = <T>(work: (ctx: WriteContext) => Promise<T>) => platform.write(actor, work)
  const query = platform.read(actor).query
  return {
    platform,
    url: database.url,
    query,
    write,
    /** Another process on the same database. */
    open,
    actor,
    command: (): CommandContext => platform.command(actor),
    commandOf: (node: Platform | undefined): CommandContext => (node ?? platform).command(actor),
    turnClock: (ms: number) => void (ahead += ms),
    newSku: () => `T-${(made += 1)}` as Sku,
    newPlace: () => newId<'location'>(),
    newOrder: () => newId<'order'>(),
    /** A new SKU in a new place with so many pieces. */
    stocked: async (
      pieces: number,
      sku = `T-${(made += 1)}` as Sku,
      place = newId<'location'>() as LocationId,
    ) => {
      if (pieces > 0) await write((ctx) => receive(ctx, [receipt(place, [[sku, pieces]])]))
      return { sku, place }
    },
    hold: (
      lines: readonly (readonly [Sku, LocationId, number])[],
      options: { ttlMs?: number; holdId?: HoldId } = {},
    ): Reservation => ({
      holdId: options.holdId ?? newHoldId(),
      kind: 'pickup',
      ttlMs: options.ttlMs ?? 60_000,
      lines: lines.map(([sku, locationId, quantity]) => ({ sku, locationId, quantity })),
    }),
    level: async (sku: Sku, place: LocationId) =>
      (
        await query<{ onHand: number; reserved: number }>(
          `select on_hand as "onHand", reserved from inventory.stock where sku = $1 and location_id = $2`,
          [sku, place],
        )
      )[0],
    stateOf: async (holdId: HoldId) =>
      (await query<{ state: string }>('select state from inventory.hold where hold_id = $1', [holdId]))[0]
        ?.state,
    order: (orderId: OrderId) => ({ kind: 'order' as const, id: orderId }),
    close: async () => {
      await platform.close()
      await database.drop()
      expectNoCircle(...nodes)
    },
  }
}

export const receipt = (locationId: LocationId, lines: readonly (readonly [Sku, number])[]) => ({
  document: { kind: 'receipt' as const, id: newId() },
  locationId,
  lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
})
