import { Refusal, type RefusalDetail, type Sku } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { knownSkus } from '../articles.ts'
import { once, type Command } from '../command.ts'
import { MAX_CLOCK_SKEW_MS } from '../limits.ts'
import { countVerbs } from '../states.ts'
import { countFor, lockedIn } from './locked.ts'
import { takeLines } from './start.ts'
import { insertScans, linesForScan, type Scan } from './store.ts'
import type { Count } from './types.ts'

export interface ScanBatch extends Command {
  /** The pass that the counter was in; a batch of a pass that is over is refused. */
  readonly pass: number
  /** `whole`: this is all there is; it replaces what the same person scanned of the SKU before. Zero pieces only so. */
  readonly lines: readonly {
    readonly code: string
    readonly quantity: number
    readonly whole?: boolean | undefined
  }[]
}

/**
 * Writes down what somebody counted. Batches of many counters add up, in any order of arrival; what counts is when they were scanned.
 * @throws Refusal `inventory.unknown_sku`, `stockwork.bad_quantity`, `stockwork.count_state`, `stockwork.pass_over`,
 * `stockwork.not_in_count`, `stockwork.same_counter`, `stockwork.count_running`, `stockwork.bad_time`.
 */
export async function scanCount(ctx: WriteContext, id: string, batch: ScanBatch): Promise<void> {
  await countFor(ctx, id, 'stock.count')
  refuseZeros(batch)
  const scans = summed(await knownSkus(ctx, batch.lines))
  await once(ctx, 'count.scan', id, batch, async (at) => {
    const count = await lockedIn(ctx, id, countVerbs['scan, submit'], 'to scan')
    if (batch.pass !== count.pass) throw passOver(count)
    const counter = counterOf(ctx.actor)
    await refuseForeign(ctx, count, [...new Set(scans.map(({ sku }) => sku))], counter)
    const moment = momentWithin(count, at)
    await insertScans(ctx, count, { id: batch.commandId, at: moment, counter, scans })
  })
}

/** Who counts: the person, or the device or machine where nobody signed in. */
const counterOf = ({ kind, id, staffId }: Actor): string => staffId ?? `${kind}:${id}`

function refuseZeros({ lines }: ScanBatch): void {
  const errors = lines.flatMap(({ quantity, whole }, index) =>
    quantity === 0 && !whole
      ? [{ pointer: `/lines/${index}/quantity`, detail: 'zero only with `whole`' }]
      : [],
  )
  if (errors.length === 0) return
  throw new Refusal('invalid', 'stockwork.bad_quantity', 'Nothing was counted on a line named here.', {
    errors,
  })
}

/** Lines of a SKU add up, whole ones and others apart. */
function summed(lines: readonly (Omit<Scan, 'whole'> & { readonly whole?: boolean | undefined })[]): Scan[] {
  const sums = new Map<string, Scan>()
  for (const { sku, quantity, whole = false } of lines) {
    const key = `${sku}\0${whole}`
    sums.set(key, { sku, whole, quantity: quantity + (sums.get(key)?.quantity ?? 0) })
  }
  return [...sums.values()]
}

/** A clock that is a little slow must not put a scan before the count began. */
function momentWithin({ createdAt }: Count, at: Date): Date {
  if (at >= createdAt) return at
  if (createdAt.getTime() - at.getTime() <= MAX_CLOCK_SKEW_MS) return createdAt
  throw new Refusal(
    'invalid',
    'stockwork.bad_time',
    'This was scanned before the count began. Check the clock of the device.',
    { errors: [{ pointer: '/at', detail: `not before ${createdAt.toISOString()}` }] },
  )
}

/** Refuses SKUs that are not asked for, and people who would check themselves; takes new finds into an open scope. */
async function refuseForeign(
  ctx: WriteContext,
  count: Count,
  skus: readonly Sku[],
  counter: string,
): Promise<void> {
  const lines = new Map((await linesForScan(ctx, count, skus)).map((line) => [line.sku, line]))
  const fresh = skus.filter((sku) => !lines.has(sku)).sort()
  const isRecount = count.state === 'recounting'
  const foreign = isRecount
    ? skus.filter((sku) => lines.get(sku)?.recount !== true)
    : count.closedScope
      ? fresh
      : []
  if (foreign.length > 0) throw notInCount(count, foreign)
  if (isRecount && count.recount === 'other_person') {
    const own = skus.filter((sku) => lines.get(sku)?.counters.includes(counter))
    if (own.length > 0) throw sameCounter(own)
  }
  if (fresh.length > 0) await takeLines(ctx, count, fresh)
}

const named = (skus: readonly Sku[], detail: string): RefusalDetail[] =>
  skus.map((sku) => ({ pointer: '/lines', detail: `${sku}: ${detail}` }))

const notInCount = ({ number }: Count, skus: readonly Sku[]): Refusal =>
  new Refusal(
    'unprocessable',
    'stockwork.not_in_count',
    `An article is not asked for in the count ${number}. Take it out of what you scanned.`,
    { errors: named(skus, 'not asked for'), facts: { skus } },
  )

const sameCounter = (skus: readonly Sku[]): Refusal =>
  new Refusal(
    'conflict',
    'stockwork.same_counter',
    'Somebody else must count this again: you counted it the first time.',
    { errors: named(skus, 'counted by you before'), facts: { skus } },
  )

const passOver = ({ number, pass }: Count): Refusal =>
  new Refusal(
    'conflict',
    'stockwork.pass_over',
    `This belongs to another pass of the count ${number}, which is in pass ${pass} now.`,
    { errors: [{ pointer: '/pass', detail: `${pass}` }], facts: { number, pass } },
  )
