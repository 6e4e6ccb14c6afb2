import type { LocalDate, Sku } from '@splot/kernel'
import type { CommandContext, ReadContext } from '#platform/context'
import { mayBeBackordered } from '../policies/hold-limits.ts'
import { publishedRules } from '../policies/rules-of.ts'
import { readProgress } from '../policies/store.ts'
import { loadKits, kitsAtHand } from '../pieces/kits.ts'
import type { StockLine } from '../types.ts'
import { deskOf, promiseLine } from './desk.ts'
import { readInbound, readQueue, readRowStates, type RowState } from './store.ts'

/** Pieces that are not here and may be promised for a later day. */
export interface Promisable extends StockLine {
  /** The first day on which all of them can be had. */
  readonly promisedOn: LocalDate
  /** preorder: nobody has ever had a piece of it · backorder: it was here, and comes again. */
  readonly kind: 'preorder' | 'backorder'
}

/**
 * Which of these lines the actor's channel cannot have now and may promise for later, and from when: what `promiseInbound` would decide
 * at this moment, each line by itself. Promises nothing. Costs nothing where no policy allows it; of kits only components are promised.
 */
export async function promisableLater(
  ctx: CommandContext,
  asked: readonly StockLine[],
): Promise<readonly Promisable[]> {
  const allowed = asked.filter((line) => mayBeBackordered(ctx, line))
  if (allowed.length === 0) return []
  const kits = kitsAtHand(ctx.platform) ?? (await loadKits(ctx.platform))
  const lines = allowed.filter(({ sku }) => !kits.bySku.has(sku))
  const read = ctx.platform.read(ctx.actor)
  const [rows, { policyId }] = await Promise.all([
    readRowStates(
      read.query,
      lines.map(({ sku }) => sku),
      [...new Set(lines.map(({ locationId }) => locationId))],
    ),
    readProgress(read),
  ])
  const stockIds = rows.map((row) => row.stockId)
  const [inbound, waiting, cascade, known] = await Promise.all([
    readInbound(read.query, stockIds),
    readQueue(read.query, stockIds),
    publishedRules(read.query, policyId),
    everMoved(
      read,
      lines.map(({ sku }) => sku),
    ),
  ])
  return lines.flatMap((line): Promisable[] => {
    const row = rows.find(({ sku, locationId }) => sku === line.sku && locationId === line.locationId)
    const desk = deskOf(
      ctx.now,
      row ?? emptyRow(line),
      inbound.filter(({ stockId }) => stockId === row?.stockId),
      waiting.filter(({ stockId }) => stockId === row?.stockId),
    )
    const decided = promiseLine(desk, cascade, ctx.actor.channel.id, line)
    const isHere = 'open' in decided && !decided.open && decided.promisedOn === desk.today
    if ('why' in decided || isHere) return []
    const kind = known.has(line.sku) ? 'backorder' : 'preorder'
    return [{ ...line, promisedOn: decided.promisedOn, kind }]
  })
}

/** An open backorder may be for something that never was in the place. */
const emptyRow = ({ sku, locationId }: StockLine): RowState => ({
  stockId: 0,
  sku,
  locationId,
  onHand: 0,
  reserved: 0,
  quarantined: 0,
  safety: 0,
  uncovered: 0,
  terms: null,
})

/** Which of these were ever in any place. */
const everMoved = async (ctx: ReadContext, skus: readonly Sku[]): Promise<Set<Sku>> =>
  new Set(
    (
      await ctx.query<{ sku: Sku }>(
        `select sku from unnest($1::text[]) as d(sku)
          where exists (select from inventory.movement m where m.sku = d.sku collate "C")`,
        [skus],
      )
    ).map(({ sku }) => sku),
  )
