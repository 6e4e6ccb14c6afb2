import { Refusal } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { readBook } from './prices.ts'
import { allLists, cheaperThan, serves } from './store.ts'
import { surroundings } from './surroundings.ts'
import type { ExceptionTerms, PriceList, PriceScope } from './types.ts'

/** Articles so cheap that the exception could take all of their price, of which so many are looked at; the first few are named. */
const MOST_LOOKED_AT = 500
const EXAMPLES = 10

/**
 * Refuses an exception that takes an amount off when an article that it is about would then cost nothing, by what its list says at that instant.
 * @throws Refusal `pricing.bad_exception` with how many.
 */
export async function refuseBelowZero(ctx: ReadContext, terms: ExceptionTerms, at: Date): Promise<void> {
  const { effect } = terms
  if (effect.kind !== 'amount' || effect.minor >= 0) return
  const cheap = await cheaperThan(ctx, { currency: effect.currency, minor: -effect.minor, at })
  const meant = cheap.filter((sku) => isMeant(terms, sku)).slice(0, MOST_LOOKED_AT)
  if (meant.length === 0) return
  const [lists, price] = await Promise.all([allLists(ctx), readBook(ctx, meant, at)])
  const scopes = scopesOf(terms, effect.currency, lists).filter((scope) => serves(lists, scope))
  const free = meant.flatMap((sku) => {
    const listed = scopes.flatMap((scope) => price(sku, scope)?.source.listMinor ?? [])
    const before = Math.min(...listed)
    return before + effect.minor <= 0 ? { sku, before } : []
  })
  if (free.length === 0) return
  throw new Refusal(
    'unprocessable',
    'pricing.bad_exception',
    `${free.length} prices would not be above zero. Take less off, or name fewer goods.`,
    {
      errors: free.slice(0, EXAMPLES).map(({ sku, before }) => ({
        pointer: '/effect',
        detail: `${sku}: ${before} would become ${before + effect.minor}`,
      })),
      facts: { rows: free.length },
    },
  )
}

const isMeant = ({ skus, categories }: ExceptionTerms, sku: string): boolean =>
  (skus === null || skus.includes(sku)) &&
  (categories === null ||
    categories.some((category) => surroundings().article(sku)?.categories.includes(category)))

/** Whoever may be charged by the exception, as far as lists tell people apart. A channel that no list names stands for all others. */
function scopesOf(terms: ExceptionTerms, currency: string, lists: readonly PriceList[]): PriceScope[] {
  const inCurrency = lists.filter((list) => list.currency === currency)
  const named = <T>(wanted: readonly string[] | null, known: readonly (T | null)[], others: T | null) =>
    // What terms name are ids of their kind: they were checked.
    new Set<T | null>(wanted ? (wanted as readonly T[]) : [...known.filter((one) => one !== null), others])
  const channels = named(
    terms.channels,
    inCurrency.map(({ channelId }) => channelId),
    '' as PriceScope['channel'],
  )
  const locations = named(
    terms.locations,
    inCurrency.map(({ locationId }) => locationId),
    null,
  )
  const groups = named(
    terms.groups,
    inCurrency.map(({ group }) => group),
    null,
  )
  return [...channels].flatMap((channel) =>
    channel === null
      ? []
      : [...locations].flatMap((location) =>
          [...groups].map((group) => ({
            channel,
            currency,
            location,
            groups: group === null ? [] : [group],
          })),
        ),
  )
}
