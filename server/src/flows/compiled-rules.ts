import { compileRules, type CompiledRules, type RuleSet } from '@splot/rules'

/** Rule sets that are kept ready: after an outage many sales come that were made by the same one. */
export const MAX_COMPILED = 8

/** By version and content, the one that was asked for last at the end: what is published under a number never changes. */
const ready = new Map<string, CompiledRules>()

/**
 * A rule set as it is counted with; of those asked for lately the same one again. Sets say what they are by their number and what is in them: worlds of tests
 * share neither.
 */
export function compiledRules(set: RuleSet): CompiledRules {
  const key = `${set.version} ${set.promotions.map(({ id, version }) => `${id}.${version}`).join(' ')}`
  const rules = ready.get(key) ?? compileRules(set)
  // Out and in again: the first of the map is the one that nobody has asked for the longest.
  ready.delete(key)
  ready.set(key, rules)
  const [unused] = ready.keys()
  if (ready.size > MAX_COMPILED && unused !== undefined) ready.delete(unused)
  return rules
}
