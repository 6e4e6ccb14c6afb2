import { invariant, type ChannelId, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import type { Query } from '#platform/context'
import type { KitDemand } from './pieces/kit-reserve.ts'
import type { HoldKind } from './types.ts'

/** A place of a line, or one of several to choose from. */
interface Entry {
  /** `sku\0location`: the row. */
  readonly key: string
  readonly sku: Sku
  readonly locationId: LocationId
  readonly quantity: number
  /** Entries of the same line share it. */
  readonly part: number
}

/** A checked reservation: plain entries sorted by their keys, one per SKU and place; choices behind them. */
export interface PreparedRequest {
  readonly holdId: HoldId
  readonly kind: HoldKind
  readonly soft: boolean
  readonly partial: boolean
  readonly bodyHash: string
  readonly ttlMs: number
  readonly channelId: ChannelId
  /** `kind:id` */
  readonly actor: string
  readonly entries: readonly Entry[]
  /** What was asked for by the SKUs of kits. */
  readonly kits?: KitDemand | undefined
}

type ShortRow = readonly [sku: Sku, locationId: LocationId | null, asked: number, available: number]
type GrantedRow = readonly [sku: Sku, locationId: LocationId, quantity: number]

/** What was decided, by index of the request; null where there is nothing to say of any. */
export interface Decision {
  readonly verdicts: string
  readonly refusals: Readonly<
    Record<number, readonly ShortRow[] | { readonly short: readonly ShortRow[] }>
  > | null
  readonly former: Readonly<Record<number, string>> | null
  readonly granted: Readonly<Record<number, readonly GrantedRow[]>> | null
  /** Whether the fact was published. */
  readonly told: boolean
}

/** Rows that one line may choose from are asked for more than can exist, so that the function walks through them one by one. */
const TO_CHOOSE_FROM = 1_000_000_000

const RESERVE = `select * from inventory.reserve(
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`

/**
 * Decides a batch by `inventory.reserve`, whose comment explains the arrays, and publishes `fact` (of `factFor`) with it: one statement,
 * inside a transaction or by itself.
 */
export async function decideReservations(
  query: Query,
  now: Date,
  fact: string,
  requests: readonly PreparedRequest[],
): Promise<Decision> {
  const asked = rowsOf(requests)
  const rows = [...asked.keys()].sort().flatMap((key) => asked.get(key) ?? [])
  rows.forEach((row, index) => (row.at = index + 1))
  const places = new Numbered<LocationId>()
  const sets = new Numbered<string>()
  const like = requests.map((r) => sets.numberOf(likenessOf(r)))
  const first = sets.values
    .map((_, index) => requests[like.indexOf(index + 1)])
    .filter((r) => r !== undefined)
  const request: number[] = []
  const part: number[] = []
  const at: number[] = []
  const quantity: number[] = []
  requests.forEach(({ entries }, index) => {
    for (const entry of entries) {
      request.push(index + 1)
      part.push(entry.part)
      at.push(asked.get(entry.key)?.at ?? 0)
      quantity.push(entry.quantity)
    }
  })
  const [decision] = await query<Decision & Record<string, unknown>>(RESERVE, [
    now,
    fact,
    literal(requests.map((r) => r.holdId)),
    literal(requests.map((r) => r.bodyHash)),
    literal(like),
    literal(first.map((r) => r.kind)),
    literal(first.map((r) => (r.soft ? 'soft' : 'pinned'))),
    literal(first.map((r) => r.partial)),
    literal(first.map((r) => r.ttlMs)),
    literal(first.map((r) => r.channelId)),
    literal(first.map((r) => quoted(r.actor))),
    literal(request),
    requests.some((r) => r.soft) ? literal(part) : null,
    literal(at),
    literal(quantity),
    literal(rows.map(({ entry }) => quoted(entry.sku))),
    literal(rows.map(({ entry }) => places.numberOf(entry.locationId))),
    literal(places.values),
    literal(rows.map((row) => row.total)),
    rows.map(({ entry }) => tellingOf(entry)).join('\n'),
  ])
  invariant(decision !== undefined, 'a function answers one row')
  return decision
}

/** How the change of a row begins in `inventory.availability_changed`; JSON has no line breaks of its own. */
const tellingOf = ({ sku, locationId }: Entry): string =>
  `{"sku":${JSON.stringify(sku)},"locationId":"${locationId}"`

interface AskedRow {
  readonly entry: Entry
  at: number
  total: number
}

/** The rows that a batch asks something of, by their keys. */
function rowsOf(requests: readonly PreparedRequest[]): Map<string, AskedRow> {
  const asked = new Map<string, AskedRow>()
  for (const { entries, soft } of requests) {
    for (const entry of entries) {
      const row = asked.get(entry.key)
      const more = soft ? TO_CHOOSE_FROM : entry.quantity
      if (row) row.total = Math.min(TO_CHOOSE_FROM, row.total + more)
      else asked.set(entry.key, { entry, at: 0, total: more })
    }
  }
  return asked
}

/** What many requests of a batch have in common, so that it is sent once. */
const likenessOf = (r: PreparedRequest): string =>
  `${r.kind} ${r.soft} ${r.partial} ${r.ttlMs} ${r.channelId} ${r.actor}`

/** Numbers different values from 1 on, in order of appearance. */
class Numbered<T> {
  readonly values: T[] = []
  readonly numbers = new Map<T, number>()

  numberOf(value: T): number {
    let number = this.numbers.get(value)
    if (number === undefined) {
      number = this.values.push(value)
      this.numbers.set(value, number)
    }
    return number
  }
}

/** An array as PostgreSQL reads it, of numbers, UUIDs and what is `quoted`: the driver's own way costs ten times as much. */
const literal = (values: readonly (string | number | boolean)[]): string => `{${values.join(',')}}`

const quoted = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
