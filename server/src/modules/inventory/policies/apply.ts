import { systemActor, type Platform, type WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { defineJob } from '#platform/jobs'
import { publishAvailability } from '../events.ts'
import { compileRows } from './compile.ts'
import { APPLY_CHUNK } from './limits.ts'
import { publishedRules } from './rules-of.ts'
import { lockProgress, moveProgress, readPolicyById, readRowsAfter, rewindProgress } from './store.ts'

const POLICY_APPLIED = 'inventory.policy_applied'

/**
 * Compiles what was published last into the rows of stock, a chunk per transaction, until all of them carry it; goes on where a killed one
 * has stopped, and finds nothing to do when all is done. Several take turns. Answers how many rows changed.
 */
export async function applyPolicies(platform: Platform): Promise<number> {
  let changed = 0
  for (;;) {
    const step = await platform.write(systemActor('inventory.apply-policies'), applyChunk)
    changed += step.changed
    if (step.finished) return changed
  }
}

async function applyChunk(ctx: WriteContext): Promise<{ changed: number; finished: boolean }> {
  const progress = await lockProgress(ctx)
  if (progress.finished) return { changed: 0, finished: true }
  const [cascade, rows] = await Promise.all([
    publishedRules(ctx.query, progress.policyId),
    readRowsAfter(ctx.query, progress.afterStock, APPLY_CHUNK),
  ])
  const changes = await compileRows(ctx, rows, cascade)
  publishAvailability(ctx, changes)
  const finished = rows.length < APPLY_CHUNK
  const afterStock = rows.at(-1)?.stockId ?? progress.afterStock
  await moveProgress(ctx, { afterStock, changed: changes.length, finished })
  if (finished) {
    const policy = progress.policyId === null ? undefined : await readPolicyById(ctx, progress.policyId)
    emit(ctx, {
      type: POLICY_APPLIED,
      subject: progress.policyId ?? 'none',
      data: { version: policy?.version ?? null, changed: progress.changed + changes.length },
    })
  }
  return { changed: changes.length, finished }
}

/** Every minute besides, so that what a killed worker has left is finished. */
export const applyPoliciesJob = defineJob({
  name: 'inventory.apply-policies',
  cron: '* * * * *',
  run: async (platform) => {
    await applyPolicies(platform)
  },
})

/**
 * Every night: goods change their categories and places their regions, so what was compiled is compared with the rules once more. Only
 * rows that differ are touched.
 */
export const compareWithPoliciesJob = defineJob({
  name: 'inventory.compare-with-policies',
  cron: '7 2 * * *',
  run: async (platform) => {
    await platform.write(systemActor('job:inventory.compare-with-policies'), rewindProgress)
    await applyPolicies(platform)
  },
})
