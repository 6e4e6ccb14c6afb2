import { Type } from 'typebox'
import { placesOf } from '#platform/context'
import { decodeCursor, encodeCursor, InstantSchema, PageQuery, route, UuidSchema } from '#platform/http'
import { MAX_PROOF_ROWS, PROOF_ROWS, proveStockPage } from '../proof.ts'
import { stateOfCheck } from './check.ts'
import { closed, nullable, TAG } from './wire.ts'

const MismatchSchema = Type.Object({
  sku: Type.String(),
  locationId: UuidSchema,
  onHand: Type.Integer(),
  moved: Type.Integer({ description: 'sum of the movements' }),
  reserved: Type.Integer(),
  held: Type.Integer({ description: 'sum of the live holds' }),
  quarantined: Type.Integer(),
  setAside: Type.Integer({ description: 'pieces in quarantine bins, in blocked and in expired lots' }),
  bin: nullable(
    Type.Object({
      bin: nullable(Type.String()),
      lotId: nullable(UuidSchema),
      pieces: Type.Integer(),
      moved: Type.Integer(),
    }),
  ),
  serials: Type.Integer({ description: 'pieces that are here by their serial numbers' }),
  serialsMoved: Type.Integer({ description: 'and by the history of those' }),
})

export const proofRoute = route({
  method: 'GET',
  path: '/v1/stock/proof',
  summary: 'Prove that every counter is the sum of its ledger',
  description:
    'Recounts one page of rows, and `proven` speaks of that page alone: all is proven once `next` is null. Recounted are on hand from the movements, reserved from the live holds, bins, lots, quarantine and serial numbers. Names the first row that differs. `running` tells of the check that goes over all rows without end.',
  tag: TAG,
  audience: ['staff', 'machine'],
  permission: 'stock.read',
  power: 'read',
  // A million rows in a minute, for who walks all the pages.
  perMinute: 60,
  schema: {
    query: Type.Object(
      {
        limit: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: MAX_PROOF_ROWS,
            default: PROOF_ROWS,
            description: 'rows to recount; the largest page takes about a second',
          }),
        ),
        cursor: PageQuery.cursor,
      },
      closed,
    ),
    response: {
      200: Type.Object({
        proven: Type.Boolean(),
        rows: Type.Integer({ description: 'rows that were checked just now' }),
        mismatch: nullable(MismatchSchema),
        next: nullable(Type.String()),
        running: Type.Object({
          open: Type.Integer({ description: 'rows that did not agree when they were last looked at' }),
          roundEndedAt: nullable(InstantSchema),
          roundRows: nullable(Type.Integer()),
        }),
      }),
    },
  },
  handle: async (ctx, { query }) => {
    const [sku, locationId] = decodeCursor(query?.cursor, ['text', 'uuid'])
    const after = sku === undefined || locationId === undefined ? undefined : ([sku, locationId] as const)
    const proof = await proveStockPage(ctx, placesOf(ctx.actor, 'stock.read'), after, query?.limit)
    const running = await stateOfCheck(ctx)
    return {
      ...proof,
      next: proof.next && encodeCursor(proof.next),
      running: { ...running, roundEndedAt: running.roundEndedAt?.toISOString() ?? null },
    }
  },
})
