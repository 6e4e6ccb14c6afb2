import { useState, type ReactNode } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Skeleton, toast, useFormat } from '@splot/ui'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { Channel, useMay } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemNote, ProblemState } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { StatePill } from '../promotions/parts.tsx'
import { promotionQuery } from '../promotions/queries.ts'
import { useT as usePromoT } from '../promotions/words.ts'
import { Batches } from './Batches.tsx'
import { ChangeCoupon } from './ChangeCoupon.tsx'
import { Leases } from './Leases.tsx'
import { couponQuery, type Coupon } from './queries.ts'
import { SingleCode } from './SingleCode.tsx'
import { useLimitWords } from './useLimitWords.ts'
import { usePutCoupon } from './usePutCoupon.ts'
import { Uses } from './Uses.tsx'
import { useT } from './words.ts'

/** A coupon beside its list: its terms, its batches of codes, what tills hold of it, its uses; and how to change or stop it. */
export function CouponPeek({ id, onClose }: Readonly<{ id: string; onClose: () => void }>) {
  const t = useT('coupon')
  const may = useMay()
  const { data: coupon, error, refetch } = useQuery(couponQuery(id))
  const mayWrite = may('coupons.write') && coupon?.state !== 'archived'
  return (
    <Peek label={t('code')} title={coupon?.name ?? '…'} onClose={onClose}>
      {error && !coupon ? (
        <ProblemState error={error} onRetry={() => void refetch()} />
      ) : !coupon ? (
        <Skeleton lines={6} />
      ) : (
        <>
          <Facts coupon={coupon} />
          {mayWrite && <Moves coupon={coupon} />}
          {coupon.kind === 'unique' && (
            <>
              <Batches couponId={coupon.id} mayOrder={mayWrite} mayDownload={may('coupons.write')} />
              {mayWrite && may('customers.read') && <SingleCode couponId={coupon.id} />}
            </>
          )}
          <Leases coupon={coupon} mayGrant={mayWrite} mayClose={may('coupons.write')} />
          <Uses id={id} />
        </>
      )}
    </Peek>
  )
}

function Facts({ coupon }: Readonly<{ coupon: Coupon }>) {
  const t = useT('coupon')
  const promo = usePromoT('promo')
  const format = useFormat()
  const limits = useLimitWords()(coupon)
  const { data } = useQuery(promotionQuery(coupon.promotionId))
  const { used, code, validFrom, validUntil, channels } = coupon
  const facts: readonly (readonly [name: string, fact: ReactNode])[] = [
    [
      t('promotion'),
      <Link key="promotion" to="/promotions/$id" params={{ id: coupon.promotionId }}>
        {data?.promotion.content.name ?? '…'}
      </Link>,
    ],
    [
      t('code'),
      <span key="code" className={page.row}>
        {code === null ? t('unique') : <span className={page.mono}>{code}</span>}
        <StatePill row={coupon} />
      </span>,
    ],
    [t('uses'), format.number(used)],
    [t('limits'), limits.length > 0 ? limits.join(', ') : t('unlimited')],
    [promo('validFrom'), validFrom === null ? promo('always') : <ShortTime key="from" at={validFrom} />],
    [promo('validUntil'), validUntil === null ? promo('always') : <ShortTime key="until" at={validUntil} />],
    [
      t('channels'),
      channels === null ? (
        t('everywhere')
      ) : (
        <span key="channels" className={page.row}>
          {channels.map((one) => (
            <Channel key={one} code={one} />
          ))}
        </span>
      ),
    ],
  ]
  return (
    <dl className={page.facts}>
      {facts.map(([name, fact]) => [<dt key={name}>{name}</dt>, <dd key={`${name} is`}>{fact}</dd>])}
    </dl>
  )
}

function Moves({ coupon }: Readonly<{ coupon: Coupon }>) {
  const t = useT('coupon')
  const put = usePutCoupon(coupon)
  const [changing, setChanging] = useState(false)
  const setState = async (state: 'active' | 'paused' | 'archived') => {
    await put({ state })
    toast({ title: t('changed'), status: 'ok' })
  }
  const move = useMutation({ mutationFn: setState })
  const isPaused = coupon.state === 'paused'
  return (
    <div className={page.row}>
      <Button onPress={() => setChanging(true)}>{t('change')}</Button>
      <Button isPending={move.isPending} onPress={() => move.mutate(isPaused ? 'active' : 'paused')}>
        {isPaused ? t('resume') : t('pause')}
      </Button>
      <ConfirmButton
        label={t('archive')}
        about={coupon.name}
        title={t('archiveTitle')}
        what={t('archiveWhat')}
        run={() => setState('archived')}
      />
      <ProblemNote error={move.error} />
      {changing && <ChangeCoupon coupon={coupon} onClose={() => setChanging(false)} />}
    </div>
  )
}
