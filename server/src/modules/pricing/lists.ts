import { invariant, newId, Refusal, type RefusalDetail } from '@splot/kernel'
import type { Words } from '@splot/rules'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'
import { insertChange, insertVersions, lockPublication } from './change-store.ts'
import { announce, refuseBadInstant } from './changes.ts'
import { MAX_LISTS } from './limits.ts'
import { allLists, insertList, listByCode, renameList, setListEnd } from './store.ts'
import { surroundings } from './surroundings.ts'
import type { PriceList } from './types.ts'

export type WantedList = Omit<PriceList, 'id'>

/**
 * Makes a price list; whom it is for never changes, and of when it counts only the end that is still to come. It is told as a version, because it begins and ends at instants.
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
  refuseTwin(lists, wanted)
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
    facts: { list: list.code },
    instants: beginAndEnd(list.validFrom ?? ctx.now, list.validUntil),
  })
  return list
}

/**
 * Lets a list end at an instant, now, or (null) not at all any more; what it said until then stays as it was. One that has not begun and is
 * to end before it would never counts.
 * @throws Refusal `pricing.no_such_list`, `pricing.list_is_over`, `pricing.list_scope_taken`, `pricing.instant_is_past`.
 */
export async function endList(
  ctx: WriteContext,
  code: string,
  at: Date | 'now' | null,
  note: string,
): Promise<PriceList> {
  if (at instanceof Date) refuseBadInstant(ctx, at, '/at')
  const seq = await lockPublication(ctx)
  const list = await knownList(ctx, code)
  if (list.validUntil !== null && list.validUntil <= ctx.now) {
    throw new Refusal(
      'conflict',
      'pricing.list_is_over',
      'This list has ended, and prices of the past stay as they were. Make another one.',
      { facts: { validUntil: list.validUntil.toISOString() } },
    )
  }
  const asked = at === 'now' ? ctx.now : at
  const validUntil =
    asked !== null && list.validFrom !== null && asked < list.validFrom ? list.validFrom : asked
  const ending: PriceList = { ...list, validUntil }
  refuseTwin(
    (await allLists(ctx)).filter(({ id }) => id !== list.id),
    ending,
  )
  await setListEnd(ctx, list.id, validUntil)
  await publishInstants(ctx, {
    kind: 'list',
    note,
    seq,
    facts: { list: code, validUntil, before: list.validUntil },
    instants: [{ kind: 'end', at: validUntil ?? ctx.now }],
  })
  return ending
}

interface PlannedInstant {
  readonly kind: 'begin' | 'end'
  readonly at: Date
}

/** The instants of what begins and perhaps ends. */
export const beginAndEnd = (begins: Date, ends: Date | null): readonly PlannedInstant[] => [
  { kind: 'begin', at: begins },
  ...(ends ? [{ kind: 'end', at: ends } as const] : []),
]

/** Publishes a change without rows, with a version for each of its instants. */
export async function publishInstants(
  ctx: WriteContext,
  wanted: {
    readonly kind: 'list' | 'exception'
    readonly note: string
    readonly seq: number
    readonly facts?: Readonly<Record<string, unknown>>
    readonly instants: readonly PlannedInstant[]
    /** Writes what hangs on the first version, before it is told. */
    readonly write?: (versionId: string) => Promise<unknown>
  },
): Promise<void> {
  const { kind, note, seq, facts = {}, instants } = wanted
  const [first] = instants
  invariant(first, 'something is published at some instant')
  const change = { id: newId<'price-change'>(), kind, note, effectiveAt: first.at, facts, baseSeq: seq }
  const versions = instants.map((instant) => ({
    id: newId<'price-version'>(),
    kind: instant.kind,
    effectiveAt: instant.at,
  }))
  await insertChange(ctx, change)
  await insertVersions(ctx, change.id, versions)
  await wanted.write?.(versions[0]?.id ?? '')
  const plain = { changeId: change.id, number: null, skuCount: 0, cancelledSeq: null }
  await announce(
    ctx,
    change,
    versions.map((version) => ({ ...version, ...plain })),
    seq,
  )
}

/** Two lists for the same customers at the same time would leave open which of them counts. */
function refuseTwin(lists: readonly PriceList[], wanted: WantedList): void {
  const twin = lists.find((list) => sameScope(list, wanted) && overlap(list, wanted))
  if (!twin) return
  throw new Refusal(
    'conflict',
    'pricing.list_scope_taken',
    `The list "${twin.code}" is for the same customers at the same time. Put the prices there, or let it end before.`,
    { facts: { list: twin.code } },
  )
}

const sameScope = (a: WantedList, b: WantedList): boolean =>
  a.currency === b.currency &&
  a.channelId === b.channelId &&
  a.locationId === b.locationId &&
  a.group === b.group

const isEmpty = ({ validFrom, validUntil }: WantedList): boolean =>
  validFrom !== null && validUntil !== null && validUntil <= validFrom

const overlap = (a: WantedList, b: WantedList): boolean =>
  !isEmpty(a) &&
  !isEmpty(b) &&
  (a.validUntil === null || b.validFrom === null || b.validFrom < a.validUntil) &&
  (b.validUntil === null || a.validFrom === null || a.validFrom < b.validUntil)

/** ISO 4217, as the runtime knows it: a list may be prepared before a channel sells in its currency. */
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

function refuseBadScope(list: WantedList): void {
  const errors: RefusalDetail[] = []
  if (!CURRENCIES.has(list.currency))
    errors.push({ pointer: '/currency', detail: 'there is no such currency' })
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

/** Calls a list otherwise. */
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
