import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { useLocale, type Locale } from '@splot/ui'
import { splot } from '../api/client.ts'
import { variantsQuery } from '../api/queries.ts'
import type { PromotionDraft } from './draft.ts'
import { fitting, questionOf, wishesOf, worldOf, type Wish } from './fitting.ts'
import type { Example } from './preview.ts'

/** Products that one question brings, and how many articles of each are looked at. */
const MAX_PRODUCTS = 8
const OF_EACH = 3

/** Finds articles that the promotion is about and changes the example to them; an error: there are none. */
export function useFitting(
  draft: PromotionDraft,
  example: Example,
  change: (part: Partial<Example>) => void,
) {
  const client = useQueryClient()
  const { locale } = useLocale()
  return useMutation({
    mutationFn: async () => {
      const candidates = await Promise.all(
        wishesOf(draft).map(async (wish) => {
          const skus = await skusFor(wish, locale)
          return skus.length === 0 ? [] : (await client.fetchQuery(variantsQuery(skus, locale))).items
        }),
      )
      const lines = fitting(draft, candidates)
      if (!lines) throw new Error('Nothing in the catalogue is what this promotion is about.')
      change({ ...worldOf(draft, example), lines })
    },
  })
}

async function skusFor(wish: Wish, locale: Locale): Promise<readonly string[]> {
  const query = { ...questionOf(wish), locale, limit: MAX_PRODUCTS }
  const { items } = await unwrap(splot.GET('/v1/products', { params: { query } }))
  const named = new Set(wish.of.flatMap((one) => (one.kind === 'products' && !one.not ? one.anyOf : [])))
  return items.flatMap(({ variants }) => {
    const skus = variants.map(({ sku }) => sku)
    const asNamed = skus.filter((sku) => named.has(sku))
    return (asNamed.length > 0 ? asNamed : skus).slice(0, OF_EACH)
  })
}
