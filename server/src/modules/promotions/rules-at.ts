import type { ReadContext } from '#platform/context'
import { ruleSetsFrom } from './store.ts'
import type { TimedRuleSet } from './types.ts'

/** The rule set that was or will be in force at an instant, past ones too, from the tables; undefined: none was published by then. */
export async function rulesAt(ctx: ReadContext, at: Date): Promise<TimedRuleSet | undefined> {
  const [set] = await ruleSetsFrom(ctx, at)
  return set && set.startsAt <= at ? set : undefined
}
