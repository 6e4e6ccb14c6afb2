import { newId, Refusal, type RefusalDetail } from '@splot/kernel'
import type { Words } from '@splot/rules'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'
import { insertChange, insertVersions, lockPublication } from './change-store.ts'
import { announce, refuseBadInstant } from './changes.ts'
import { MAX_LISTS } from './limits.ts'
import { allLists, insertList, listByCode, renameList } from './store.ts'
import { surroundings } from './surroundings.ts'
import type { PriceList } from './types.ts'

export type WantedList = Omit<PriceList, 'id'>

/**
 * Makes a price list; whom it is for and when it counts never changes. It is told as a version, because it begins and ends at instants.
 * @throws Refusal `pricing.list_exists`, `pricing.list_scope_taken`, `pricing.bad_list`, `pricing.instant_is_past`.
 */
export async function makeList(ctx: WriteContext, wanted: WantedList, note: string): Promise<PriceList> {
  refuseBadInstant(ctx, wanted.validFrom, '/validFrom')
  refuseBadScope(wanted)
  // Whoever makes lists takes turns, so that no two of the same scope slip past each other.
  const seq = await lockPublication(ctx)
  const lists = await allLists(ctx)
  if (lists.length >= MAX_LISTS)
    throw new Refusal('unprocessable', 'pricing.too_many_lists', `There are ${MAX_LISTS} lists already.`)
  const twin = lists.find((list) => sameScope(list, wanted) && overlap(list, wanted))
  if (twin) {
    throw new Refusal(
      'conflict',
      'pricing.list_scope_taken',
      `The list "${twin.code}" is for the same customers at the same time. Put the prices there, or let it end before.`,
      { facts: { list: twin.code } },
    )
  }
  const list: PriceList = { ...wanted, id: newId<'price-list'>() }
  if (!(await insertList(ctx, list))) {
    throw new Refusal('conflict', 'pricing.list_exists', `There is a list "${list.code}" already.`, {
      errors: [{ pointer: '/code', detail: 'is taken' }],
    })
  }
  await publishInstants(ctx, {
    kind: 'list',
    note,
    seq,
    begins: list.validFrom ?? ctx.now,
    ends: list.validUntil,
  })
  return list
}

/** Publishes a change without rows: its begin, and its end if it has one. Answers the id of the version that it begins with. */
export async function publishInstants(
  ctx: WriteContext,
  wanted: {
    readonly kind: 'list' | 'exception'
    readonly note: string
    readonly seq: number
    readonly begins: Date
    readonly ends: Date | null
    /** Writes what hangs on the first version, before it is told. */
    readonly write?: (versionId: string) => Promise<unknown>
  },
): Promise<void> {
  const { kind, note, seq, begins, ends } = wanted
  const change = { id: newId<'price-change'>(), kind, note, effectiveAt: begins, facts: {}, baseSeq: seq }
  const begin = { id: newId<'price-version'>(), kind: 'begin' as const, effectiveAt: begins }
  const end = ends && { id: newId<'price-version'>(), kind: 'end' as const, effectiveAt: ends }
  const versions = end ? [begin, end] : [begin]
  await insertChange(ctx, change)
  await insertVersions(ctx, change.id, versions)
  await wanted.write?.(begin.id)
  const plain = { changeId: change.id, number: null, skuCount: 0, cancelledSeq: null }
  await announce(
    ctx,
    change,
    versions.map((version) => ({ ...version, ...plain })),
    seq,
  )
}

const sameScope = (a: WantedList, b: WantedList): boolean =>
  a.currency === b.currency &&
  a.channelId === b.channelId &&
  a.locationId === b.locationId &&
  a.group === b.group

const overlap = (a: WantedList, b: WantedList): boolean =>
  (a.validUntil === null || b.validFrom === null || b.validFrom < a.validUntil) &&
  (b.validUntil === null || a.validFrom === null || a.validFrom < b.validUntil)

function refuseBadScope(list: WantedList): void {
  const errors: RefusalDetail[] = []
  if (list.channelId !== null && !surroundings().isChannel(list.channelId))
    errors.push({ pointer: '/channelId', detail: 'unknown channel' })
  if (list.locationId !== null && !surroundings().isLocation(list.locationId))
    errors.push({ pointer: '/locationId', detail: 'unknown place' })
  if (list.validFrom !== null && list.validUntil !== null && list.validUntil <= list.validFrom)
    errors.push({ pointer: '/validUntil', detail: 'not after validFrom' })
  if (errors.length > 0)
    throw new Refusal(
      'unprocessable',
      'pricing.bad_list',
      'This list cannot be made. Correct what is named.',
      {
        errors,
      },
    )
}

/** The list with that code, or `pricing.no_such_list`. */
export async function knownList(ctx: ReadContext, code: string): Promise<PriceList> {
  const list = await listByCode(ctx, code)
  if (!list) throw new Refusal('not_found', 'pricing.no_such_list', 'There is no such price list.')
  return list
}

/** Calls a list otherwise; nothing else of it can be changed. */
export async function nameList(ctx: WriteContext, code: string, name: Words): Promise<PriceList> {
  const list = await knownList(ctx, code)
  await renameList(ctx, list.id, name)
  await audit(ctx, {
    action: 'pricing.list_renamed',
    subject: list.id,
    locationId: null,
    detail: { code, name },
  })
  return { ...list, name }
}
