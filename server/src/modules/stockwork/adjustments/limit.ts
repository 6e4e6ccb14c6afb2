import type { LocationId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { DEFAULT_LIMIT } from '../limits.ts'
import { readLimit } from './store.ts'
import type { AdjustmentLimit } from './types.ts'

/** What may be adjusted in the place without an approval. */
export const limitOf = async (ctx: ReadContext, locationId: LocationId): Promise<AdjustmentLimit> =>
  (await readLimit(ctx, locationId)) ?? DEFAULT_LIMIT
