import type { LocalDate } from '@splot/kernel'
import { holds, type WriteContext } from '#platform/context'
import { bySku } from '../articles.ts'
import { once } from '../command.ts'
import { writeTransfer } from '../transfers/request.ts'
import { idOf, type FileToImport } from './import.ts'
import { CODE, knownPlaces, withSkus } from './known.ts'
import { CsvErrors, day, pieces, readCsv, text } from './read.ts'

const FROM = { names: ['from', 'source', 'skąd', 'skad'] as const, read: text(32) } as const
const TO = { names: ['to', 'target', 'dokąd', 'dokad'] as const, read: text(32) } as const

/**
 * Asks for every transfer of a file: rows with the same places, day and note are one. All of them or, with every error by row and column,
 * none. Pieces are not held until they are shipped: that would have to be decided transfer by transfer. Answers the ids of the transfers.
 * @throws Refusal `stockwork.csv_invalid`, `stockwork.csv_unreadable`, `stockwork.command_reused`.
 */
export async function importTransfers(ctx: WriteContext, file: FileToImport): Promise<string[]> {
  const errors = new CsvErrors()
  const rows = readCsv(
    file.csv,
    {
      from: FROM,
      to: TO,
      code: CODE,
      quantity: { names: ['quantity', 'ilość', 'ilosc', 'sztuki'], read: pieces(1) },
      expectedOn: { names: ['expected_on', 'expected', 'data', 'termin'], optional: true, read: day },
      note: { names: ['note', 'uwaga', 'uwagi'], optional: true, read: text(500) },
    },
    errors,
  )
  const known = await withSkus(ctx, rows, errors)
  const placeOf = await placesWithin(ctx, rows.all, errors)
  errors.refuseAny()
  const groups = [
    ...Map.groupBy(known, ({ from, to, expectedOn, note }) =>
      JSON.stringify([from, to, expectedOn, note]),
    ).values(),
  ]
  const ids = groups.map((_, index) => idOf(file.commandId, index))
  await once(ctx, 'transfer.import', file.commandId, file, async () => {
    for (const [index, group] of groups.entries()) {
      const [first] = group
      const fromId = placeOf(first?.from)
      const toId = placeOf(first?.to)
      if (!first || !fromId || !toId) continue
      const id = ids[index] ?? ''
      const lines = bySku(
        group.map(({ sku, quantity }) => ({ sku, quantity })),
        'quantity',
      )
      // A step of its own, so that each transfer has its history.
      await once(ctx, 'transfer.request', id, { commandId: id, at: file.at }, () =>
        writeTransfer(ctx, id, {
          fromId,
          toId,
          state: holds(ctx.actor, 'stock.transfer', fromId) ? 'approved' : 'requested',
          holdId: null,
          // The cell was read as a day.
          expectedOn: (first.expectedOn ?? null) as LocalDate | null,
          note: first.note ?? null,
          lines,
        }),
      )
    }
  })
  return ids
}

interface Way {
  readonly line: number
  readonly from?: string
  readonly to?: string
}

/** The places of the rows by code. Each row goes from one known place to another, and the actor may send from or to one of them. */
async function placesWithin(ctx: WriteContext, ways: readonly Way[], errors: CsvErrors) {
  const named = ways.flatMap(({ line, from, to }) => [
    { line, column: FROM.names[0], place: from },
    { line, column: TO.names[0], place: to },
  ])
  const places = await knownPlaces(ctx, named, errors)
  const placeOf = (code: string | undefined) => (code === undefined ? undefined : places.get(code))
  for (const { line, from, to } of ways) {
    if (from !== undefined && from === to) errors.add(line, TO.names[0], 'the same place as `from`')
    const [fromId, toId] = [placeOf(from), placeOf(to)]
    const isMine = [fromId, toId].some((id) => id !== undefined && holds(ctx.actor, 'stock.transfer', id))
    if (fromId !== undefined && toId !== undefined && !isMine)
      errors.add(line, FROM.names[0], `you need the permission "stock.transfer" in ${from} or ${to}`)
  }
  return placeOf
}
