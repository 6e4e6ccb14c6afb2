import { useState } from 'react'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, NumberField, Progress, Skeleton, toast, useFormat, useLocale } from '@splot/ui'
import { problemOf, splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { rowsOf } from '../page/DataTable.tsx'
import { ExportButton } from '../page/ExportButton.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { Channel, useMay } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemNote, ProblemState } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { wholeFile } from './coupon.ts'
import { StatePill, useRefreshPromotions } from './parts.tsx'
import {
  batchesQuery,
  couponQuery,
  promotionQuery,
  redemptionsQuery,
  watchBatches,
  type Coupon,
  type CouponBatch,
} from './queries.ts'
import { useT } from './words.ts'

/** A coupon beside its list: its promotion, its batches of codes, its uses; and how to stop it. */
export function CouponPeek({ id, onClose }: Readonly<{ id: string; onClose: () => void }>) {
  const t = useT('coupon')
  const may = useMay()
  const { data: coupon, error, refetch } = useQuery(couponQuery(id))
  return (
    <Peek label={t('code')} title={coupon?.name ?? '…'} onClose={onClose}>
      {error && !coupon ? (
        <ProblemState error={error} onRetry={() => void refetch()} />
      ) : !coupon ? (
        <Skeleton lines={6} />
      ) : (
        <>
          <Facts coupon={coupon} />
          {may('coupons.write') && coupon.state !== 'archived' && <Moves coupon={coupon} />}
          {coupon.kind === 'unique' && <Batches coupon={coupon} mayOrder={may('coupons.write')} />}
          <Uses id={id} />
        </>
      )}
    </Peek>
  )
}

function Facts({ coupon }: Readonly<{ coupon: Coupon }>) {
  const t = useT('coupon')
  const promo = useT('promo')
  const format = useFormat()
  const { data } = useQuery(promotionQuery(coupon.promotionId))
  const { used, limits, code } = coupon
  return (
    <dl className={page.facts}>
      <dt>{t('promotion')}</dt>
      <dd>
        <Link to="/promotions/$id" params={{ id: coupon.promotionId }}>
          {data?.promotion.content.name ?? '…'}
        </Link>
      </dd>
      <dt>{t('code')}</dt>
      <dd>
        {code === null ? t('unique') : <span className={page.mono}>{code}</span>} <StatePill row={coupon} />
      </dd>
      <dt>{t('uses')}</dt>
      <dd>
        {limits.total === null
          ? format.number(used)
          : `${format.number(used)} / ${format.number(limits.total)}`}
      </dd>
      {limits.perCustomer !== null && (
        <>
          <dt>{t('eachCustomer')}</dt>
          <dd>{format.number(limits.perCustomer)}</dd>
        </>
      )}
      {coupon.validUntil && (
        <>
          <dt>{promo('validUntil')}</dt>
          <dd>
            <ShortTime at={coupon.validUntil} />
          </dd>
        </>
      )}
    </dl>
  )
}

function Moves({ coupon }: Readonly<{ coupon: Coupon }>) {
  const t = useT('coupon')
  const refresh = useRefreshPromotions()
  const { id, version, name, limits, validFrom, validUntil, channels } = coupon
  const put = async (state: 'active' | 'paused' | 'archived') => {
    await unwrap(
      splot.PUT('/v1/coupons/{id}', {
        params: { path: { id } },
        headers: { 'if-match': `"${version}"` },
        body: { name, limits, validFrom, validUntil, channels, state },
      }),
    )
    refresh()
    toast({ title: t('changed'), status: 'ok' })
  }
  const move = useMutation({ mutationFn: put })
  const isPaused = coupon.state === 'paused'
  return (
    <div className={page.row}>
      <Button isPending={move.isPending} onPress={() => move.mutate(isPaused ? 'active' : 'paused')}>
        {isPaused ? t('resume') : t('pause')}
      </Button>
      <ConfirmButton
        label={t('archive')}
        about={name}
        title={t('archiveTitle')}
        what={t('archiveWhat')}
        run={() => put('archived')}
      />
      <ProblemNote error={move.error} />
    </div>
  )
}

const MOST_CODES = 1_000_000

function Batches({ coupon, mayOrder }: Readonly<{ coupon: Coupon; mayOrder: boolean }>) {
  const t = useT('coupon')
  const list = useInfiniteQuery({
    ...batchesQuery(coupon.id),
    refetchInterval: ({ state }) => watchBatches(rowsOf({ data: state.data })),
  })
  const rows = rowsOf(list)
  return (
    <section>
      <h3>{t('batches')}</h3>
      {list.data && rows.length === 0 && <p className={page.muted}>{t('noBatches')}</p>}
      <div className={page.stack}>
        {rows.map((batch) => (
          <Batch key={batch.id} batch={batch} mayDownload={mayOrder} />
        ))}
        {mayOrder && coupon.state !== 'archived' && <OrderCodes couponId={coupon.id} />}
      </div>
    </section>
  )
}

function Batch({ batch, mayDownload }: Readonly<{ batch: CouponBatch; mayDownload: boolean }>) {
  const t = useT('coupon')
  const format = useFormat()
  const { id, made, wanted, finishedAt, exportedAt } = batch
  return (
    <div>
      <Progress
        done={made}
        all={wanted}
        words={t('made', { made: format.number(made), wanted: format.number(wanted) })}
      />
      {mayDownload && finishedAt && (
        <ExportButton
          load={() =>
            wholeFile((from) =>
              unwrap(
                splot.POST('/v1/coupon-batches/{id}/download', { params: { path: { id } }, body: { from } }),
              ),
            )
          }
        />
      )}
      {exportedAt && (
        <p className={page.small}>{t('downloaded', { when: format.date(exportedAt, 'datetime') })}</p>
      )}
    </div>
  )
}

function OrderCodes({ couponId }: Readonly<{ couponId: string }>) {
  const t = useT('coupon')
  const refresh = useRefreshPromotions()
  const [codes, setCodes] = useState(Number.NaN)
  const [asked, setAsked] = useState(false)
  const [key, setKey] = useState(() => crypto.randomUUID())
  const isCount = codes >= 1 && codes <= MOST_CODES
  const order = useMutation({
    mutationFn: () =>
      unwrap(
        splot.POST('/v1/coupon-batches', {
          headers: { 'idempotency-key': key },
          body: { couponId, codes },
        }),
      ),
    onSuccess: () => {
      setCodes(Number.NaN)
      setAsked(false)
      // The next batch is another command.
      setKey(crypto.randomUUID())
      refresh()
    },
    // Another try after a refusal is another command; without an answer it is the same one again.
    onError: (error) => problemOf(error).status > 0 && setKey(crypto.randomUUID()),
  })
  const submit = () => {
    setAsked(true)
    if (isCount) order.mutate()
  }
  return (
    <div className={page.row}>
      <NumberField
        label={t('count')}
        value={codes}
        onChange={setCodes}
        minValue={0}
        formatOptions={{ maximumFractionDigits: 0 }}
        error={asked && !isCount ? t('badCount') : undefined}
      />
      <Button isPending={order.isPending} onPress={submit}>
        {t('order')}
      </Button>
      <ProblemNote error={order.error} />
    </div>
  )
}

function Uses({ id }: Readonly<{ id: string }>) {
  const t = useT('coupon')
  const { locale } = useLocale()
  const list = useInfiniteQuery(redemptionsQuery(id))
  const rows = rowsOf(list)
  return (
    <section>
      <h3>{t('redemptions')}</h3>
      {list.data && rows.length === 0 && <p className={page.muted}>{t('noRedemptions')}</p>}
      <ul className={page.stack}>
        {rows.map((use) => (
          <li key={use.id} className={page.row}>
            <ShortTime at={use.takenAt} />
            <Channel code={use.channel} />
            {use.orderId ? (
              <Link to="/orders/$orderId" params={{ orderId: use.orderId }}>
                {use.words[locale]}
              </Link>
            ) : (
              use.words[locale]
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
