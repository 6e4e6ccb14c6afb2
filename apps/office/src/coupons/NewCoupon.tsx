import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { RadioGroup, RadioOption, TextField } from '@splot/ui'
import { splot } from '../api/client.ts'
import type { Posted } from '../api/types.ts'
import { useRefreshPromotions } from '../promotions/parts.tsx'
import { PromotionField } from '../promotions/PromotionField.tsx'
import { couponOf, emptyCoupon, type CouponFlaw, type CouponForm } from './coupon.ts'
import { CouponDrawer } from './CouponDrawer.tsx'
import { CouponFields } from './CouponFields.tsx'
import { useT } from './words.ts'

type Props = Readonly<{
  /** The promotion that the reader came from. */
  promotion?: Readonly<{ id: string; name: string }> | undefined
  onMade: (id: string) => void
  onClose: () => void
}>

/** One code for many people, or a heap of codes that are ordered afterwards; with what they are good for. */
export function NewCoupon({ promotion, onMade, onClose }: Props) {
  const t = useT('coupon')
  const refresh = useRefreshPromotions()
  const [form, setForm] = useState<CouponForm>({ ...emptyCoupon, promotionId: promotion?.id ?? null })
  const [asked, setAsked] = useState(false)
  const made = couponOf(form)
  const flaws: ReadonlySet<CouponFlaw> = asked && 'flaws' in made ? made.flaws : new Set()
  const change = (part: Partial<CouponForm>) => setForm((known) => ({ ...known, ...part }))
  const create = useMutation({
    mutationFn: (body: Posted<'/v1/coupons'>) => unwrap(splot.POST('/v1/coupons', { body })),
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
    <CouponDrawer
      title={t('create')}
      verb={t('make')}
      isPending={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <PromotionField
        label={t('promotion')}
        initial={promotion}
        // What everybody gets needs no code.
        fits={({ state, content }) => state !== 'archived' && content.audience !== 'public'}
        onChange={(row) => change({ promotionId: row?.id ?? null })}
        error={flaws.has('promotion') && t('needPromotion')}
      />
      <RadioGroup<CouponForm['kind']>
        label={t('kind')}
        layout="row"
        value={form.kind}
        onChange={(kind) => change({ kind })}
      >
        <RadioOption value="generic">{t('generic')}</RadioOption>
        <RadioOption value="unique">{t('uniqueKind')}</RadioOption>
      </RadioGroup>
      {form.kind === 'generic' && (
        <TextField
          label={t('code')}
          description={t('codeHint')}
          value={form.code}
          onChange={(code) => change({ code })}
          error={flaws.has('code') && t('needCode')}
        />
      )}
      <CouponFields kind={form.kind} form={form} flaws={flaws} onChange={change} />
    </CouponDrawer>
  )
}
