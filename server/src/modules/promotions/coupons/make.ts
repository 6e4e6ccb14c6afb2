import { newId, Refusal } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { promotionFor } from '../draft.ts'
import { MAX_CODE_LENGTH, MAX_GENERIC_CODES } from '../limits.ts'
import { rangeOf } from '../ports.ts'
import type { CouponState } from '../states.ts'
import type { Coupon, CouponId, PromotionId } from '../types.ts'
import { normalise } from './code.ts'
import { countGeneric, insertCoupon, updateCoupon } from './coupon-store.ts'
import { couponsById } from './read.ts'

/** What may be changed of a coupon later. */
export type CouponTerms = Pick<Coupon, 'name' | 'limits' | 'validFrom' | 'validUntil' | 'channels'>

export interface NewCoupon extends CouponTerms {
  readonly couponId?: CouponId
  readonly promotionId: PromotionId
  /** Given: a generic one that everybody types. Null: unique ones follow, in batches. */
  readonly code: string | null
}

/**
 * Makes a coupon; its codes open the promotion as soon as that is published.
 * @throws Refusal `promotions.bad_coupon`, `promotions.no_such_promotion`, `promotions.code_taken`, `promotions.too_many_codes`.
 */
export async function makeCoupon(ctx: WriteContext, wanted: NewCoupon): Promise<Coupon> {
  const promotion = await promotionFor(ctx, wanted.promotionId)
  const key = wanted.code === null ? null : normalise(wanted.code)
  checkTerms(wanted, [
    ...(key !== null && (key.length < 3 || key.length > MAX_CODE_LENGTH)
      ? [{ pointer: '/code', detail: `3 to ${MAX_CODE_LENGTH} letters and digits` }]
      : []),
    ...(promotion.content.audience === 'public'
      ? [{ pointer: '/promotionId', detail: 'a public promotion needs no code' }]
      : []),
  ])
  if (key !== null && (await countGeneric(ctx)) >= MAX_GENERIC_CODES) {
    throw new Refusal(
      'conflict',
      'promotions.too_many_codes',
      `There may be ${MAX_GENERIC_CODES} generic codes. Archive some, or make unique ones.`,
    )
  }
  const coupon: Coupon = {
    couponId: wanted.couponId ?? newId<'coupon'>(),
    promotionId: wanted.promotionId,
    kind: key === null ? 'unique' : 'generic',
    name: wanted.name,
    code: wanted.code?.trim() ?? null,
    limits: wanted.limits,
    validFrom: wanted.validFrom,
    validUntil: wanted.validUntil,
    channels: wanted.channels,
    state: 'active',
    version: 1,
  }
  if (!(await insertCoupon(ctx, coupon, key))) {
    throw new Refusal(
      'conflict',
      'promotions.code_taken',
      'There is a coupon with this code. Choose another.',
      {
        errors: [{ pointer: '/code', detail: 'is taken' }],
      },
    )
  }
  await recordChange(ctx, 'promotions.coupon_made', coupon)
  return coupon
}

/**
 * Changes what a coupon is good for, or pauses, resumes and archives it. Uses that are out stay. `version`: what the caller saw.
 * @throws Refusal `promotions.no_such_coupon`, `promotions.bad_coupon`, `promotions.coupon_archived`, 412 `promotions.stale`.
 */
export async function changeCoupon(
  ctx: WriteContext,
  couponId: CouponId,
  change: CouponTerms & { readonly state: CouponState },
  version: number,
): Promise<Coupon> {
  checkTerms(change, [])
  const before = await couponFor(ctx, couponId)
  if (before.state === 'archived') {
    throw new Refusal('conflict', 'promotions.coupon_archived', 'This coupon is archived. Make a new one.')
  }
  const changed = await updateCoupon(ctx, couponId, change, version)
  if (!changed) {
    throw new Refusal(
      'stale',
      'promotions.stale',
      'Somebody has changed this coupon in the meantime. Look at it again, and repeat.',
      { facts: { version: before.version } },
    )
  }
  await recordChange(ctx, 'promotions.coupon_changed', changed)
  return changed
}

/** @throws Refusal `promotions.no_such_coupon`. */
export async function couponFor(ctx: ReadContext, couponId: CouponId): Promise<Coupon> {
  const [found] = await couponsById(ctx, [couponId])
  if (found) return found
  throw new Refusal('not_found', 'promotions.no_such_coupon', 'There is no such coupon.')
}

/** Codes are no secret to the office, but they are to whoever reads facts. */
async function recordChange(ctx: WriteContext, action: string, coupon: Coupon): Promise<void> {
  const { couponId, promotionId, code: _code, ...terms } = coupon
  await audit(ctx, { action, subject: couponId, detail: { promotionId, ...terms } })
  emit(ctx, {
    type: 'promotions.coupon_changed',
    subject: couponId,
    data: { couponId, promotionId, state: coupon.state },
  })
}

function checkTerms(terms: CouponTerms, more: readonly { pointer: string; detail: string }[]): void {
  const { validFrom, validUntil, channels, limits, name } = terms
  const range = rangeOf()
  const errors = [
    ...more,
    ...(name.trim() === '' ? [{ pointer: '/name', detail: 'is needed' }] : []),
    ...(validFrom && validUntil && validUntil <= validFrom
      ? [{ pointer: '/validUntil', detail: 'after `validFrom`' }]
      : []),
    ...(channels ?? []).flatMap((code, index) =>
      range.isChannel(code) ? [] : [{ pointer: `/channels/${index}`, detail: 'unknown channel' }],
    ),
    ...(limits.period && limits.period.total === null && limits.period.perCustomer === null
      ? [{ pointer: '/limits/period', detail: 'needs `total` or `perCustomer`' }]
      : []),
  ]
  if (errors.length === 0) return
  throw new Refusal(
    'unprocessable',
    'promotions.bad_coupon',
    'This cannot be a coupon. Look at the fields named here.',
    {
      errors,
    },
  )
}
