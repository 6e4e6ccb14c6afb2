import type { Posted } from '../api/types.ts'
import type { Coupon } from './queries.ts'

type SentCoupon = Posted<'/v1/coupons'>
type SentTerms = Pick<SentCoupon, 'name' | 'limits' | 'validFrom' | 'validUntil' | 'channels'>

/** What a coupon is good for, as its form holds it; empty number fields are NaN: no limit. */
export type TermsForm = Readonly<{
  name: string
  total: number
  perCustomer: number
  perCode: number
  days: number
  periodTotal: number
  periodCustomer: number
  validFrom: number | null
  validUntil: number | null
  /** None: everywhere. */
  channels: readonly string[]
}>

/** A coupon that is being made. */
export type CouponForm = TermsForm &
  Readonly<{
    promotionId: string | null
    kind: Coupon['kind']
    code: string
  }>

export type CouponFlaw = 'promotion' | 'code' | 'name' | 'days' | 'period' | 'dates'

const NONE = Number.NaN
const CODE_LENGTH = { least: 3, most: 40 }

export const emptyCoupon: CouponForm = {
  promotionId: null,
  kind: 'generic',
  code: '',
  name: '',
  total: NONE,
  perCustomer: NONE,
  perCode: 1,
  days: NONE,
  periodTotal: NONE,
  periodCustomer: NONE,
  validFrom: null,
  validUntil: null,
  channels: [],
}

/** A coupon that there is, ready to be changed. */
export const formOf = ({ name, limits, validFrom, validUntil, channels }: Coupon): TermsForm => ({
  name,
  total: limits.total ?? NONE,
  perCustomer: limits.perCustomer ?? NONE,
  perCode: limits.perCode,
  days: limits.period?.days ?? NONE,
  periodTotal: limits.period?.total ?? NONE,
  periodCustomer: limits.period?.perCustomer ?? NONE,
  validFrom: validFrom === null ? null : Date.parse(validFrom),
  validUntil: validUntil === null ? null : Date.parse(validUntil),
  channels: channels ?? [],
})

type Read<Sent> = { readonly sent: Sent } | { readonly flaws: ReadonlySet<CouponFlaw> }
type Check = readonly [wrong: boolean, flaw: CouponFlaw]

const flawsOf = (checks: readonly Check[]): readonly CouponFlaw[] =>
  checks.flatMap(([wrong, flaw]) => (wrong ? [flaw] : []))

const isSet = (value: number): boolean => !Number.isNaN(value)
const orNone = (value: number): number | null => (isSet(value) ? value : null)
const instant = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString())

/** What the form says of the terms, or what is wrong with it. The API checks again. */
export function termsOf(form: TermsForm): Read<SentTerms> {
  const { days, periodTotal, periodCustomer, validFrom, validUntil } = form
  const name = form.name.trim()
  const hasPeriod = isSet(periodTotal) || isSet(periodCustomer)
  const flaws = flawsOf([
    [name === '', 'name'],
    [hasPeriod && !(days >= 1), 'days'],
    [!hasPeriod && isSet(days), 'period'],
    [validFrom !== null && validUntil !== null && validUntil <= validFrom, 'dates'],
  ])
  if (flaws.length > 0) return { flaws: new Set(flaws) }
  return {
    sent: {
      name,
      limits: {
        total: orNone(form.total),
        perCustomer: orNone(form.perCustomer),
        ...(isSet(form.perCode) && { perCode: form.perCode }),
        period: hasPeriod ? { days, total: orNone(periodTotal), perCustomer: orNone(periodCustomer) } : null,
      },
      validFrom: instant(validFrom),
      validUntil: instant(validUntil),
      channels: form.channels.length > 0 ? [...form.channels] : null,
    },
  }
}

/** The same for a coupon that is being made. */
export function couponOf(form: CouponForm): Read<SentCoupon> {
  const { promotionId, kind } = form
  const code = form.code.trim()
  const terms = termsOf(form)
  const flaws = flawsOf([
    [promotionId === null, 'promotion'],
    [kind === 'generic' && (code.length < CODE_LENGTH.least || code.length > CODE_LENGTH.most), 'code'],
  ])
  if (promotionId === null || flaws.length > 0 || 'flaws' in terms)
    return { flaws: new Set([...flaws, ...('flaws' in terms ? terms.flaws : [])]) }
  return { sent: { ...terms.sent, promotionId, ...(kind === 'generic' && { code }) } }
}
