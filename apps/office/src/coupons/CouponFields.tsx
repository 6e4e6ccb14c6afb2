import { TextField, useLocale } from '@splot/ui'
import { useChannels } from '../page/scope.tsx'
import { MomentField, Ticked, WholeField } from '../promotions/inputs.tsx'
import css from '../promotions/promotions.module.css'
import { useT as usePromoT } from '../promotions/words.ts'
import page from '../page/page.module.css'
import type { CouponFlaw, TermsForm } from './coupon.ts'
import type { Coupon } from './queries.ts'
import { useT } from './words.ts'

type Props = Readonly<{
  kind: Coupon['kind']
  form: TermsForm
  flaws: ReadonlySet<CouponFlaw>
  onChange: (part: Partial<TermsForm>) => void
}>

/** What a coupon is good for: how often, when and where. The same fields when it is made and when it is changed. */
export function CouponFields({ kind, form, flaws, onChange }: Props) {
  const t = useT('coupon')
  const promo = usePromoT('promo')
  return (
    <>
      <TextField
        label={t('name')}
        value={form.name}
        onChange={(name) => onChange({ name })}
        error={flaws.has('name') && t('needName')}
      />
      <fieldset className={css.part}>
        <legend>{t('limits')}</legend>
        <p className={page.small}>{t('limitsHint')}</p>
        <LimitFields {...{ kind, form, flaws, onChange }} />
      </fieldset>
      <div className={css.fields}>
        <MomentField
          label={promo('validFrom')}
          description={promo('openHint')}
          value={form.validFrom}
          onChange={(validFrom) => onChange({ validFrom })}
        />
        <MomentField
          label={promo('validUntil')}
          description={promo('openHint')}
          value={form.validUntil}
          onChange={(validUntil) => onChange({ validUntil })}
          error={flaws.has('dates') && t('badDates')}
        />
      </div>
      <ChannelFields {...{ form, onChange }} />
    </>
  )
}

function LimitFields({ kind, form, flaws, onChange }: Props) {
  const t = useT('coupon')
  const fields = [
    ['total', t('total'), undefined],
    ['perCustomer', t('eachCustomer'), undefined],
    ...(kind === 'unique' ? ([['perCode', t('eachCode'), undefined]] as const) : []),
    ['days', t('periodDays'), flaws.has('days') && t('needDays')],
    ['periodTotal', t('periodTotal'), flaws.has('period') && t('needPeriod')],
    ['periodCustomer', t('periodCustomer'), undefined],
  ] as const
  return (
    <div className={css.fields}>
      {fields.map(([name, label, error]) => (
        <WholeField
          key={name}
          label={label}
          value={form[name]}
          onChange={(value) => onChange({ [name]: value })}
          error={error}
        />
      ))}
    </div>
  )
}

function ChannelFields({ form, onChange }: Pick<Props, 'form' | 'onChange'>) {
  const t = useT('coupon')
  const { locale } = useLocale()
  return (
    <fieldset className={css.part}>
      <legend>{t('channels')}</legend>
      <p className={page.small}>{t('channelsHint')}</p>
      <Ticked
        choices={useChannels().map(({ code, name }) => ({ value: code, label: name[locale] }))}
        values={form.channels}
        onChange={(channels) => onChange({ channels })}
        error={undefined}
      />
    </fieldset>
  )
}
