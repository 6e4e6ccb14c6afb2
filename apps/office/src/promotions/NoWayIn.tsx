import { useInfiniteQuery } from '@tanstack/react-query'
import { needsCode } from '@splot/rules'
import { TriangleAlert } from 'lucide-react'
import { cx } from '@splot/ui'
import { couponsQuery } from '../coupons/queries.ts'
import css from './promotions.module.css'
import type { PromotionDraft } from './draft.ts'
import { useT } from './words.ts'

/** Said of a promotion that only codes open while no coupon has any for it: nobody would ever get it. */
export function NoWayIn({ id, draft }: Readonly<{ id: string; draft: PromotionDraft }>) {
  const t = useT('promo')
  const needs = needsCode(draft)
  const { data } = useInfiniteQuery({
    ...couponsQuery({ promotionId: id, state: 'active' }),
    enabled: needs,
  })
  if (!needs || !data || data.pages.some(({ items }) => items.length > 0)) return null
  return (
    <section className={cx(css.conflicts, css.inSheet)} aria-live="polite">
      <TriangleAlert aria-hidden />
      <div>
        <strong>{t('noWayIn')}</strong>
        <p>{t(draft.audience === 'code' ? 'noCodeYet' : 'noCodeNorCondition')}</p>
      </div>
    </section>
  )
}
