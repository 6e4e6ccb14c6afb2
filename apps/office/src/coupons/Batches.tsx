import { useEffect, useState } from 'react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Progress, useFormat, useNow } from '@splot/ui'
import { Download } from 'lucide-react'
import { splot } from '../api/client.ts'
import { MoreButton, rowsOf } from '../page/DataTable.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import page from '../page/page.module.css'
import { WholeField } from '../promotions/inputs.tsx'
import { useRefreshPromotions } from '../promotions/parts.tsx'
import css from './coupons.module.css'
import { batchesQuery, watchBatches, type CouponBatch } from './queries.ts'
import { useT } from './words.ts'

type Props = Readonly<{ couponId: string; mayOrder: boolean; mayDownload: boolean }>

/** Batches of unique codes: how far each is, its file, and how to order another. */
export function Batches({ couponId, mayOrder, mayDownload }: Props) {
  const t = useT('coupon')
  const list = useInfiniteQuery({
    ...batchesQuery(couponId),
    refetchInterval: ({ state }) => watchBatches(rowsOf({ data: state.data })),
  })
  const rows = rowsOf(list)
  const client = useQueryClient()
  const isMaking = watchBatches(rows) !== false
  useEffect(() => {
    // The list beside it counts codes too.
    if (!isMaking) void client.invalidateQueries({ queryKey: ['coupons'] })
  }, [client, isMaking])
  return (
    <section>
      <h3>{t('batches')}</h3>
      <div className={page.stack}>
        {list.data && rows.length === 0 && <p className={page.muted}>{t('noBatches')}</p>}
        {rows.map((batch) => (
          <Batch
            key={batch.id}
            batch={batch}
            mayDownload={mayDownload}
            onDownload={() => void list.refetch()}
          />
        ))}
        {list.hasNextPage && (
          <div>
            <MoreButton list={list} label={t('older')} />
          </div>
        )}
        {mayOrder && <OrderCodes couponId={couponId} />}
      </div>
    </section>
  )
}

type BatchProps = Readonly<{ batch: CouponBatch; mayDownload: boolean; onDownload: () => void }>

function Batch({ batch, mayDownload, onDownload }: BatchProps) {
  const t = useT('coupon')
  const format = useFormat()
  const { id, made, wanted, createdAt, finishedAt, exportableUntil } = batch
  const download = useMutation({
    mutationFn: () => unwrap(splot.POST('/v1/coupon-batches/{id}/downloads', { params: { path: { id } } })),
    onSuccess: ({ path }) => {
      // The browser itself keeps what the server counts out, so that a million codes are no matter here.
      window.location.assign(path)
      onDownload()
    },
  })
  const isOver = useNow() >= (exportableUntil === null ? Infinity : Date.parse(exportableUntil))
  return (
    <div className={css.batch}>
      <p className={page.small}>{t('ordered', { when: format.date(createdAt, 'datetime') })}</p>
      {finishedAt === null ? (
        <Progress
          done={made}
          all={wanted}
          words={t('made', { made: format.number(made), wanted: format.number(wanted) })}
        />
      ) : (
        <p>{t('ready', { count: format.number(made) })}</p>
      )}
      {mayDownload && finishedAt !== null && !isOver && (
        <div>
          <Button
            icon={<Download aria-hidden size={15} />}
            isPending={download.isPending}
            onPress={() => download.mutate()}
          >
            {t('download')}
          </Button>
          {download.error && <ProblemNote error={download.error} />}
        </div>
      )}
      {exportableUntil !== null && (
        <p className={page.small}>
          {t(isOver ? 'downloadOver' : 'downloadUntil', { when: format.date(exportableUntil, 'datetime') })}
        </p>
      )}
    </div>
  )
}

const MOST_CODES = 1_000_000

function OrderCodes({ couponId }: Readonly<{ couponId: string }>) {
  const t = useT('coupon')
  const refresh = useRefreshPromotions()
  const [codes, setCodes] = useState(Number.NaN)
  const [asked, setAsked] = useState(false)
  const { key, settled } = useCommandKey()
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
      refresh()
    },
    onSettled: settled,
  })
  const submit = () => {
    setAsked(true)
    if (isCount) order.mutate()
  }
  return (
    <div className={css.order}>
      <WholeField
        label={t('count')}
        value={codes}
        onChange={setCodes}
        error={asked && !isCount ? t('badCount') : undefined}
      />
      <Button isPending={order.isPending} onPress={submit}>
        {t('order')}
      </Button>
      <ProblemNote error={order.error} />
    </div>
  )
}
