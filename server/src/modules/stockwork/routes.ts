import { invariant } from '@splot/kernel'
import { Type } from 'typebox'
import { route, UuidSchema, WordsSchema, type AnyRoute } from '#platform/http'
import { adjustmentRoutes } from './adjustments/routes.ts'
import { adviceRoutes } from './advices/routes.ts'
import { countRoutes } from './counts/routes.ts'
import { csvRoutes } from './csv/routes.ts'
import { putAwayRoutes } from './put-away-routes.ts'
import { differenceReasons } from './reasons.ts'
import { transferRoutes } from './transfers/routes.ts'
import { undo, undoable } from './undo.ts'
import { undoneOf } from './undone.ts'
import { showUndone, UndoneSchema } from './undone-wire.ts'
import { closed, commandFields, commandOf, oneOf, people, reading, TAG } from './wire.ts'

const undoing = route({
  method: 'POST',
  path: '/v1/stock/undo',
  summary: 'Take a posted document back as a whole, once',
  description:
    'Receipts, adjustments, counts and transfers. The ledger gets the opposite of every movement; nothing is erased. A second time: 409 `stockwork.already_undone`.',
  tag: TAG,
  audience: people,
  permission: 'stock.approve',
  power: 'write',
  schema: {
    body: Type.Object(
      {
        ...commandFields,
        document: Type.Object({ kind: oneOf(undoable), id: UuidSchema }, closed),
        reason: Type.String({ minLength: 3, maxLength: 500 }),
      },
      closed,
    ),
    response: { 201: UndoneSchema },
  },
  handle: async (ctx, { body }) => {
    const { kind, id } = body.document
    await undo(ctx, { ...commandOf(body), document: { kind, id: id.toLowerCase() }, reason: body.reason })
    const undone = showUndone((await undoneOf(ctx, kind, [id])).get(id.toLowerCase()))
    invariant(undone, 'what was undone stands')
    return undone
  },
})

const reasons = route({
  method: 'GET',
  path: '/v1/stock/difference-reasons',
  summary: 'List the reasons why what arrived is not what was written',
  ...reading,
  schema: {
    response: {
      200: Type.Object({ items: Type.Array(Type.Object({ code: Type.String(), words: WordsSchema })) }),
    },
  },
  handle: async () => ({ items: differenceReasons.map(({ code, words }) => ({ code, words })) }),
})

export const routes: AnyRoute[] = [
  ...adviceRoutes,
  ...transferRoutes,
  ...countRoutes,
  ...adjustmentRoutes,
  ...putAwayRoutes,
  ...csvRoutes,
  undoing,
  reasons,
]
