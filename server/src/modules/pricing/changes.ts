import { newId, Refusal, type Sku } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { CANCEL_MARGIN_MS, MAX_AHEAD_MS, MAX_CHANGE_ROWS, MAX_INSTANTS } from './limits.ts'
import { noteInstants } from './presented/store.ts'
import { changeStates, type ChangeKind, type ChangeState } from './states.ts'
import {
  changeById,
  insertChange,
  insertRows,
  insertVersions,
  lockChange,
  lockPublication,
  numberVersions,
  overlappingRows,
  publishedSince,
  setChangeState,
  cancelVersions,
  countRows,
  versionsOfChange,
  type Change,
} from './change-store.ts'
import type { ChangeId, PriceListId, TaxLetter, VersionId } from './types.ts'

/** A row of a change. */
export interface DraftRow {
  readonly listId: PriceListId
  readonly sku: Sku
  readonly fromQuantity: number
  /** Null: no price from here on. */
  readonly minor: number | null
  readonly taxLetter: TaxLetter
  /** Null: when its change begins. */
  readonly startsAt: Date | null
  /** Null: for good. */
  readonly endsAt: Date | null
  readonly beforeMinor: number | null
}

/** A version as it was published. */
export interface PublishedVersion {
  readonly id: VersionId
  readonly number: number
  readonly effectiveAt: Date
}

/**
 * Begins a change of prices; nothing of it counts before it is published. `effectiveAt: null` is the moment of publication; `baseSeq` the
 * newest publication that was known where its rows are reckoned.
 * @throws Refusal `pricing.instant_is_past`, `pricing.instant_is_far`.
 */
export async function draftChange(
  ctx: WriteContext,
  wanted: {
    readonly kind: ChangeKind
    readonly note: string
    readonly effectiveAt: Date | null
    readonly facts: Readonly<Record<string, unknown>>
  },
  baseSeq: number,
): Promise<ChangeId> {
  refuseBadInstant(ctx, wanted.effectiveAt)
  const id = newId<'price-change'>()
  await insertChange(ctx, { ...wanted, id, baseSeq })
  return id
}

export function refuseBadInstant(
  ctx: Pick<ReadContext, 'now'>,
  at: Date | null,
  pointer = '/effectiveAt',
): void {
  if (at === null) return
  if (at.getTime() < ctx.now.getTime()) {
    throw new Refusal(
      'unprocessable',
      'pricing.instant_is_past',
      'Prices cannot change in the past. Choose a later moment, or none for now.',
      { errors: [{ pointer, detail: 'is over' }] },
    )
  }
  if (at.getTime() > ctx.now.getTime() + MAX_AHEAD_MS) {
    throw new Refusal(
      'unprocessable',
      'pricing.instant_is_far',
      'This is too far ahead. Plan prices for the next three years at most.',
      { errors: [{ pointer, detail: 'too far ahead' }] },
    )
  }
}

/**
 * Adds rows to a draft, at most `PRICE_CHUNK` or one part of a file at a time. The caller has checked that no two of them overlap.
 * @throws Refusal `pricing.no_such_change`, `pricing.not_a_draft`, `pricing.change_too_large`, `pricing.too_many_instants`.
 */
export async function addRows(ctx: WriteContext, id: ChangeId, rows: readonly DraftRow[]): Promise<void> {
  const change = await lockedChange(ctx, id)
  if (change.state !== 'draft') throw notDraft(change)
  if (change.rowCount + rows.length > MAX_CHANGE_ROWS) {
    throw new Refusal(
      'unprocessable',
      'pricing.change_too_large',
      `One change has at most ${MAX_CHANGE_ROWS} rows. Make several.`,
    )
  }
  const versions = await versionsFor(ctx, id, rows)
  const lists = [...new Set(rows.map(({ listId }) => listId))]
  await insertRows(
    ctx,
    rows.map((row) => ({ ...row, versionId: versions.get(keyOf('begin', row.startsAt)) ?? '' })),
  )
  await countRows(ctx, id, rows.length, lists)
}

const keyOf = (kind: 'begin' | 'end', at: Date | null): string => `${kind} ${at?.getTime() ?? ''}`

