import type { ReactNode } from 'react'
import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useFormat, useLocale } from '@splot/ui'
import type { Page } from '../api/types.ts'
import { MoreButton, rowsOf } from '../page/DataTable.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useChannels } from '../page/scope.tsx'
import page from '../page/page.module.css'
import css from './pieces.module.css'
import { rowHoldsQuery, rowPiecesQuery, type RowHold } from './queries.ts'
import { useT } from './words.ts'

type Row = Readonly<{ sku: string; locationId: string }>

/** Who holds the pieces of an article in a place: whose order or what kind of basket, how many, until when. */
export function RowHolds({ sku, locationId }: Row) {
  const t = useT('pieces')
  const list = useInfiniteQuery(rowHoldsQuery(sku, locationId))
  return (
    <Section title={t('whoHolds')} empty={t('nobodyHolds')} list={list}>
      {rowsOf(list).map((hold) => (
        <li key={hold.holdId}>
          <HoldLine hold={hold} />
          <strong>{hold.quantity}</strong>
        </li>
      ))}
    </Section>
  )
}

function HoldLine({ hold }: Readonly<{ hold: RowHold }>) {
  const t = useT('pieces')
  const format = useFormat()
  const { locale } = useLocale()
  const channel = useChannels().find(({ id }) => id === hold.channelId)
  const until =
    hold.expiresAt === null
      ? t('heldForOrder')
      : t(hold.lapsed ? 'heldLapsed' : 'heldUntil', { time: format.date(hold.expiresAt, 'short') })
  return (
    <span>
      <Holder holder={hold.holder} />{' '}
      <span className={page.small}>
        {[hold.words[locale], channel?.name[locale], until].filter(Boolean).join(' · ')}
      </span>
    </span>
  )
}

function Holder({ holder }: Pick<RowHold, 'holder'>) {
  const t = useT('pieces')
  if (holder === null) return t('aBasket')
  const { kind, id } = holder
  const number = holder.number ?? ''
  return kind === 'order' ? (
    <Link to="/orders/$orderId" params={{ orderId: id }}>
      {t('orderNumber', { number })}
    </Link>
  ) : (
    <Link to="/stockwork/transfers/$id" params={{ id }}>
      {t('transferNumber', { number })}
    </Link>
  )
}

/** Where the pieces of an article lie in a place: bin by bin, lot by lot. */
export function RowPieces({ sku, locationId }: Row) {
  const t = useT('pieces')
  const format = useFormat()
  const list = useInfiniteQuery(rowPiecesQuery(sku, locationId))
  return (
    <Section title={t('whereTheyLie')} empty={t('lieNowhere')} list={list}>
      {rowsOf(list).map(({ bin, binKind, lot, quantity }) => (
        <li key={`${bin} ${lot?.lotId}`}>
          <span>
            {bin === null ? t('noBin') : <code>{bin}</code>}{' '}
            <span className={page.small}>
              {[
                binKind && t(binKind),
                lot && t('lotOf', { code: lot.code }),
                lot && lot.state !== 'sellable' && t(lot.state),
                lot?.expiresOn && t('goodUntil', { day: format.date(lot.expiresOn, 'date') }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          <strong>{quantity}</strong>
        </li>
      ))}
    </Section>
  )
}

type SectionProps = Readonly<{
  title: string
  empty: string
  list: UseInfiniteQueryResult<InfiniteData<Page<unknown>>>
  children: ReactNode
}>

function Section({ title, empty, list, children }: SectionProps) {
  const isEmpty = list.data !== undefined && rowsOf(list).length === 0
  return (
    <section>
      <h3>{title}</h3>
      <ProblemNote error={list.error} />
      {isEmpty ? <p className={page.muted}>{empty}</p> : <ul className={css.held}>{children}</ul>}
      <MoreButton list={list} />
    </section>
  )
}
