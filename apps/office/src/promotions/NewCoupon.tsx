import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Drawer, RadioGroup, RadioOption, TextField } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { couponOf, emptyCoupon, type CouponFlaw, type CouponForm } from './coupon.ts'
import { momentField, momentOf } from './moments.ts'
import { useRefreshPromotions, WholeField } from './parts.tsx'
import { PromotionField } from './PromotionField.tsx'
import css from './promotions.module.css'
import { useT } from './words.ts'

type Props = Readonly<{
  onMade: (id: string) => void
  onClose: () => void
}>

/** One code for many people, or a heap of codes that are ordered afterwards; with what they are good for. */
export function NewCoupon({ onMade, onClose }: Props) {
  const t = useT('coupon')
  const common = useCommon('page')
  const refresh = useRefreshPromotions()
  const [form, setForm] = useState<CouponForm>(emptyCoupon)
  const [asked, setAsked] = useState(false)
  const made = couponOf(form)
  const flaws: ReadonlySet<CouponFlaw> = asked && 'flaws' in made ? made.flaws : new Set()
  const change = (part: Partial<CouponForm>) => setForm((known) => ({ ...known, ...part }))
  const create = useMutation({
    mutationFn: (body: Extract<typeof made, { sent: unknown }>['sent']) =>
      unwrap(splot.POST('/v1/coupons', { body })),
    onSuccess: ({ id }) => {
      refresh()
      onClose()
      onMade(id)
    },
  })
  const submit = () => {
    setAsked(true)
    if ('sent' in made) create.mutate(made.sent)
  }
  return (
    <Drawer
      title={t('create')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={create.isPending} onPress={submit}>
            {t('create')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <WhatFields form={form} flaws={flaws} onChange={change} />
        <LimitFields form={form} flaws={flaws} onChange={change} />
        <ValidityFields onChange={change} />
        <ProblemNote error={create.error} />
      </div>
    </Drawer>
  )
}

type FieldProps = Readonly<{
  form: CouponForm
  flaws: ReadonlySet<CouponFlaw>
  onChange: (part: Partial<CouponForm>) => void
}>

function WhatFields({ form, flaws, onChange }: FieldProps) {
  const t = useT('coupon')
  return (
    <>
      <PromotionField
        label={t('promotion')}
        // What everybody gets needs no code.
        fits={({ state, content }) => state !== 'archived' && content.audience !== 'public'}
        onChange={(row) => onChange({ promotionId: row?.id ?? null })}
        error={flaws.has('promotion') && t('needPromotion')}
      />
      <RadioGroup<CouponForm['kind']>
        label={t('kind')}
        layout="row"
        value={form.kind}
        onChange={(kind) => onChange({ kind })}
      >
        <RadioOption value="generic">{t('generic')}</RadioOption>
        <RadioOption value="unique">{t('uniqueKind')}</RadioOption>
      </RadioGroup>
      {form.kind === 'generic' && (
        <TextField
          label={t('code')}
          description={t('codeHint')}
          value={form.code}
          onChange={(code) => onChange({ code })}
          error={flaws.has('code') && t('needCode')}
        />
      )}
      <TextField
        label={t('name')}
        value={form.name}
        onChange={(name) => onChange({ name })}
        error={flaws.has('name') && t('needName')}
      />
    </>
  )
}

function LimitFields({ form, flaws, onChange }: FieldProps) {
  const t = useT('coupon')
  return (
    <div className={css.fields}>
      <WholeField
        label={t('total')}
        description={t('totalHint')}
        value={form.total}
        onChange={(total) => onChange({ total })}
        error={undefined}
      />
      <WholeField
        label={t('eachCustomer')}
        value={form.perCustomer}
        onChange={(perCustomer) => onChange({ perCustomer })}
        error={undefined}
      />
      {form.kind === 'unique' && (
        <WholeField
          label={t('eachCode')}
          value={form.perCode}
          onChange={(perCode) => onChange({ perCode })}
          error={undefined}
        />
      )}
      <WholeField
        label={t('periodDays')}
        value={form.days}
        onChange={(days) => onChange({ days })}
        error={flaws.has('days') && t('needDays')}
      />
      <WholeField
        label={t('periodTotal')}
        value={form.periodTotal}
        onChange={(periodTotal) => onChange({ periodTotal })}
        error={undefined}
      />
      <WholeField
        label={t('periodCustomer')}
        value={form.periodCustomer}
        onChange={(periodCustomer) => onChange({ periodCustomer })}
        error={undefined}
      />
    </div>
  )
}

function ValidityFields({ onChange }: Pick<FieldProps, 'onChange'>) {
  const promo = useT('promo')
  const [typed, setTyped] = useState({ validFrom: momentField(null), validUntil: momentField(null) })
  return (
    <div className={css.fields}>
      {(['validFrom', 'validUntil'] as const).map((part) => (
        <TextField
          key={part}
          type="datetime-local"
          label={promo(part)}
          description={promo('openHint')}
          value={typed[part]}
          onChange={(text) => {
            setTyped({ ...typed, [part]: text })
            onChange({ [part]: momentOf(text) })
          }}
        />
      ))}
    </div>
  )
}
