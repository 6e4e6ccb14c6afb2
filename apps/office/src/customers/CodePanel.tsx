import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, ComboBox, Panel } from '@splot/ui'
import { couponsQuery } from '../coupons/queries.ts'
import { useIssueCode } from '../coupons/useIssueCode.ts'
import { rowsOf } from '../page/DataTable.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { Secret } from '../page/Secret.tsx'
import page from '../page/page.module.css'
import type { Customer } from './queries.ts'
import { useT } from './words.ts'

/** Gives a customer a code of her own, of a coupon that has unique codes: an apology, a thank-you. */
export function CodePanel({ customer: { id } }: Readonly<{ customer: Customer }>) {
  const t = useT('customers')
  const [couponId, setCoupon] = useState<string | null>(null)
  const issue = useIssueCode()
  const coupons = rowsOf(useInfiniteQuery(couponsQuery({ state: 'active' }))).filter(
    ({ kind }) => kind === 'unique',
  )
  return (
    <Panel title={t('ownCode')}>
      <div className={page.form}>
        {issue.data ? (
          <Secret label={t('ownCode')} text={issue.data.code} note={t('ownCodeNote')} />
        ) : (
          <>
            <ComboBox
              label={t('ownCodeOf')}
              description={t(coupons.length === 0 ? 'noUniqueCoupons' : 'ownCodeWhat')}
              choices={coupons.map((coupon) => ({ value: coupon.id, label: coupon.name }))}
              value={couponId}
              onChange={setCoupon}
            />
            <div>
              <Button
                isDisabled={couponId === null}
                isPending={issue.isPending}
                onPress={() =>
                  couponId !== null && issue.mutate({ couponId, customerOf: () => Promise.resolve(id) })
                }
              >
                {t('makeCode')}
              </Button>
            </div>
          </>
        )}
        <ProblemNote error={issue.error} />
      </div>
    </Panel>
  )
}
