import type { Rule } from './queries.ts'

export type Difference =
  | Readonly<{ kind: 'added'; after: Rule }>
  | Readonly<{ kind: 'changed'; before: Rule; after: Rule }>
  | Readonly<{ kind: 'gone'; before: Rule }>

/** What makes two rules the same rule: whom, what and where they are about. */
const keyOf = ({ scope, channelId }: Rule): string =>
  JSON.stringify([scope.sku, scope.category, scope.locationId, scope.region, channelId])

/** The terms in one order of keys, so that two ways of writing the same are the same. */
const saidBy = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/** How one list of rules differs from another: what is new and changed in the order of `after`, then what is gone. */
export function differencesOf(before: readonly Rule[], after: readonly Rule[]): Difference[] {
  const old = new Map(before.map((rule) => [keyOf(rule), rule]))
  const found = after.flatMap((rule): Difference[] => {
    const known = old.get(keyOf(rule))
    old.delete(keyOf(rule))
    if (!known) return [{ kind: 'added', after: rule }]
    return saidBy(known.terms) === saidBy(rule.terms) ? [] : [{ kind: 'changed', before: known, after: rule }]
  })
  return [...found, ...[...old.values()].map((rule): Difference => ({ kind: 'gone', before: rule }))]
}
