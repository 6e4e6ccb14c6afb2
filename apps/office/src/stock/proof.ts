import { unwrap } from '@splot/client'
import { splot } from '../api/client.ts'
import type { Proof } from '../api/types.ts'

/** The largest page of the proof: somebody asked and waits for all of it. */
const WALK_ROWS = 20_000

/**
 * What may be claimed: a row that disagrees just now, rows that the running check found, all rows of the reader just recounted, all rows at
 * the end of the running check's last round, or no more than the first page.
 */
export type Verdict = 'mismatch' | 'open' | 'all' | 'round' | 'part'

export function judgeProof({
  mismatch,
  next,
  running,
}: Pick<Proof, 'mismatch' | 'next' | 'running'>): Verdict {
  if (mismatch) return 'mismatch'
  if (running.open > 0) return 'open'
  if (next === null) return 'all'
  return running.roundEndedAt === null ? 'part' : 'round'
}

/** Recounts page after page until the last, or until a row disagrees; answers all of it as one proof. */
export async function proveAll(): Promise<Proof> {
  let rows = 0
  for (let cursor: string | undefined; ;) {
    const page = await unwrap(
      splot.GET('/v1/stock/proof', { params: { query: { limit: WALK_ROWS, cursor } } }),
    )
    rows += page.rows
    if (page.next === null || page.mismatch) return { ...page, rows }
    cursor = page.next
  }
}
