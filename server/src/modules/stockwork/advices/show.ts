import { Type, type Static } from 'typebox'
import { holds, type ReadContext } from '#platform/context'
import { InstantSchema, SkuSchema, UuidSchema } from '#platform/http'
import { historyOf } from '../command.ts'
import { adviceStates } from '../states.ts'
import { undoneOf } from '../undone.ts'
import {
  DaySchema,
  DifferenceSchema,
  HistorySchema,
  iso,
  nullable,
  paperFields,
  showHistory,
} from '../wire.ts'
import { UndoneSchema, showUndone } from '../undone-wire.ts'
import { readAdviceLines, readAdviceReceipts } from './store.ts'
import type { Advice } from './types.ts'

const hidden = 'null where the receiving is blind'

export const AdviceSchema = Type.Object({
  ...paperFields,
  state: Type.String({ description: Object.keys(adviceStates).join(', ') }),
  locationId: UuidSchema,
  supplier: Type.String(),
  reference: Type.String(),
  expectedOn: DaySchema,
  blind: Type.Boolean(),
  closedAt: nullable(InstantSchema),
  totals: Type.Object({
    expected: nullable(Type.Integer({ description: hidden })),
    received: Type.Integer({ description: 'good pieces' }),
    damaged: Type.Integer({ description: 'in quarantine' }),
  }),
})

export const AdviceDetailSchema = Type.Object({
  ...AdviceSchema.properties,
  lines: Type.Array(
    Type.Object({
      sku: SkuSchema,
      expected: nullable(Type.Integer({ description: `0: not announced; ${hidden}` })),
      received: Type.Integer(),
      damaged: Type.Integer(),
      open: nullable(Type.Integer({ description: `still to come; ${hidden}` })),
    }),
  ),
  differences: nullable(Type.Array(DifferenceSchema)),
  receipts: Type.Array(
    Type.Object({
      id: UuidSchema,
      at: InstantSchema,
      staffId: nullable(UuidSchema),
      lines: Type.Array(Type.Object({ sku: SkuSchema, quantity: Type.Integer(), damaged: Type.Integer() })),
      undone: nullable(UndoneSchema),
    }),
  ),
  history: HistorySchema,
})

const isOpen = ({ state }: Advice) => state === 'announced' || state === 'receiving'

/** Blind receiving: until it is closed, only who may approve sees what was announced. */
export const isHidden = (ctx: ReadContext, advice: Advice): boolean =>
  advice.blind && isOpen(advice) && !holds(ctx.actor, 'stock.approve', advice.locationId)

export const showAdvice = (ctx: ReadContext, advice: Advice): Static<typeof AdviceSchema> => {
  const { expected, received, damaged, createdAt, closedAt, ...rest } = advice
  return {
    ...rest,
    words: adviceStates[advice.state].words,
    createdAt: createdAt.toISOString(),
    closedAt: iso(closedAt),
    totals: { expected: isHidden(ctx, advice) ? null : expected, received, damaged },
  }
}

export async function showAdviceDetail(
  ctx: ReadContext,
  advice: Advice,
): Promise<Static<typeof AdviceDetailSchema>> {
  const [lines, receipts, history] = await Promise.all([
    readAdviceLines(ctx, advice.id),
    readAdviceReceipts(ctx, advice.id),
    historyOf(ctx, advice.id),
  ])
  const undone = await undoneOf(
    ctx,
    'receipt',
    receipts.map(({ id }) => id),
  )
  const hides = isHidden(ctx, advice)
  const seen = hides ? lines.filter(({ received, damaged }) => received + damaged > 0) : lines
  return {
    ...showAdvice(ctx, advice),
    lines: seen.map(({ sku, expected, received, damaged }) => ({
      sku,
      expected: hides ? null : expected,
      received,
      damaged,
      open: hides ? null : isOpen(advice) ? Math.max(0, expected - received - damaged) : 0,
    })),
    differences: advice.differences && [...advice.differences],
    receipts: receipts.map(({ id, at, staffId, lines: taken }) => ({
      id,
      at: at.toISOString(),
      staffId,
      lines: [...taken],
      undone: showUndone(undone.get(id)),
    })),
    history: showHistory(history),
  }
}
