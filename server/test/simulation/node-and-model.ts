import type { ChannelId, HoldId, LocationId, Sku } from '@splot/kernel'
import { Refusal } from '@splot/kernel'
import type { Platform } from '#platform/context'
import type { Query } from '#platform/context'
import { ask, type Command } from './commands.ts'
import type { StockModel, Terms } from './stock-model.ts'

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
  readonly quarantined: number
  readonly safety: number
  readonly uncovered: number
  readonly terms: Readonly<Record<string, Terms>>
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
    `select sku, location_id as "locationId", on_hand as "onHand", reserved, quarantined, safety, uncovered,
            coalesce(channel_terms, '{}') as terms
       from inventory.stock where location_id = any($1)`,
    [places],
  )
  const wantedRows = [...model.rows.values()].map(({ terms, ...row }): RowState => ({
    ...row,
    terms: Object.fromEntries(terms ?? []),
  }))
  compare('rows of stock', wantedRows.toSorted(byRow), rows.toSorted(byRow))
  await compareHolds(query, model)
}

/** Compares which lots lie where, what was put aside, and what is off sale. */
export async function compareLots(query: Query, model: StockModel): Promise<void> {
  const lots = await query<{ text: string }>(
    `select concat_ws(' ', sku, code, expires_on, blocked_at is not null, expired_at is not null) as text from inventory.lot`,
  )
  const wantedLots = [...model.lots.lots].map(([key, { expiresOn, blocked, expired }]) =>
    [...key.split('\0'), expiresOn, flag(blocked), flag(expired)].join(' '),
  )
  compare('lots', wantedLots.toSorted(), textsOf(lots))
  const shares = await query<{ text: string }>(
    `select concat_ws(' ', s.sku, s.location_id, b.bin = 'QUARANTINE', coalesce(l.code, 'none'), b.quantity) as text
       from inventory.bin_stock b join inventory.stock s on s.stock_id = b.stock_id left join inventory.lot l on l.lot_id = b.lot_id`,
  )
  const wantedShares = [...model.rows.values()].flatMap(({ sku, locationId }) =>
    model.lots
      .sharesOf(sku, locationId)
      .map(({ aside, lot, pieces }) => [sku, locationId, flag(aside), lot || 'none', pieces].join(' ')),
  )
  compare('pieces of lots', wantedShares.toSorted(), textsOf(shares))
}

/** As PostgreSQL writes it into a text. */
const flag = (value: boolean) => (value ? 't' : 'f')

const textsOf = (rows: readonly { readonly text: string }[]) => rows.map(({ text }) => text).toSorted()

/** Compares every paper with the model's: its state, and each line. */
export async function comparePapers(query: Query, { papers }: StockModel): Promise<void> {
  const advices = await query<{ text: string }>(
    `select concat_ws(' ', a.id, a.state, l.sku, l.expected, l.received, l.damaged) as text
       from stockwork.advice a join stockwork.advice_line l on l.advice_id = a.id`,
  )
  const wanted = [...papers.advices].flatMap(([id, { state, lines }]) =>
    [...lines].map(([sku, line]) => [id, state, sku, line.expected, line.received, line.damaged].join(' ')),
  )
  compare('advices', wanted.toSorted(), textsOf(advices))
  const transfers = await query<{ text: string }>(
    `select concat_ws(' ', t.id, t.state, l.sku, l.requested, l.shipped, l.received, l.damaged, l.lost, l.over) as text
       from stockwork.transfer t join stockwork.transfer_line l on l.transfer_id = t.id`,
  )
  const wantedTransfers = [...papers.transfers].flatMap(([id, { state, lines }]) =>
    [...lines].map(([sku, { requested, shipped, received, damaged, lost, over }]) =>
      [id, state, sku, requested, shipped, received, damaged, lost, over].join(' '),
    ),
  )
  compare('transfers', wantedTransfers.toSorted(), textsOf(transfers))
  const counts = await query<{ text: string }>(
    `select concat_ws(' ', c.id, c.state, (select string_agg(l.sku || ' ' || (l.counted - l.book), ' ' order by l.sku)
                                             from stockwork.count_line l where l.count_id = c.id and l.counted <> l.book)) as text
       from stockwork.count c`,
  )
  const wantedCounts = [...papers.counts].map(([id, { state, differences }]) =>
    [id, state, ...[...differences].flat()].join(' '),
  )
  compare('counts', wantedCounts.toSorted(), textsOf(counts))
  const inbound = await query<{ text: string }>(
    `select concat_ws(' ', i.document_id, s.sku, s.location_id, i.quantity) as text
       from inventory.inbound i join inventory.stock s on s.stock_id = i.stock_id`,
  )
  const wantedInbound = papers
    .inbound()
    .map(({ id, sku, place, quantity }) => [id, sku, place, quantity].join(' '))
  compare('what is on its way', wantedInbound.toSorted(), textsOf(inbound))
}

/** What a paper says came, and what the ledger says came by it; what a closed transfer sent, and what arrived or was lost. */
export async function compareLedger(query: Query): Promise<void> {
  const wrong = await query<{ text: string }>(
    `select concat_ws(' ', 'advice', l.advice_id, l.sku, l.received + l.damaged, m.pieces) as text
       from stockwork.advice_line l
       left join lateral (select sum(m.quantity)::int as pieces from stockwork.advice_receipt r
                            join inventory.movement m on m.document_kind = 'receipt' and m.document_id = r.id::text
                           where r.advice_id = l.advice_id and m.sku = l.sku) m on true
      where l.received + l.damaged <> coalesce(m.pieces, 0)
     union all
     select concat_ws(' ', 'transfer', t.id, m.sku, sum(m.quantity))
       from stockwork.transfer t join inventory.movement m on m.document_kind = 'transfer' and m.document_id = t.id::text
      where t.state = 'closed' and m.kind in ('transfer_out', 'transfer_in')
      group by t.id, m.sku having sum(m.quantity) <> 0`,
  )
  if (wrong.length > 0) throw new Divergence('papers and ledger do not agree', null, [], wrong)
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
