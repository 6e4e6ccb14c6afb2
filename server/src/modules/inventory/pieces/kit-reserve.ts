import type { HoldId, LocationId, Sku } from '@splot/kernel'
import type { CommandContext, WriteContext } from '#platform/context'
import { publishLevels } from '../events.ts'
import type { Reserved, ShortLine, SoftLine, StockLine } from '../types.ts'
import { componentsOf, kitsAtHand, loadKits, rowKey, rowOf, wholeKits, type Kit, type Kits } from './kits.ts'
import { keepWholeKits } from './store.ts'

type Line = StockLine | SoftLine

/** A line that asked for a kit, and where its whole kits shall come from. */
interface KitLine {
  readonly kit: Kit
  /** null: of several places. */
  readonly locationId: LocationId | null
  readonly asked: number
  readonly parts: readonly { readonly locationId: LocationId; readonly quantity: number }[]
}

/** What a reservation asked for by the SKUs of kits, and the lines without them. */
export interface KitDemand {
  readonly kitLines: readonly KitLine[]
  readonly plain: readonly Line[]
  /** Everything as single pieces: what is decided. */
  readonly lines: readonly Line[]
  readonly partial: boolean
}

/** Takes the kits of a reservation apart. Undefined when it names none; waits only where kits are named or not known yet. */
export function kitDemand(
  ctx: CommandContext,
  lines: readonly Line[],
  partial: boolean,
): undefined | Promise<KitDemand | undefined> {
  const kits = kitsAtHand(ctx.platform)
  if (!kits) return loadKits(ctx.platform).then((loaded) => demandOf(ctx, loaded, lines, partial))
  if (kits.bySku.size === 0 || !lines.some((line) => kits.bySku.has(line.sku))) return undefined
  return demandOf(ctx, kits, lines, partial)
}

async function demandOf(
  ctx: CommandContext,
  { bySku }: Kits,
  lines: readonly Line[],
  partial: boolean,
): Promise<KitDemand | undefined> {
  const summed = new Map<string, { kit: Kit; places: readonly LocationId[]; asked: number }>()
  const plain: Line[] = []
  for (const line of lines) {
    const kit = bySku.get(line.sku)
    if (!kit) {
      plain.push(line)
      continue
    }
    const places = 'places' in line ? [...new Set(line.places)] : [line.locationId]
    const key = `${line.sku}\0${places.join('|')}`
    summed.set(key, { kit, places, asked: line.quantity + (summed.get(key)?.asked ?? 0) })
  }
  if (summed.size === 0) return undefined
  const wanted = [...summed.values()]
  const there = wanted.some(({ places }) => places.length > 1) ? await piecesNow(ctx, wanted) : undefined
  const kitLines = wanted.map(({ kit, places, asked }): KitLine => {
    const [only] = places
    const single = places.length === 1 && only !== undefined
    return {
      kit,
      asked,
      locationId: single ? only : null,
      parts: single
        ? [{ locationId: only, quantity: asked }]
        : choosePlaces(kit, places, asked, there ?? new Map()),
    }
  })
  const apart = kitLines.flatMap(({ kit, parts }) =>
    parts.flatMap(({ locationId, quantity }) =>
      componentsOf(kit).map(([sku, each]): StockLine => ({ sku, locationId, quantity: quantity * each })),
    ),
  )
  return { kitLines, plain, lines: [...plain, ...apart], partial }
}

/**
 * Whole kits come from one place each, in order of preference; what is nowhere is asked of the first place, which will say so. `there`
 * is counted down.
 */
function choosePlaces(
  kit: Kit,
  places: readonly LocationId[],
  asked: number,
  there: Map<string, number>,
): { locationId: LocationId; quantity: number }[] {
  let missing = asked
  const parts = places.map((locationId) => {
    const quantity = Math.min(
      missing,
      wholeKits(kit, (sku) => there.get(rowKey(sku, locationId)) ?? 0),
    )
    missing -= quantity
    takeKits(there, kit, locationId, quantity)
    return { locationId, quantity }
  })
  const first = parts[0]
  if (first) first.quantity += missing
  return parts.filter((part) => part.quantity > 0)
}

