import { invariant } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { holds, type ReadContext } from '#platform/context'
import { InstantSchema, SkuSchema, UuidSchema } from '#platform/http'
import { historyOf } from '../command.ts'
import { MAX_LINES } from '../limits.ts'
import { countStates } from '../states.ts'
import { undoneOf } from '../undone.ts'
import { showUndone, UndoneSchema } from '../undone-wire.ts'
import { closed, HistorySchema, iso, nullable, oneOf, paperFields, showHistory } from '../wire.ts'
import { readCount } from './store.ts'
import { recountRules, scopeKinds, type Count, type CountLine } from './types.ts'

const hidden = 'null for those who count until it is posted'

export const ScopeSchema = Type.Object(
  {
    kind: oneOf(scopeKinds),
    values: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      maxItems: MAX_LINES,
      description: 'SKUs or GTINs, handles of categories, or one bin; none for the whole place',
    }),
  },
  closed,
)

export const CountSchema = Type.Object({
  ...paperFields,
  state: Type.String({ description: Object.keys(countStates).join(', ') }),
  locationId: UuidSchema,
  scope: ScopeSchema,
  pass: Type.Integer({ description: '1, and one more with each recount' }),
  tolerancePieces: Type.Integer(),
  tolerancePpm: Type.Integer(),
  recount: oneOf(recountRules),
  approveOver: Type.Integer(),
  submittedAt: nullable(InstantSchema),
  closedAt: nullable(InstantSchema),
  totals: Type.Object({
    lines: Type.Integer({ description: 'SKUs to count' }),
    counted: Type.Integer({ description: 'SKUs with a figure; of the running pass' }),
    surplus: nullable(Type.Integer({ description: `pieces found beyond the book; ${hidden}` })),
    shortage: nullable(Type.Integer({ description: `pieces not found; ${hidden}` })),
  }),
})

export const CountDetailSchema = Type.Object({
  ...CountSchema.properties,
  seesBook: Type.Boolean({ description: 'whether you see what the book says' }),
  undone: nullable(UndoneSchema),
  history: HistorySchema,
})

export const CountLineSchema = Type.Object({
  sku: SkuSchema,
  counted: nullable(Type.Integer()),
  countedAt: nullable(InstantSchema),
  book: nullable(Type.Integer({ description: `what the book said at that moment; ${hidden}` })),
  difference: nullable(Type.Integer({ description: hidden })),
  recount: Type.Boolean({ description: 'asked for again' }),
  firstCounted: nullable(Type.Integer({ description: hidden })),
})

/** The count is blind: until it is over only who may approve sees the book. */
export const seesBook = (ctx: ReadContext, { state, locationId }: Count): boolean =>
  state === 'posted' || state === 'undone' || holds(ctx.actor, 'stock.approve', locationId)

export const showCount = (ctx: ReadContext, count: Count): Static<typeof CountSchema> => {
  const { lines, counted, surplus, shortage, createdAt, scope, closedScope: _, ...rest } = count
  const sees = seesBook(ctx, count)
  return {
    ...rest,
    scope: { kind: scope.kind, values: [...scope.values] },
    words: countStates[count.state].words,
    createdAt: createdAt.toISOString(),
    submittedAt: iso(rest.submittedAt),
    closedAt: iso(rest.closedAt),
    totals: { lines, counted, surplus: sees ? surplus : null, shortage: sees ? shortage : null },
  }
}

export const showCountLine = (sees: boolean, line: CountLine): Static<typeof CountLineSchema> => {
  const book = sees ? line.book : null
  return {
    sku: line.sku,
    counted: line.counted,
    countedAt: iso(line.countedAt),
    book,
    difference: book === null || line.counted === null ? null : line.counted - book,
    recount: line.recount,
    firstCounted: sees ? line.firstCounted : null,
  }
}

export const showCountDetail = async (
  ctx: ReadContext,
  count: Count,
): Promise<Static<typeof CountDetailSchema>> => {
  const [undone, history] = await Promise.all([undoneOf(ctx, 'count', [count.id]), historyOf(ctx, count.id)])
  return {
    ...showCount(ctx, count),
    seesBook: seesBook(ctx, count),
    undone: showUndone(undone.get(count.id)),
    history: showHistory(history),
  }
}

/** The count after a command. */
export const shownCount = async (ctx: ReadContext, id: string) => {
  const count = await readCount(ctx, id)
  invariant(count, 'a count that was written stands')
  return showCountDetail(ctx, count)
}
