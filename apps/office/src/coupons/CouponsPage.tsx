import { useState } from 'react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, EmptyState, useFormat, type TableColumn } from '@splot/ui'
import { TicketPercent, X } from 'lucide-react'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { StateFilter } from '../page/FilterSelect.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { SearchFilter } from '../page/SearchFilter.tsx'
import { useMay } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { CouponPeek } from './CouponPeek.tsx'
import { NewCoupon } from './NewCoupon.tsx'
import { PromotionTabs, StatePill } from '../promotions/parts.tsx'
import { promotionQuery } from '../promotions/queries.ts'
import { couponsQuery, type Coupon } from './queries.ts'
import { useLimitWords } from './useLimitWords.ts'
import { useT as usePromoT } from '../promotions/words.ts'
import { useT } from './words.ts'

const states = ['active', 'paused', 'archived'] as const

/** Codes that open promotions: how many there are, how often they were used, and until when they are good. */
export function CouponsPage() {
  const t = useT('coupon')
  const promo = usePromoT('promo')
  const may = useMay()
  const { filters, change } = useFilters<'q' | 'state' | 'promotionId' | 'peek'>()
  const { peek, ...narrowing } = filters
  const list = useInfiniteQuery(couponsQuery(narrowing))
  const { data: promotion } = useQuery({
    ...promotionQuery(filters.promotionId ?? ''),
    enabled: filters.promotionId !== undefined,
  })
  const [making, setMaking] = useState(false)
  const create = may('coupons.write') && <NewButton label={t('create')} onPress={() => setMaking(true)} />
  return (
    <ListPage
      title={promo('coupons')}
      lead={promo('lead')}
      list={list}
      views={<PromotionTabs current="coupons" />}
      actions={create}
      filters={
        <>
          <SearchFilter label={t('search')} />
          <StateFilter
            none={promo('anyState')}
            states={states.map((state) => [state, state === 'archived' ? promo('archived') : t(state)])}
          />
          {promotion && (
            <Button
              icon={<X aria-hidden size={13} />}
              aria-label={promo('removeWhat', { what: promotion.promotion.content.name })}
              onPress={() => change({ promotionId: undefined })}
            >
              {promotion.promotion.content.name}
            </Button>
          )}
        </>
      }
      peek={peek && <CouponPeek key={peek} id={peek} onClose={() => change({ peek: undefined })} />}
    >
      <DataTable
        label={promo('coupons')}
        list={list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onOpen={({ id }) => change({ peek: id })}
        openKey={peek ?? null}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<TicketPercent />} title={t('empty')} why={t('emptyWhy')} action={create} />}
      />
      {making && (
        <NewCoupon
          promotion={promotion && { id: promotion.promotion.id, name: promotion.promotion.content.name }}
          onMade={(id) => change({ peek: id })}
          onClose={() => setMaking(false)}
        />
      )}
    </ListPage>
  )
}

function useColumns(): TableColumn<Coupon>[] {
  const t = useT('coupon')
  const promo = usePromoT('promo')
  const common = useCommon('page')
  const format = useFormat()
  const limitWords = useLimitWords()
  return [
    {
      id: 'code',
      header: t('code'),
      isRowHeader: true,
      cell: ({ code }) =>
        code === null ? (
          <span className={page.muted}>{t('unique')}</span>
        ) : (
          <span className={page.mono}>{code}</span>
        ),
    },
    { id: 'name', header: t('name'), cell: ({ name }) => name },
    { id: 'state', header: common('state'), width: 'narrow', cell: (row) => <StatePill row={row} /> },
    {
      id: 'uses',
      header: t('uses'),
      align: 'end',
      width: 'narrow',
      cell: ({ used, limits: { total } }) =>
        total === null ? format.number(used) : `${format.number(used)} / ${format.number(total)}`,
    },
    {
      id: 'codes',
      header: t('codes'),
      align: 'end',
      width: 'narrow',
      cell: ({ kind, codes }) =>
        kind === 'unique' ? format.number(codes) : <span className={page.muted}>–</span>,
    },
    {
      id: 'limits',
      header: t('limits'),
      width: 'wide',
      cell: (coupon) => limitWords(coupon).join(', ') || <span className={page.muted}>–</span>,
    },
    {
      id: 'until',
      header: promo('validUntil'),
      width: 'narrow',
      cell: ({ validUntil }) =>
        validUntil === null ? <span className={page.muted}>–</span> : format.date(validUntil, 'datetime'),
    },
  ]
}