/** The versions of a change by what begins or ends then; those that are missing are made. */
async function versionsFor(
  ctx: WriteContext,
  id: ChangeId,
  rows: readonly DraftRow[],
): Promise<ReadonlyMap<string, VersionId>> {
  const known = new Map(
    (await versionsOfChange(ctx, id)).map((one) => [keyOf(one.kind, one.effectiveAt), one.id]),
  )
  const missing = new Map<string, { id: VersionId; kind: 'begin' | 'end'; effectiveAt: Date | null }>()
  const need = (kind: 'begin' | 'end', effectiveAt: Date | null) => {
    const key = keyOf(kind, effectiveAt)
    if (!known.has(key) && !missing.has(key))
      missing.set(key, { id: newId<'price-version'>(), kind, effectiveAt })
  }
  for (const row of rows) {
    need('begin', row.startsAt)
    if (row.endsAt) need('end', row.endsAt)
  }
  if (known.size + missing.size > MAX_INSTANTS) {
    throw new Refusal(
      'unprocessable',
      'pricing.too_many_instants',
      `The rows of one change begin and end at no more than ${MAX_INSTANTS} moments. Make several changes.`,
    )
  }
  await insertVersions(ctx, id, [...missing.values()])
  for (const [key, version] of missing) known.set(key, version.id)
  return known
}

/**
 * Lets a draft count from its instants on, all of it or nothing; answers its versions. What was to begin earlier begins now.
 * `anyway`: also when other prices of the same lists were published since it was begun.
 * @throws Refusal `pricing.no_such_change`, `pricing.not_a_draft`, `pricing.nothing_to_publish`, `pricing.changed_meanwhile`,
 * `pricing.rows_overlap`, `pricing.end_is_past`.
 */
export async function publishChange(
  ctx: WriteContext,
  id: ChangeId,
  anyway = false,
): Promise<readonly PublishedVersion[]> {
  const seq = await lockPublication(ctx)
  const change = await lockedChange(ctx, id)
  if (change.state !== 'draft' || change.facts['building'] === true) throw notDraft(change)
  const drafted = await versionsOfChange(ctx, id)
  if (drafted.length === 0) {
    throw new Refusal('unprocessable', 'pricing.nothing_to_publish', 'This change has no rows yet. Add some.')
  }
  if (!anyway) await refuseChangedMeanwhile(ctx, change)
  const versions = drafted
    .map((version) => ({
      ...version,
      effectiveAt: laterOf(version.effectiveAt ?? change.effectiveAt ?? ctx.now, ctx.now),
    }))
    .sort((a, b) => a.effectiveAt.getTime() - b.effectiveAt.getTime() || (a.kind < b.kind ? -1 : 1))
  await refuseBadRows(ctx, id, versions)
  return announce(ctx, change, versions, seq)
}

const laterOf = (one: Date, other: Date): Date => (one > other ? one : other)

type Instant = Awaited<ReturnType<typeof versionsOfChange>>[number] & { readonly effectiveAt: Date }

/** Numbers the versions, and tells of each. */
export async function announce(
  ctx: WriteContext,
  change: Pick<Change, 'id' | 'kind' | 'note'>,
  versions: readonly Instant[],
  seq: number,
): Promise<readonly PublishedVersion[]> {
  const numbered = versions.map(({ id, effectiveAt }, at) => ({ id, effectiveAt, number: seq + at + 1 }))
  const counts = await numberVersions(ctx, change.id, numbered)
  await setChangeState(ctx, change.id, 'published')
  // With the versions themselves, so that no change of a presented price is ever missed.
  await noteInstants(
    ctx,
    numbered.map(({ id, number, effectiveAt }) => ({
      at: effectiveAt,
      cause: 'prices',
      number,
      versionId: id,
    })),
  )
  for (const { id, number, effectiveAt } of numbered) {
    emit(ctx, {
      type: 'pricing.version_published',
      subject: id,
      locationId: null,
      data: {
        version: number,
        effectiveAt: effectiveAt.toISOString(),
        skus: counts.get(id) ?? 0,
        changeId: change.id,
        kind: change.kind,
      },
    })
  }
  await audit(ctx, {
    action: 'pricing.published',
    subject: change.id,
    locationId: null,
    detail: { kind: change.kind, note: change.note, versions: numbered.map(({ number }) => number) },
  })
  return numbered
}

