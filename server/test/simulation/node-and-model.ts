import type { ChannelId, HoldId, LocationId, Sku } from '@splot/kernel'
import { Refusal } from '@splot/kernel'
import type { Platform } from '#platform/context'
import type { Query } from '#platform/context'
import { ask, type Command } from './commands.ts'
import type { StockModel } from './stock-model.ts'

/** The engine did something else than the model: what was asked, what should have come of it, and what did. */
export class Divergence extends Error {
  constructor(what: string, asked: unknown, wanted: unknown, got: unknown) {
    super(`${what}\nasked  ${shown(asked)}\nwanted ${shown(wanted)}\ngot    ${shown(got)}`)
    this.name = 'Divergence'
  }
}

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 2_000)

interface Both {
  readonly node: Platform
  readonly model: StockModel
  readonly now: number
  /** Times of answers are not compared. */
  readonly timeless?: boolean
}

/** Asks engine and model the same; fails unless they answer the same. */
export async function askBoth(
  { node, model, now, timeless = false }: Both,
  channel: ChannelId,
  command: Command,
): Promise<unknown> {
  const wanted = model.answer(now, channel, command)
  const got = await ask(node, channel, command).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'inventory.hold_id_reused') return ['reused']
    throw error
  })
  const textOf = (answer: unknown) =>
    JSON.stringify(answer, (key, value: unknown) => (timeless && key === 'expiresAt' ? '' : value))
  if (textOf(got) !== textOf(wanted)) throw new Divergence(command.do, command, wanted, got)
  return got
}

interface RowState extends Record<string, unknown> {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly reserved: number
  readonly used: Readonly<Record<string, number>>
}

interface HoldState extends Record<string, unknown> {
  readonly holdId: HoldId
  readonly state: string
  readonly orderId: string | null
  readonly expiresAt: number
  readonly lines: readonly string[]
}

const byId = <T extends { readonly holdId: string }>(a: T, b: T) => (a.holdId < b.holdId ? -1 : 1)
const byRow = (a: RowState, b: RowState) => (`${a.sku} ${a.locationId}` < `${b.sku} ${b.locationId}` ? -1 : 1)

/** Compares every row and every hold of these places with the model's. */
export async function compareState(query: Query, model: StockModel): Promise<void> {
  const places = [...new Set([...model.rows.values()].map((row) => row.locationId))]
  const rows = await query<RowState>(
    `select sku, location_id as "locationId", on_hand as "onHand", reserved,
            coalesce((select jsonb_object_agg(t.key, (t.value ->> 'used')::int) from jsonb_each(channel_terms) t
                       where t.value ? 'pool'), '{}') as used
       from inventory.stock where location_id = any($1)`,
    [places],
  )
  const wantedRows = [...model.rows.values()].map(
    ({ sku, locationId, onHand, reserved, terms }): RowState => ({
      sku,
      locationId,
      onHand,
      reserved,
      used: Object.fromEntries(
        [...(terms ?? [])].flatMap(([channel, { pool, used = 0 }]) =>
          pool === undefined ? [] : [[channel, used]],
        ),
      ),
    }),
  )
  compare('rows of stock', wantedRows.toSorted(byRow), rows.toSorted(byRow))
  await compareHolds(query, model)
}

async function compareHolds(query: Query, model: StockModel): Promise<void> {
  const holds = await query<HoldState>(
    `select h.hold_id as "holdId", h.state, h.order_id as "orderId", (extract(epoch from h.expires_at) * 1000)::float8 as "expiresAt",
            array(select s.sku || ' ' || s.location_id || ' ' || l.quantity || ' ' || l.outstanding || ' ' || l.pooled
                    from inventory.hold_line l join inventory.stock s using (stock_id)
                   where l.hold_id = h.hold_id) as lines
       from inventory.hold h where h.hold_id = any($1)`,
    [[...model.holds.keys()]],
  )
  const wanted = [...model.holds.values()].map(({ holdId, state, orderId, expiresAt, lines }): HoldState => ({
    holdId,
    state,
    orderId,
    expiresAt,
    lines: lines
      .map(
        ({ row, quantity, outstanding, pooled }) =>
          `${row.sku} ${row.locationId} ${quantity} ${outstanding} ${pooled}`,
      )
      .toSorted(),
  }))
  compare(
    'holds',
    wanted.toSorted(byId),
    holds.toSorted(byId).map((hold) => ({ ...hold, lines: [...hold.lines].toSorted() })),
  )
}

/** Names the first pair that differs. */
function compare<T>(what: string, wanted: readonly T[], got: readonly T[]): void {
  const length = Math.max(wanted.length, got.length)
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [sorted(wanted[at]), sorted(got[at])]
    if (a !== b) throw new Divergence(`${what} differ`, null, wanted[at], got[at])
  }
}

/** Text of a value with the names of objects in one order. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'nothing'
