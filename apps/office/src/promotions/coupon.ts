import type { Posted } from '../api/types.ts'

type SentCoupon = Posted<'/v1/coupons'>
export type Terms = Pick<SentCoupon, 'name' | 'limits' | 'validFrom' | 'validUntil' | 'channels'>

/** A coupon as its form holds it; empty number fields are NaN: no limit. */
export type CouponForm = Readonly<{
  promotionId: string | null
  kind: 'generic' | 'unique'
  code: string
  name: string
  total: number
  perCustomer: number
  perCode: number
  days: number
  periodTotal: number
  periodCustomer: number
  validFrom: number | null
  validUntil: number | null
}>

export type CouponFlaw = 'promotion' | 'code' | 'name' | 'days'

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
}

const orNone = (value: number): number | null => (Number.isNaN(value) ? null : value)

/** What the form says, or what is wrong with it. The API checks again. */
export function couponOf(form: CouponForm): { sent: SentCoupon } | { flaws: ReadonlySet<CouponFlaw> } {
  const { promotionId, kind, days } = form
  const code = form.code.trim()
  const name = form.name.trim()
  const hasPeriod = !Number.isNaN(form.periodTotal) || !Number.isNaN(form.periodCustomer)
  const checks: readonly (readonly [boolean, CouponFlaw])[] = [
    [promotionId === null, 'promotion'],
    [kind === 'generic' && (code.length < CODE_LENGTH.least || code.length > CODE_LENGTH.most), 'code'],
    [name === '', 'name'],
    [hasPeriod && !(days >= 1), 'days'],
  ]
  const flaws = checks.flatMap(([wrong, flaw]) => (wrong ? [flaw] : []))
  if (promotionId === null || flaws.length > 0) return { flaws: new Set(flaws) }
  const at = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString())
  return {
    sent: {
      promotionId,
      name,
      ...(kind === 'generic' && { code }),
      limits: {
        total: orNone(form.total),
        perCustomer: orNone(form.perCustomer),
        ...(kind === 'unique' && !Number.isNaN(form.perCode) && { perCode: form.perCode }),
        period: hasPeriod
          ? { days, total: orNone(form.periodTotal), perCustomer: orNone(form.periodCustomer) }
          : null,
      },
      validFrom: at(form.validFrom),
      validUntil: at(form.validUntil),
    },
  }
}

type Part = Readonly<{ csv: string; filename: string; next: number | null }>

/** Puts the parts of a download behind each other; `ask` gets where the next one begins. */
export async function wholeFile(
  ask: (from: number) => Promise<Part>,
): Promise<{ filename: string; csv: string }> {
  const texts: string[] = []
  for (let from = 0; ;) {
    const { csv, filename, next } = await ask(from)
    texts.push(csv)
    if (next === null) return { filename, csv: texts.join('') }
    from = next
  }
}