/** What this channel may have of the components in the places to choose from, as it is now; the reservation has the last word. */
async function piecesNow(
  ctx: CommandContext,
  wanted: readonly { readonly kit: Kit; readonly places: readonly LocationId[] }[],
): Promise<Map<string, number>> {
  const pairs = new Map(
    wanted.flatMap(({ kit, places }) =>
      places.flatMap((locationId) =>
        componentsOf(kit).map(([sku]) => [rowKey(sku, locationId), { sku, locationId }] as const),
      ),
    ),
  )
  const asked = [...pairs.values()]
  const rows = await ctx.platform.read(ctx.actor).query<{ sku: Sku; locationId: LocationId; pieces: number }>(
    `select s.sku, s.location_id as "locationId",
              (inventory.room_for(inventory.promisable(s.on_hand, s.reserved, s.quarantined, s.safety, s.uncovered),
                                  s.on_hand - s.quarantined, s.channel_terms, $3)
               + coalesce((select sum(l.outstanding) from inventory.hold h join inventory.hold_line l on l.hold_id = h.hold_id
                            where h.state in ('soft', 'pinned') and h.expires_at <= $4 and l.stock_id = s.stock_id), 0))::int as pieces
         from unnest($1::text[], $2::uuid[]) as d(sku, location_id)
         join inventory.stock s on s.sku = d.sku collate "C" and s.location_id = d.location_id`,
    [asked.map(({ sku }) => sku), asked.map((pair) => pair.locationId), ctx.actor.channel.id, ctx.now],
  )
  return new Map(rows.map((row) => [rowKey(row.sku, row.locationId), row.pieces]))
}

function takeKits(pieces: Map<string, number>, kit: Kit, locationId: LocationId, quantity: number): void {
  for (const [sku, each] of componentsOf(kit)) {
    const key = rowKey(sku, locationId)
    pieces.set(key, (pieces.get(key) ?? 0) - quantity * each)
  }
}

interface Settled {
  readonly answer: Reserved
  readonly kits: readonly { sku: Sku; version: number; components: Kit['components']; quantity: number }[]
  /** What is held and makes no whole kit. */
  readonly back: readonly StockLine[]
}

/**
 * Says in kits what was decided in pieces. Kits take first, in the order in which they were asked for, then single pieces; of a partial
 * reservation only whole kits are kept.
 */
export function settleDemand(demand: KitDemand, decided: Reserved): Settled {
  const pieces = piecesOf(demand, decided)
  const wholly = decided.state === 'held' && decided.short.length === 0
  const lines: StockLine[] = []
  const short: ShortLine[] = []
  const kits = demand.kitLines.map(({ kit, locationId, asked, parts }) => {
    let whole = 0
    const lacking = new Set<Sku>()
    for (const part of parts) {
      const at = (sku: Sku) => pieces.get(rowKey(sku, part.locationId)) ?? 0
      const quantity = Math.min(part.quantity, wholeKits(kit, at))
      for (const [sku, each] of componentsOf(kit)) if (at(sku) < part.quantity * each) lacking.add(sku)
      takeKits(pieces, kit, part.locationId, quantity)
      if (quantity > 0) lines.push({ sku: kit.sku, locationId: part.locationId, quantity })
      whole += quantity
    }
    if (whole < asked)
      short.push({ sku: kit.sku, locationId, asked, available: whole, lacking: [...lacking] })
    return { sku: kit.sku, version: kit.version, components: kit.components, quantity: whole }
  })
  const single = singlePieces(demand, pieces, decided)
  lines.push(...single.lines)
  short.push(...single.short)
  if (decided.state === 'short' || (!wholly && (!demand.partial || lines.length === 0))) {
    const back = decided.state === 'held' ? decided.lines : []
    return { answer: { state: 'short', lines: short }, kits, back }
  }
  return { answer: { ...decided, lines, short }, kits, back: single.back }
}

/** What was given out per SKU and place; of a refusal, what could have been had. */
function piecesOf(demand: KitDemand, decided: Reserved): Map<string, number> {
  const pieces = new Map<string, number>()
  const count = ({ sku, locationId, quantity }: StockLine) =>
    pieces.set(rowKey(sku, locationId), quantity + (pieces.get(rowKey(sku, locationId)) ?? 0))
  if (decided.state === 'held') {
    decided.lines.forEach(count)
    return pieces
  }
  for (const line of demand.lines) {
    const places = 'places' in line ? [...new Set(line.places)] : [line.locationId]
    const [only] = places
    if (places.length === 1 && only !== undefined)
      count({ sku: line.sku, locationId: only, quantity: line.quantity })
  }
  for (const { sku, locationId, available } of decided.lines)
    if (locationId !== null) pieces.set(rowKey(sku, locationId), available)
  return pieces
}

