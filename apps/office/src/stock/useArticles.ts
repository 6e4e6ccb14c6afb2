import { useQueries } from '@tanstack/react-query'
import { optionsInOrder, useLocale } from '@splot/ui'
import { variantsQuery } from '../api/queries.ts'
import type { Page } from '../api/types.ts'

export interface Article {
  readonly name: string
  /** Colour and size in words; empty without options. */
  readonly options: string
}

/**
 * Names beside the SKUs of a list that inventory keeps: inventory knows no names. Each page of the list is one question, so
 * that pages which were read stay answered.
 */
export function useArticles(pages: readonly Page<{ sku: string }>[]): (sku: string) => Article | undefined {
  const { locale } = useLocale()
  const bySku = useQueries({
    queries: pages.map(({ items }) => variantsQuery([...new Set(items.map(({ sku }) => sku))], locale)),
    combine: (answers) =>
      new Map(
        answers
          .flatMap(({ data }) => data?.items ?? [])
          .map(({ sku, name, options }) => [
            sku,
            {
              name,
              options: optionsInOrder(options)
                .map(({ label }) => label)
                .join(', '),
            },
          ]),
      ),
  })
  return (sku) => bySku.get(sku)
}
