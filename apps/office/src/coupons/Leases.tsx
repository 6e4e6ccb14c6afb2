import { useState } from 'react'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { unwrap, type paths } from '@splot/client'
import { Button, Dialog, Select, toast, useFormat } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { rowsOf } from '../page/DataTable.tsx'
import { PlaceName, shortName, usePlaces } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { MomentField, WholeField } from '../promotions/inputs.tsx'
import { useRefreshPromotions } from '../promotions/parts.tsx'
import { useT as usePromoT } from '../promotions/words.ts'
import css from './coupons.module.css'
import { batchesQuery, leasesQuery, type Coupon, type Lease, type Leases as Answer } from './queries.ts'
import { useT } from './words.ts'

type Props = Readonly<{ coupon: Coupon; mayGrant: boolean; mayClose: boolean }>

/** Uses, or unique codes, that are set aside for tills which may lose their network: who holds how many, and how many are spent. */
export function Leases({ coupon, mayGrant, mayClose }: Props) {
  const t = useT('coupon')
  const { data } = useQuery(leasesQuery(coupon.id))
  const [granting, setGranting] = useState(false)
  const { limits } = coupon
  const isUnique = coupon.kind === 'unique'
  const isLeasable = limits.perCustomer === null && limits.period === null
  return (
    <section>
      <h3>{t('leases')}</h3>
      <div className={page.stack}>
        <p className={page.small}>
          {t(!isLeasable ? 'notLeasable' : isUnique ? 'leasedCodesWhat' : 'leasesWhat')}
        </p>
        {data && data.items.length > 0 && (
          <ul className={css.rows}>
            {data.items.map((lease) => (
              <LeaseRow key={lease.id} lease={lease} mayClose={mayClose} />
            ))}
          </ul>
        )}
        {mayGrant && isLeasable && coupon.state === 'active' && data && (
          <div>
            <Button onPress={() => setGranting(true)}>{t('grant')}</Button>
          </div>
        )}
      </div>
      {granting && data && (
        <GrantLease coupon={coupon} tills={data.tills} onClose={() => setGranting(false)} />
      )}
    </section>
  )
}

function LeaseRow({ lease, mayClose }: Readonly<{ lease: Lease; mayClose: boolean }>) {
  const t = useT('coupon')
  const format = useFormat()
  const refresh = useRefreshPromotions()
  const { id, till, uses, spent, until, state } = lease
  const isOpen = state === 'open'
  const close = async () => {
    await unwrap(splot.POST('/v1/coupons/leases/{id}/close', { params: { path: { id } } }))
    refresh()
  }
  return (
    <li>
      <div>
        <strong>{till?.name ?? t('noTill')}</strong> {till && <PlaceName id={till.locationId} />}
        <p className={page.small}>
          {t('spent', { spent: format.number(spent), uses: format.number(uses) })} ·{' '}
          {isOpen ? t('leaseUntil', { when: format.date(until, 'datetime') }) : t('settled')}
        </p>
      </div>
      {isOpen && mayClose && (
        <ConfirmButton
          label={t('closeLease')}
          about={till?.name ?? t('noTill')}
          title={t('closeLease')}
          what={t('closeLeaseWhat')}
          run={close}
        />
      )}
    </li>
  )
}

const MOST_USES = 1_000
const DAY_MS = 86_400_000

type Granting = paths['/v1/coupons/{id}/leases']['post']['requestBody']['content']['application/json']

type GrantProps = Readonly<{ coupon: Coupon; tills: Answer['tills']; onClose: () => void }>

function GrantLease({ coupon, tills, onClose }: GrantProps) {
  const t = useT('coupon')
  const promo = usePromoT('promo')
  const common = useCommon('page')
  const places = usePlaces()
  const format = useFormat()
  const refresh = useRefreshPromotions()
  const [deviceId, setDeviceId] = useState<string | null>(null)
  const isUnique = coupon.kind === 'unique'
  const [batchId, setBatchId] = useState<string | null>(null)
  const [uses, setUses] = useState(isUnique ? MOST_USES : Number.NaN)
  const [until, setUntil] = useState<number | null>(() => Date.now() + DAY_MS)
  const [asked, setAsked] = useState(false)
  // The same lease, however often it is sent.
  const [leaseId] = useState(() => crypto.randomUUID())
  const isCount = uses >= 1 && uses <= MOST_USES
  const needsBatch = isUnique && batchId === null
  const grant = useMutation({
    mutationFn: (body: Granting) =>
      unwrap(splot.POST('/v1/coupons/{id}/leases', { params: { path: { id: coupon.id } }, body })),
    onSuccess: (lease) => {
      refresh()
      onClose()
      toast({ title: t('granted', { count: format.number(lease.uses) }), status: 'ok' })
    },
  })
  const submit = () => {
    setAsked(true)
    if (deviceId === null || needsBatch || !isCount || until === null) return
    const batch = batchId !== null && { batchId }
    grant.mutate({ leaseId, deviceId, uses, until: new Date(until).toISOString(), ...batch })
  }
  return (
    <Dialog
      title={t('grant')}
      size="s"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={grant.isPending} onPress={submit}>
            {t('grant')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p>{tills.length > 0 ? t('grantWhat') : t('noTills')}</p>
        <Select
          label={t('till')}
          choices={tills.map(({ id, name, locationId }) => ({
            value: id,
            label: name,
            hint: shortName(places.get(locationId)?.name ?? ''),
          }))}
          value={deviceId}
          onChange={setDeviceId}
          error={asked && deviceId === null && t('needTill')}
        />
        {isUnique && (
          <BatchChoice
            couponId={coupon.id}
            value={batchId}
            onChange={setBatchId}
            error={asked && needsBatch && t('needBatch')}
          />
        )}
        <WholeField
          label={t(isUnique ? 'leasedCodes' : 'leasedUses')}
          value={uses}
          onChange={setUses}
          error={asked && !isCount && t('badUses')}
        />
        <MomentField
          label={promo('validUntil')}
          description={t('leaseUntilHint')}
          value={until}
          onChange={setUntil}
          error={asked && until === null && promo('needInstant')}
        />
        <ProblemNote error={grant.error} />
      </div>
    </Dialog>
  )
}

type ChoiceProps = Readonly<{
  couponId: string
  value: string | null
  onChange: (id: string) => void
  error: string | false
}>

/** From which batch the codes are: the leaflets that this store gives out. */
function BatchChoice({ couponId, value, onChange, error }: ChoiceProps) {
  const t = useT('coupon')
  const format = useFormat()
  const batches = rowsOf(useInfiniteQuery(batchesQuery(couponId))).filter(({ made }) => made > 0)
  return (
    <Select
      label={t('batch')}
      choices={batches.map(({ id, made, createdAt }) => ({
        value: id,
        label: t('ordered', { when: format.date(createdAt, 'datetime') }),
        hint: t('ready', { count: format.number(made) }),
      }))}
      value={value}
      onChange={onChange}
      error={error}
    />
  )
}
