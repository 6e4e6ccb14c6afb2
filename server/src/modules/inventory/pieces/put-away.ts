import type { LocationId, Sku } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { linesAt } from '../lines.ts'
import { move } from '../move.ts'
import type { DocumentRef, LotName } from '../types.ts'
import { unknownBin } from './bins.ts'

/** Pieces that were carried from bin to bin within a place. */
export interface PutAway {
  readonly document: DocumentRef
  readonly locationId: LocationId
  readonly lines: readonly {
    readonly sku: Sku
    readonly quantity: number
    /** Left out: wherever the rules of the place find them. */
    readonly from?: string | undefined
    /** '' is out of all bins. */
    readonly to: string
    readonly lot?: LotName | undefined
    readonly serials?: readonly string[] | undefined
  }[]
  readonly actor?: Actor | undefined
}

/**
 * Carries pieces from bin to bin: two rows in the ledger whose sum is nothing. Where the book knew of fewer in the bin, the rest comes
 * from other bins, and then leaves a hole that arrivals fill. Into or out of quarantine it changes what may be promised.
 * @throws Refusal `inventory.unknown_bin` with a pointer per line, `inventory.bad_quantity`.
 */
export async function putAway(ctx: WriteContext, moved: readonly PutAway[]): Promise<void> {
  for (const { locationId, lines } of moved) {
    await refuseUnknownBins(
      ctx,
      locationId,
      lines.flatMap(({ from, to }, index) => [
        ...(from === undefined ? [] : [{ pointer: `/lines/${index}/from`, code: from }]),
        ...(to === '' ? [] : [{ pointer: `/lines/${index}/to`, code: to }]),
      ]),
    )
  }
  await move(
    ctx,
    moved.map(({ document, locationId, lines, actor }) => ({
      kind: 'put_away',
      document,
      actor,
      lines: linesAt(
        locationId,
        lines.map(({ from, ...line }) => ({ ...line, bin: from })),
        1,
      ),
    })),
  )
}

/** Holds a share of each bin that is named, so that nobody takes it out of use meanwhile. */
export async function refuseUnknownBins(
  ctx: WriteContext,
  locationId: LocationId,
  named: readonly { readonly pointer: string; readonly code: string }[],
): Promise<void> {
  if (named.length === 0) return
  const rows = await ctx.query<{ code: string }>(
    'select code from inventory.bin where location_id = $1 and code = any($2) order by code for share',
    [locationId, [...new Set(named.map(({ code }) => code))]],
  )
  const known = new Set(rows.map((row) => row.code))
  const unknown = named.filter(({ code }) => !known.has(code))
  if (unknown.length > 0) throw unknownBin(unknown)
}

/** The bins that lines of an arrival name. */
export const namedBins = (lines: readonly { readonly bin?: string | undefined }[]) =>
  lines.flatMap(({ bin }, index) =>
    bin === undefined ? [] : [{ pointer: `/lines/${index}/bin`, code: bin }],
  )