/** The lines that asked for single pieces, out of what the kits have left. */
function singlePieces({ plain }: KitDemand, pieces: Map<string, number>, decided: Reserved) {
  const lines: StockLine[] = []
  const short: ShortLine[] = []
  const wanted = new Map<string, { sku: Sku; places: readonly LocationId[]; quantity: number }>()
  for (const line of plain) {
    const places = 'places' in line ? [...new Set(line.places)] : [line.locationId]
    const key = `${line.sku}\0${places.join('|')}`
    wanted.set(key, { sku: line.sku, places, quantity: line.quantity + (wanted.get(key)?.quantity ?? 0) })
  }
  const inOrder = [...wanted.values()].sort(
    (a, b) => Math.min(2, a.places.length) - Math.min(2, b.places.length),
  )
  for (const { sku, places, quantity } of inOrder) {
    let missing = quantity
    for (const locationId of places) {
      const key = rowKey(sku, locationId)
      const taken = Math.min(missing, Math.max(0, pieces.get(key) ?? 0))
      if (taken === 0) continue
      pieces.set(key, (pieces.get(key) ?? 0) - taken)
      lines.push({ sku, locationId, quantity: taken })
      missing -= taken
    }
    const [only] = places
    const locationId = places.length === 1 && only !== undefined ? only : null
    const told = decided.state === 'short' ? decided.lines : decided.short
    // Of a refusal it is not known which of several places had how many; what was told stands.
    const had = told.find((one) => locationId === null && one.locationId === null && one.sku === sku)
    if (had) short.push(had)
    else if (missing > 0 && (locationId !== null || decided.state === 'held'))
      short.push({ sku, locationId, asked: quantity, available: quantity - missing })
  }
  const back = [...pieces].flatMap(([key, quantity]) =>
    quantity > 0 && decided.state === 'held' ? [{ ...rowOf(key), quantity }] : [],
  )
  return { lines, short, back }
}

type Answer = Reserved | 'reused' | 'undecided'

interface Asked {
  readonly holdId: HoldId
  readonly kits?: KitDemand | undefined
}

/**
 * Puts the answers of a batch into the words of those who asked for kits: remembers by which definitions they were taken apart, gives
 * back what makes no whole kit, and finds the first answer of a repeated command. Does nothing when nobody asked for a kit.
 */
export async function settleKits(
  ctx: WriteContext,
  requests: readonly Asked[],
  answers: readonly Answer[],
  isRepeated: (index: number) => boolean,
): Promise<readonly Answer[]> {
  if (!requests.some((request) => request.kits)) return answers
  const before = await firstAnswers(
    ctx,
    requests.flatMap(({ holdId, kits }, index) => (kits && isRepeated(index) ? [holdId] : [])),
  )
  const settled = requests.map(({ kits, holdId }, index) => {
    const answer = answers[index]
    if (!kits || !answer || typeof answer === 'string' || isRepeated(index)) return undefined
    return { holdId, ...settleDemand(kits, answer) }
  })
  const fresh = settled.filter((one) => one !== undefined)
  if (fresh.length > 0) {
    publishLevels(
      ctx,
      await keepWholeKits(
        ctx,
        fresh.flatMap(({ holdId, back }) => back.map((line) => ({ holdId, ...line }))),
      ),
    )
    await ctx.query(
      `insert into inventory.kit_hold (hold_id, kits, answer)
       select * from unnest($1::uuid[], $2::jsonb[], $3::jsonb[])`,
      [
        fresh.map(({ holdId }) => holdId),
        fresh.map(({ kits }) => JSON.stringify(kits)),
        fresh.map(({ answer }) => JSON.stringify(answer)),
      ],
    )
  }
  return answers.map((answer, index) => {
    const { holdId } = requests[index] ?? {}
    return settled[index]?.answer ?? (holdId && before.get(holdId)) ?? answer
  })
}

async function firstAnswers(ctx: WriteContext, holdIds: readonly HoldId[]): Promise<Map<HoldId, Reserved>> {
  if (holdIds.length === 0) return new Map()
  const rows = await ctx.query<{ holdId: HoldId; answer: Reserved }>(
    `select hold_id as "holdId", answer from inventory.kit_hold where hold_id = any($1)`,
    [holdIds],
  )
  return new Map(
    rows.map(({ holdId, answer }) => [
      holdId,
      answer.state === 'held' ? { ...answer, expiresAt: new Date(answer.expiresAt) } : answer,
    ]),
  )
}
