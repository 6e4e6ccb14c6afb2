import type { Query } from '#platform/context'
import { cascadeOf, type Cascade } from './cascade.ts'
import { readRules } from './store.ts'
import type { PolicyId } from './types.ts'

/** Versions whose rules stay in memory: the one that applies, the one before, and one that somebody looks at. */
const KEPT = 4

/** Rules of versions that were published never change, so they may be kept by id. */
const kept = new Map<PolicyId, Cascade>()

/** The rules of a version that is no draft any more; of null: none. */
export async function publishedRules(query: Query, policyId: PolicyId | null): Promise<Cascade> {
  if (policyId === null) return new Map()
  const known = kept.get(policyId)
  if (known) return known
  const cascade = cascadeOf(await readRules(query, policyId))
  kept.set(policyId, cascade)
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break
    kept.delete(oldest)
  }
  return cascade
}
