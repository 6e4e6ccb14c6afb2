import { newId, Refusal, type RefusalDetail } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { refuseBelowZero } from './below-zero.ts'
import { lockPublication } from './change-store.ts'
import { refuseBadInstant } from './changes.ts'
import { MAX_EXCEPTIONS } from './limits.ts'
import { beginAndEnd, publishInstants } from './lists.ts'
import { allLists, exceptionRevisions, insertRevision } from './store.ts'
import { surroundings } from './surroundings.ts'
import type { ExceptionId, ExceptionRevision, ExceptionTerms } from './types.ts'

export interface WantedException {
  readonly terms: ExceptionTerms
  /** Null: now. */
  readonly validFrom: Date | null
  /** Null: for good. */
  readonly validUntil: Date | null
  /** Why, for the history. */
  readonly note: string
}

/**
 * Makes an exception, or with an id gives it new terms from an instant on; the terms before stay in its history. It is published at once as a
 * version. @throws Refusal `pricing.bad_exception`, `pricing.no_such_exception`, `pricing.instant_is_past`.
 */
export async function putException(
  ctx: WriteContext,
  wanted: WantedException,
  id?: ExceptionId,
): Promise<ExceptionId> {
  refuseBadInstant(ctx, wanted.validFrom, '/validFrom')
  await refuseBadTerms(ctx, wanted)
  await refuseBelowZero(ctx, wanted.terms, wanted.validFrom ?? ctx.now)
  const seq = await lockPublication(ctx)
  const known = new Set((await exceptionRevisions(ctx)).map((revision) => revision.id))
  if (id !== undefined && !known.has(id)) throw noSuchException()
  if (id === undefined && known.size >= MAX_EXCEPTIONS) {
    throw new Refusal(
      'unprocessable',
      'pricing.too_many_exceptions',
      `There are ${MAX_EXCEPTIONS} exceptions already. Give one of them other terms.`,
    )
  }
  const exceptionId = id ?? newId<'price-exception'>()
  await publishInstants(ctx, {
    kind: 'exception',
    note: wanted.note,
    seq,
    instants: beginAndEnd(wanted.validFrom ?? ctx.now, wanted.validUntil),
    write: (versionId) =>
      insertRevision(ctx, { id: exceptionId, versionId, terms: wanted.terms, endsAt: wanted.validUntil }),
  })
  return exceptionId
}

/** Publishes an exception as it is, from now on: for loaders, whose goods and places no read model knows yet. */
export async function importException(ctx: WriteContext, terms: ExceptionTerms, note: string): Promise<void> {
  await publishInstants(ctx, {
    kind: 'exception',
    note,
    seq: await lockPublication(ctx),
    instants: beginAndEnd(ctx.now, null),
    write: (versionId) =>
      insertRevision(ctx, { id: newId<'price-exception'>(), versionId, terms, endsAt: null }),
  })
}

/** Lets an exception end at an instant (null: now). @throws Refusal `pricing.no_such_exception`, `pricing.instant_is_past`. */
export async function withdrawException(
  ctx: WriteContext,
  id: ExceptionId,
  at: Date | null,
  note: string,
): Promise<void> {
  refuseBadInstant(ctx, at)
  const seq = await lockPublication(ctx)
  if (!(await exceptionRevisions(ctx)).some((revision) => revision.id === id)) throw noSuchException()
  await publishInstants(ctx, {
    kind: 'exception',
    note,
    seq,
    instants: beginAndEnd(at ?? ctx.now, null),
    write: (versionId) => insertRevision(ctx, { id, versionId, terms: null, endsAt: null }),
  })
}

/** Exceptions with their revisions, oldest first. */
export async function listExceptions(
  ctx: ReadContext,
): Promise<readonly { readonly id: ExceptionId; readonly revisions: readonly ExceptionRevision[] }[]> {
  const byId = Map.groupBy(await exceptionRevisions(ctx), ({ id }) => id)
  return [...byId].map(([id, revisions]) => ({ id, revisions }))
}

async function refuseBadTerms(
  ctx: ReadContext,
  { terms, validFrom, validUntil }: WantedException,
): Promise<void> {
  const errors: RefusalDetail[] = []
  const check = (field: string, values: readonly string[] | null, isKnown: (value: string) => boolean) => {
    if (values?.length === 0) errors.push({ pointer: `/${field}`, detail: 'is empty: leave it out for all' })
    for (const [at, value] of (values ?? []).entries())
      if (!isKnown(value)) errors.push({ pointer: `/${field}/${at}`, detail: `unknown: ${value}` })
  }
  const known = surroundings()
  check('channels', terms.channels, known.isChannel)
  check('locations', terms.locations, known.isLocation)
  check('skus', terms.skus, (sku) => known.article(sku) !== undefined)
  check('categories', terms.categories, (category) => known.skusWithin(category) !== undefined)
  if (terms.effect.kind === 'percent' ? terms.effect.ppm === 0 : terms.effect.minor === 0)
    errors.push({ pointer: '/effect', detail: 'changes nothing' })
  if (terms.effect.kind === 'amount') {
    const { currency } = terms.effect
    if (!(await allLists(ctx)).some((list) => list.currency === currency))
      errors.push({ pointer: '/effect/currency', detail: `no price list is in ${currency}` })
  }
  if (validUntil !== null && validUntil <= (validFrom ?? ctx.now))
    errors.push({ pointer: '/validUntil', detail: 'not after the beginning' })
  if (errors.length > 0) {
    throw new Refusal(
      'unprocessable',
      'pricing.bad_exception',
      'This exception cannot be published. Correct what is named.',
      { errors },
    )
  }
}

const noSuchException = (): Refusal =>
  new Refusal('not_found', 'pricing.no_such_exception', 'There is no such exception.')