/** What was reckoned from older prices of the same lists is not laid over newer ones unseen. */
async function refuseChangedMeanwhile(ctx: WriteContext, change: Change): Promise<void> {
  const since = await publishedSince(ctx, change)
  if (since.length === 0) return
  throw new Refusal(
    'conflict',
    'pricing.changed_meanwhile',
    'Prices of the same list were published since this change was begun. Look at it again, or publish it anyway.',
    { facts: { versions: since } },
  )
}

async function refuseBadRows(ctx: WriteContext, id: ChangeId, versions: readonly Instant[]): Promise<void> {
  const over = versions.find(({ kind, effectiveAt }) => kind === 'end' && effectiveAt <= ctx.now)
  if (over) {
    throw new Refusal(
      'conflict',
      'pricing.end_is_past',
      'Some of these prices would be over before they begin. Correct their end.',
    )
  }
  if (versions.filter(({ kind }) => kind === 'begin').length < 2) return
  const overlaps = await overlappingRows(ctx, id)
  if (overlaps.length === 0) return
  throw new Refusal(
    'unprocessable',
    'pricing.rows_overlap',
    'Some rows hold while others of the same list, article and quantity begin. Let them end before.',
    { errors: overlaps.map(({ list, sku }) => ({ pointer: `/rows/${list}/${sku}`, detail: 'overlaps' })) },
  )
}

/**
 * Takes a published change back before its first instant; nothing of it will count.
 * @throws Refusal `pricing.no_such_change`, `pricing.not_published`, `pricing.list_stays`, `pricing.already_in_force`.
 */
export async function cancelChange(ctx: WriteContext, id: ChangeId): Promise<void> {
  const seq = await lockPublication(ctx)
  const change = await lockedChange(ctx, id)
  if (!goesTo(change, 'cancelled')) {
    throw new Refusal('conflict', 'pricing.not_published', 'This change is not waiting for its instant.', {
      facts: { state: change.state },
    })
  }
  if (change.kind === 'list') {
    throw new Refusal(
      'conflict',
      'pricing.list_stays',
      'Making or ending a list is not taken back. Give the list another end instead.',
      { facts: { list: change.facts['list'] } },
    )
  }
  const versions = await versionsOfChange(ctx, id)
  const first = Math.min(...versions.map(({ effectiveAt }) => effectiveAt?.getTime() ?? Infinity))
  if (first <= ctx.now.getTime() + CANCEL_MARGIN_MS) {
    throw new Refusal(
      'conflict',
      'pricing.already_in_force',
      'These prices are in force. Publish other ones instead.',
      { facts: { since: new Date(first).toISOString() } },
    )
  }
  await cancelVersions(ctx, id, seq + 1)
  await setChangeState(ctx, id, 'cancelled')
  for (const { id: versionId, number, effectiveAt } of versions) {
    emit(ctx, {
      type: 'pricing.version_cancelled',
      subject: versionId,
      locationId: null,
      data: { version: number, effectiveAt: effectiveAt?.toISOString() ?? null, changeId: id },
    })
  }
  await audit(ctx, { action: 'pricing.cancelled', subject: id, locationId: null })
}

/** Gives a draft up; its rows are cleared away at night. */
export async function discardChange(ctx: WriteContext, id: ChangeId): Promise<void> {
  const change = await lockedChange(ctx, id)
  if (!goesTo(change, 'discarded')) throw notDraft(change)
  await setChangeState(ctx, id, 'discarded')
  await audit(ctx, { action: 'pricing.discarded', subject: id, locationId: null })
}

const goesTo = (change: Change, state: ChangeState): boolean =>
  (changeStates[change.state].next as readonly ChangeState[]).includes(state)

async function lockedChange(ctx: WriteContext, id: ChangeId): Promise<Change> {
  const change = await lockChange(ctx, id)
  if (!change) throw noSuchChange()
  return change
}

/** The change, or `pricing.no_such_change`. */
export async function knownChange(ctx: ReadContext, id: ChangeId): Promise<Change> {
  const change = await changeById(ctx, id)
  if (!change) throw noSuchChange()
  return change
}

const noSuchChange = (): Refusal =>
  new Refusal('not_found', 'pricing.no_such_change', 'There is no such change of prices.')

const notDraft = ({ state, facts }: Change): Refusal =>
  new Refusal(
    'conflict',
    'pricing.not_a_draft',
    facts['building'] === true
      ? 'This change is still being made. Wait a moment; discard it when it never ends.'
      : 'This change is no draft any more. Begin another one.',
    { facts: { state } },
  )
