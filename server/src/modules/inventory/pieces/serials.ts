import { newId, Refusal, type LocationId, type Sku } from '@splot/kernel'
import type { Actor, ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import type { Move, MovedLine } from '../move.ts'
import type { MovementKind } from '../types.ts'

const MAX_SERIAL = 64

/** Where one piece can be in its life. returned: here, but put aside. */
export const serialStates = ['in_stock', 'returned', 'sold', 'in_transit', 'scrapped', 'missing'] as const
export type SerialState = (typeof serialStates)[number]

/** What does not fit with what was known: the fact is recorded, and somebody should look. */
export type SerialFlag = 'not_here' | 'unknown' | 'already_gone' | 'elsewhere'

/** What becomes of a piece that leaves by a movement of this kind. */
const gone: Partial<Record<MovementKind, SerialState>> = {
  sale: 'sold',
  transfer_out: 'in_transit',
  damage: 'scrapped',
  kit_assembly: 'scrapped',
}

interface Known extends Record<string, unknown> {
  readonly sku: Sku
  readonly serial: string
  readonly state: SerialState | 'new'
  readonly locationId: LocationId | null
}

interface Change {
  readonly sku: Sku
  readonly serial: string
  readonly was: SerialState | 'new'
  readonly state: SerialState
  readonly wasAt: LocationId | null
  readonly nowAt: LocationId | null
  readonly at: LocationId
  readonly flag: SerialFlag | null
  readonly entry: Move
  readonly actor: Actor
}

type NamedLine = { readonly entry: Move; readonly line: MovedLine }

/**
 * Follows the pieces that lines name one by one. Each is in one place of the network at most: receiving one that is here already is
 * refused; whatever else happened to it happened, and is flagged (`inventory.serial_flagged`) where it does not fit what was known.
 * Serials are locked after rows of stock.
 * @throws Refusal `inventory.bad_serials`, 409 `inventory.serial_known`.
 */
export async function moveSerials(ctx: WriteContext, lines: readonly NamedLine[]): Promise<void> {
  const named = lines.flatMap(({ entry, line }, index) => {
    if (!line.serials?.length || line.to !== undefined) return []
    checkSerials(line, index)
    return line.serials.map((serial) => ({ entry, line, serial, index }))
  })
  if (named.length === 0) return
  const known = await lockSerials(ctx, named)
  const changes: Change[] = []
  const twice: { index: number; serial: string }[] = []
  for (const { entry, line, serial, index } of named) {
    const key = `${line.sku}\0${serial}`
    const before = known.get(key)
    if (!before) continue
    if (entry.kind === 'receipt' && line.quantity > 0 && before.locationId !== null) {
      twice.push({ index, serial })
      continue
    }
    const { state, nowAt, flag } = next(before, entry.kind, line)
    const actor = entry.actor ?? ctx.actor
    changes.push({
      sku: line.sku,
      serial,
      was: before.state,
      state,
      wasAt: before.locationId,
      nowAt,
      at: line.locationId,
      flag,
      entry,
      actor,
    })
    known.set(key, { ...before, state, locationId: nowAt })
  }
  if (twice.length > 0) throw serialKnown(twice)
  await writeSerials(ctx, changes)
  for (const { sku, serial, was, flag, at, entry } of changes) {
    if (!flag) continue
    emit(ctx, {
      type: 'inventory.serial_flagged',
      subject: sku,
      locationId: at,
      data: { sku, serial, flag, was, locationId: at, movement: entry.kind, document: entry.document },
    })
  }
}

/** What a movement makes of a piece. */
function next(
  before: Known,
  kind: MovementKind,
  { locationId, quantity, aside }: MovedLine,
): { state: SerialState; nowAt: LocationId | null; flag: SerialFlag | null } {
  if (quantity > 0) {
    const elsewhere = before.locationId !== null && kind !== 'put_away'
    const unknown = kind === 'return' && before.state === 'new'
    return {
      state: aside ? 'returned' : 'in_stock',
      nowAt: locationId,
      flag: elsewhere ? 'elsewhere' : unknown ? 'unknown' : null,
    }
  }
  const flag =
    before.locationId === locationId
      ? null
      : before.locationId !== null
        ? 'not_here'
        : before.state === 'new'
          ? 'unknown'
          : 'already_gone'
  return { state: gone[kind] ?? 'missing', nowAt: null, flag }
}

function checkSerials({ serials = [], quantity }: MovedLine, index: number): void {
  const fits =
    serials.length === Math.abs(quantity) &&
    new Set(serials).size === serials.length &&
    serials.every((serial) => serial.length > 0 && serial.length <= MAX_SERIAL)
  if (fits) return
  throw new Refusal(
    'invalid',
    'inventory.bad_serials',
    `Name each piece once, by a serial number of 1 to ${MAX_SERIAL} characters.`,
    { errors: [{ pointer: `/lines/${index}/serials`, detail: `${Math.abs(quantity)} different ones` }] },
  )
}

const serialKnown = (twice: readonly { readonly index: number; readonly serial: string }[]): Refusal =>
  new Refusal(
    'conflict',
    'inventory.serial_known',
    'A piece with this serial number is in stock already. Scan it again, or look up where it is.',
    {
      errors: twice.map(({ index, serial }) => ({
        pointer: `/lines/${index}/serials`,
        detail: `${serial} is in stock`,
      })),
    },
  )

/** Locks the pieces in order; one that is named for the first time begins as `new`. */
async function lockSerials(
  ctx: WriteContext,
  named: readonly { readonly line: MovedLine; readonly serial: string }[],
): Promise<Map<string, Known>> {
  const skus = named.map(({ line }) => line.sku)
  const serials = named.map(({ serial }) => serial)
  await ctx.query(
    `insert into inventory.serial (sku, serial, state, changed_at)
     select distinct d.sku, d.serial, 'new', $3::timestamptz from unnest($1::text[], $2::text[]) as d(sku, serial) order by 1, 2
     on conflict do nothing`,
    [skus, serials, ctx.now],
  )
  const rows = await ctx.query<Known>(
    `select s.sku, s.serial, s.state, s.location_id as "locationId"
       from inventory.serial s
      where (s.sku, s.serial) in (select d.sku, d.serial from unnest($1::text[], $2::text[]) as d(sku, serial))
      order by s.sku, s.serial for update`,
    [skus, serials],
  )
  return new Map(rows.map((row) => [`${row.sku}\0${row.serial}`, row]))
}

async function writeSerials(ctx: WriteContext, changes: readonly Change[]): Promise<void> {
  // The last word about a piece that one call moves twice.
  const last = [...new Map(changes.map((change) => [`${change.sku}\0${change.serial}`, change])).values()]
  await Promise.all([
    ctx.query(
      `update inventory.serial s set state = d.state, location_id = d.now_at, changed_at = $1
         from unnest($2::text[], $3::text[], $4::text[], $5::uuid[]) as d(sku, serial, state, now_at)
        where s.sku = d.sku collate "C" and s.serial = d.serial collate "C"`,
      [
        ctx.now,
        last.map((change) => change.sku),
        last.map((change) => change.serial),
        last.map((change) => change.state),
        last.map((change) => change.nowAt),
      ],
    ),
    ctx.query(
      `insert into inventory.serial_move (at, id, sku, serial, was, state, was_at, now_at, location_id, flag, document_kind,
                                          document_id, actor_kind, actor_id, staff_id)
       select $1::timestamptz, d.*
         from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::uuid[], $10::text[],
                     $11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[]) as d`,
      [
        ctx.now,
        changes.map(() => newId()),
        changes.map((change) => change.sku),
        changes.map((change) => change.serial),
        changes.map((change) => change.was),
        changes.map((change) => change.state),
        changes.map((change) => change.wasAt),
        changes.map((change) => change.nowAt),
        changes.map((change) => change.at),
        changes.map((change) => change.flag),
        changes.map((change) => change.entry.document.kind),
        changes.map((change) => change.entry.document.id),
        changes.map((change) => change.actor.kind),
        changes.map((change) => change.actor.id),
        changes.map((change) => change.actor.staffId),
      ],
    ),
  ])
}

export interface SerialPiece extends Record<string, unknown> {
  readonly sku: Sku
  readonly serial: string
  readonly state: SerialState
  readonly locationId: LocationId | null
  readonly changedAt: Date
}

/** The pieces with this serial number; makers' numbers may clash across SKUs. */
export const findSerial = (ctx: ReadContext, serial: string, sku: Sku | null): Promise<SerialPiece[]> =>
  ctx.query<SerialPiece>(
    `select sku, serial, state, location_id as "locationId", changed_at as "changedAt" from inventory.serial
      where serial = $1 and ($2::text is null or sku = $2) order by sku limit 100`,
    [serial, sku],
  )

/** The life of one piece, newest first. */
export const historyOfSerial = (ctx: ReadContext, sku: Sku, serial: string, limit: number) =>
  ctx.query<{
    readonly at: Date
    readonly was: string
    readonly state: SerialState
    readonly locationId: LocationId
    readonly flag: SerialFlag | null
    readonly document: { readonly kind: string; readonly id: string }
    readonly actor: { readonly kind: string; readonly id: string; readonly staffId: string | null }
  }>(
    `select at, was, state, location_id as "locationId", flag,
            jsonb_build_object('kind', document_kind, 'id', document_id) as document,
            jsonb_build_object('kind', actor_kind, 'id', actor_id, 'staffId', staff_id) as actor
       from inventory.serial_move where sku = $1 and serial = $2 order by id desc limit $3`,
    [sku, serial, limit],
  )
