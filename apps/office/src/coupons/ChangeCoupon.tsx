import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { toast } from '@splot/ui'
import { formOf, termsOf, type CouponFlaw, type TermsForm } from './coupon.ts'
import { CouponDrawer } from './CouponDrawer.tsx'
import { CouponFields } from './CouponFields.tsx'
import type { Coupon } from './queries.ts'
import { usePutCoupon } from './usePutCoupon.ts'
import { useT } from './words.ts'

/** Other terms of a coupon that there is. Uses that are out stay out, also beyond a lower limit. */
export function ChangeCoupon({ coupon, onClose }: Readonly<{ coupon: Coupon; onClose: () => void }>) {
  const t = useT('coupon')
  // What the form began with is what it changes: somebody else's change meanwhile must refuse this one.
  const [seen] = useState(coupon)
  const put = usePutCoupon(seen)
  const [form, setForm] = useState<TermsForm>(() => formOf(seen))
  const [asked, setAsked] = useState(false)
  const read = termsOf(form)
  const flaws: ReadonlySet<CouponFlaw> = asked && 'flaws' in read ? read.flaws : new Set()
  const save = useMutation({
    mutationFn: put,
    onSuccess: () => {
      toast({ title: t('changed'), status: 'ok' })
      onClose()
    },
  })
  const submit = () => {
    setAsked(true)
    if ('sent' in read) save.mutate(read.sent)
  }
  return (
    <CouponDrawer
      title={seen.name}
      verb={t('save')}
      isPending={save.isPending}
      error={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <CouponFields
        kind={seen.kind}
        form={form}
        flaws={flaws}
        onChange={(part) => setForm((known) => ({ ...known, ...part }))}
      />
    </CouponDrawer>
  )
}
