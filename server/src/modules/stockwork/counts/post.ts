import { Refusal, type Sku } from '@splot/kernel'
import { adjust } from '#modules/inventory'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { knownSkus } from '../articles.ts'
import { once, type Command } from '../command.ts'
import { countVerbs } from '../states.ts'
import { countFor, lockedIn } from './locked.ts'
import { askAgain, differencesIn, setCountState } from './store.ts'
import type { Count } from './types.ts'

/** Books the frozen differences, and ends the count. `why` stands beside each movement, behind the number of the count. */
export async function postCount(ctx: WriteContext, count: Count, why: string | null = null): Promise<void> {
  const { id, number, locationId } = count
  const lines = await differencesIn(ctx, id)
  await setCountState(ctx, id, 'posted')
  const bin = count.scope.kind === 'bin' ? count.scope.values[0] : undefined
  const document = { kind: 'count' as const, id }
  const note = why === null ? number : `${number}: ${why}`
  await adjust(ctx, [
    { document, locationId, lines: lines.map((line) => ({ ...line, bin })), reason: 'count', note },
  ])
  tell(ctx, count, 'posted', lines)
  const detail = { number, lines: lines.length, why }
  await audit(ctx, { action: 'stockwork.count_posted', subject: id, locationId, detail })
}

/** Lets the differences stand, for one reason of all of them when `note` says it. Needs `stock.approve`. */
export async function approveCount(
  ctx: WriteContext,
  id: string,
  command: Command & { readonly note: string | null },
): Promise<void> {
  await countFor(ctx, id, 'stock.approve')
  await once(ctx, 'count.approve', id, command, async () => {
    await postCount(ctx, await lockedIn(ctx, id, countVerbs['approve, recount']), command.note)
  })
}

/** Has lines counted again instead: the ones named, or all that differ. Needs `stock.approve`. */
export async function recountCount(
  ctx: WriteContext,
  id: string,
  command: Command & { readonly skus?: readonly string[] | undefined },
): Promise<void> {
  await countFor(ctx, id, 'stock.approve')
  const asked =
    command.skus &&
    (await knownSkus(
      ctx,
      command.skus.map((code) => ({ code })),
    ))
  await once(ctx, 'count.recount', id, command, async () => {
    const { number, locationId } = await lockedIn(ctx, id, countVerbs['approve, recount'])
    const skus = (asked ?? (await differencesIn(ctx, id))).map(({ sku }) => sku)
    if (skus.length === 0) throw nothingDiffers()
    await askAgain(ctx, id, skus)
    await setCountState(ctx, id, 'recounting')
    const detail = { number, lines: skus.length }
    await audit(ctx, { action: 'stockwork.count_recounted', subject: id, locationId, detail })
  })
}

/** Gives the count up; nothing is booked, and its SKUs may be counted again. */
export async function cancelCount(ctx: WriteContext, id: string, command: Command): Promise<void> {
  await countFor(ctx, id, 'stock.count')
  await once(ctx, 'count.cancel', id, command, async () => {
    const count = await lockedIn(ctx, id, countVerbs.cancel)
    await setCountState(ctx, id, 'cancelled')
    tell(ctx, count, 'cancelled', [])
    const detail = { number: count.number }
    await audit(ctx, {
      action: 'stockwork.count_cancelled',
      subject: id,
      locationId: count.locationId,
      detail,
    })
  })
}

function tell(
  ctx: WriteContext,
  { id, number, locationId }: Count,
  state: 'posted' | 'cancelled',
  differences: readonly { readonly sku: Sku; readonly quantity: number }[],
): void {
  const data = { countId: id, number, locationId, state, differences }
  emit(ctx, { type: 'stockwork.count_closed', subject: id, locationId, data })
}

const nothingDiffers = (): Refusal =>
  new Refusal('unprocessable', 'stockwork.nothing_to_count', 'No line of this count differs. Name the lines.')
