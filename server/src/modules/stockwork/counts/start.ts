import { Refusal, type LocationId, type Sku } from '@splot/kernel'
import { bookOfBin, listStock, refuseUnknownBins } from '#modules/inventory'
import { audit } from '#platform/auth'
import { authorise, type ReadContext, type WriteContext } from '#platform/context'
import { limitOf } from '../adjustments/limit.ts'
import { articles, knownSkus } from '../articles.ts'
import { once, type Command } from '../command.ts'
import { MAX_COUNTED_SKUS } from '../limits.ts'
import { knownPlace } from '../places.ts'
import { insertCount, insertCountLines, openCountsWith } from './store.ts'
import type { CountRules, CountScope } from './types.ts'

export interface CountToStart extends Command, Omit<CountRules, 'approveOver'> {
  readonly locationId: LocationId
  readonly scope: CountScope
  readonly note: string | null
  /** What may be adjusted in the place without an approval, when left out; more than that only for who may approve. */
  readonly approveOver?: number | undefined
}

/**
 * Starts a count. Its SKUs belong to it until it is over: another count of one of them in the same place is refused. The command's id
 * becomes the count's.
 * @throws Refusal `stockwork.unknown_place`, `inventory.unknown_sku`, `inventory.unknown_bin`, `stockwork.unknown_category`,
 * `stockwork.count_running`,
 * `stockwork.count_too_large`, `stockwork.nothing_to_count`.
 */
export async function startCount(ctx: WriteContext, count: CountToStart): Promise<void> {
  const { commandId, locationId, scope } = count
  authorise(ctx.actor, 'stock.count', locationId)
  await knownPlace(ctx, locationId)
  const { documentPieces } = await limitOf(ctx, locationId)
  const { approveOver = documentPieces } = count
  if (approveOver > documentPieces) authorise(ctx.actor, 'stock.approve', locationId)
  const skus = [...new Set(await skusIn(ctx, locationId, scope))].sort()
  if (skus.length > MAX_COUNTED_SKUS) throw tooLarge()
  await once(ctx, 'count.start', commandId, count, async () => {
    const closedScope = scope.kind === 'skus' || scope.kind === 'categories'
    if (closedScope && skus.length === 0) throw nothingToCount()
    const number = await insertCount(ctx, commandId, { ...count, closedScope, approveOver })
    await takeLines(ctx, { id: commandId, locationId }, skus)
    const detail = { number, scope: scope.kind, skus: skus.length }
    await audit(ctx, { action: 'stockwork.count_started', subject: commandId, locationId, detail })
  })
}

/** Takes SKUs (sorted, so that two counts wait for each other in one order) into the count; refuses those that another open count has. */
export async function takeLines(
  ctx: WriteContext,
  count: { readonly id: string; readonly locationId: LocationId },
  skus: readonly Sku[],
): Promise<void> {
  await insertCountLines(ctx, count, skus)
  const others = await runningWith(ctx, count.locationId, skus, count.id)
  if (others) throw others
}

/** The refusal that names an open count of the place which has one of these SKUs; undefined when there is none. */
export async function runningWith(
  ctx: ReadContext,
  locationId: LocationId,
  skus: readonly Sku[],
  exceptFor?: string,
): Promise<Refusal | undefined> {
  const rows = (await openCountsWith(ctx, locationId, skus)).filter(({ id }) => id !== exceptFor)
  const [first] = rows
  if (!first) return undefined
  return new Refusal(
    'conflict',
    'stockwork.count_running',
    `The count ${first.number} of this place is not finished and has ${first.sku} in it. Finish or cancel it first.`,
    {
      facts: {
        number: first.number,
        countId: first.id,
        skus: rows.slice(0, NAMED).map(({ sku }) => sku),
        overlapping: rows.length,
      },
    },
  )
}

/** SKUs that a refusal names. */
const NAMED = 20

async function skusIn(ctx: WriteContext, locationId: LocationId, scope: CountScope): Promise<readonly Sku[]> {
  switch (scope.kind) {
    case 'place': {
      const rows = await listStock(ctx, { places: [locationId], limit: MAX_COUNTED_SKUS + 1 })
      if (rows.length > MAX_COUNTED_SKUS) throw tooLarge()
      return rows.filter(({ onHand, reserved }) => onHand !== 0 || reserved > 0).map(({ sku }) => sku)
    }
    case 'bin': {
      const [bin, ...others] = scope.values
      if (bin === undefined || others.length > 0) throw oneBin()
      await refuseUnknownBins(ctx, locationId, [{ pointer: '/scope/values/0', code: bin }])
      return [...(await bookOfBin(ctx, locationId, bin)).keys()]
    }
    case 'skus': {
      const lines = scope.values.map((code) => ({ code }))
      return (await knownSkus(ctx, lines)).map(({ sku }) => sku)
    }
    case 'categories': {
      const within = await Promise.all(scope.values.map((value) => articles().skusWithin(ctx, value)))
      const errors = scope.values.flatMap((value, index) =>
        within[index] ? [] : [{ pointer: `/scope/values/${index}`, detail: `unknown category ${value}` }],
      )
      if (errors.length > 0) throw unknownCategory(errors)
      return within.flatMap((skus) => skus ?? [])
    }
  }
}

const unknownCategory = (errors: { pointer: string; detail: string }[]): Refusal =>
  new Refusal('unprocessable', 'stockwork.unknown_category', 'There is no such category.', { errors })

const oneBin = (): Refusal =>
  new Refusal('invalid', 'stockwork.one_bin', 'A bin is counted by itself: name one.', {
    errors: [{ pointer: '/scope/values', detail: 'the code of one bin' }],
  })

const tooLarge = (): Refusal =>
  new Refusal(
    'unprocessable',
    'stockwork.count_too_large',
    `One count has at most ${MAX_COUNTED_SKUS} SKUs. Count by category or bin.`,
  )

const nothingToCount = (): Refusal =>
  new Refusal('unprocessable', 'stockwork.nothing_to_count', 'There is no article in what was asked for.', {
    errors: [{ pointer: '/scope/values', detail: 'no article' }],
  })
