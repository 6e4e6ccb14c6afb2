import { Type, type Static } from 'typebox'
import {
  Answer,
  InstantSchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'
import { MAX_CODE_LENGTH, MAX_NAME, MAX_USES } from '../limits.ts'
import { couponStateNames, couponStates, type CouponState } from '../states.ts'
import type { CouponId, CouponLimits, PromotionId } from '../types.ts'
import { closed, IdParams, Nullable, people, seenVersion, tag } from '../wire.ts'
import { listCoupons, type CountedCoupon } from './coupon-store.ts'
import { changeCoupon, couponFor, makeCoupon } from './make.ts'

const MAX_PERIOD_DAYS = 366
const Uses = Type.Integer({ minimum: 1, maximum: MAX_USES })
const LimitsSchema = Type.Object(
  {
    total: Type.Optional(Nullable(Uses)),
    perCode: Type.Optional(
      Type.Integer({ minimum: 1, maximum: MAX_USES, description: 'unique codes; default 1' }),
    ),
    perCustomer: Type.Optional(Nullable(Uses)),
    period: Type.Optional(
      Nullable(
        Type.Object(
          {
            days: Type.Integer({ minimum: 1, maximum: MAX_PERIOD_DAYS }),
            total: Type.Optional(Nullable(Uses)),
            perCustomer: Type.Optional(Nullable(Uses)),
          },
          closed,
        ),
      ),
    ),
  },
  closed,
)

const termsFields = {
  name: Type.String({ minLength: 1, maxLength: MAX_NAME }),
  limits: Type.Optional(LimitsSchema),
  validFrom: Type.Optional(Nullable(InstantSchema)),
  validUntil: Type.Optional(Nullable(InstantSchema)),
  channels: Type.Optional(
    Nullable(
      Type.Array(Type.String({ minLength: 1, maxLength: 40 }), {
        minItems: 1,
        maxItems: 50,
        uniqueItems: true,
      }),
    ),
  ),
}
const TermsSchema = Type.Object(termsFields)

const limitsFrom = (given: Static<typeof LimitsSchema> = {}): CouponLimits => ({
  total: given.total ?? null,
  perCode: given.perCode ?? 1,
  perCustomer: given.perCustomer ?? null,
  period: given.period
    ? {
        days: given.period.days,
        total: given.period.total ?? null,
        perCustomer: given.period.perCustomer ?? null,
      }
    : null,
})

const termsFrom = (given: Static<typeof TermsSchema>) => ({
  name: given.name,
  limits: limitsFrom(given.limits),
  validFrom: given.validFrom ? new Date(given.validFrom) : null,
  validUntil: given.validUntil ? new Date(given.validUntil) : null,
  channels: given.channels ?? null,
})

const CouponSchema = Type.Object({
  id: UuidSchema,
  promotionId: UuidSchema,
  kind: Type.Union([Type.Literal('generic'), Type.Literal('unique')]),
  name: Type.String(),
  code: Nullable(Type.String()),
  limits: Type.Object({
    total: Nullable(Type.Integer()),
    perCode: Type.Integer(),
    perCustomer: Nullable(Type.Integer()),
    period: Nullable(
      Type.Object({
        days: Type.Integer(),
        total: Nullable(Type.Integer()),
        perCustomer: Nullable(Type.Integer()),
      }),
    ),
  }),
  validFrom: Nullable(InstantSchema),
  validUntil: Nullable(InstantSchema),
  channels: Nullable(Type.Array(Type.String())),
  state: Type.String({ description: couponStateNames.join(', ') }),
  words: WordsSchema,
  used: Type.Integer({ description: 'uses that are out: in baskets, orders and leases' }),
  codes: Type.Integer({ description: 'unique codes that were made' }),
  version: Type.Integer({ description: 'for If-Match' }),
})

const showCoupon = (coupon: CountedCoupon): Static<typeof CouponSchema> => ({
  id: coupon.couponId,
  promotionId: coupon.promotionId,
  kind: coupon.kind,
  name: coupon.name,
  code: coupon.code,
  limits: coupon.limits,
  validFrom: coupon.validFrom?.toISOString() ?? null,
  validUntil: coupon.validUntil?.toISOString() ?? null,
  channels: coupon.channels && [...coupon.channels],
  state: coupon.state,
  words: couponStates[coupon.state].words,
  used: coupon.used,
  codes: coupon.codes,
  version: coupon.version,
})

const tagged = (coupon: CountedCoupon, status: number) =>
  new Answer(status, showCoupon(coupon), { etag: `"${coupon.version}"` })

const list = route({
  method: 'GET',
  path: '/v1/coupons',
  summary: 'List coupons, newest first',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: {
    query: Type.Object(
      {
        ...PageQuery,
        promotionId: Type.Optional(UuidSchema),
        state: Type.Optional(Type.String({ enum: couponStateNames })),
        q: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: MAX_NAME,
            description: 'part of the name, or of a generic code',
          }),
        ),
      },
      closed,
    ),
    response: { 200: pageOf(CouponSchema) },
  },
  handle: async (ctx, { query }) => {
    const rows = await listCoupons(ctx, {
      ...pageAsked(query),
      ids: null,
      promotionId: (query.promotionId as PromotionId | undefined) ?? null,
      // The schema has checked the name.
      states: query.state ? [query.state as CouponState] : couponStateNames,
      q: query.q ?? null,
    })
    return pageFrom(rows, query, (row) => row.couponId, showCoupon)
  },
})

const counted = async (
  ctx: Parameters<typeof listCoupons>[0],
  couponId: CouponId,
): Promise<CountedCoupon> => {
  const everything = { promotionId: null, states: couponStateNames, q: null, before: null, limit: 1 }
  const [found] = await listCoupons(ctx, { ids: [couponId], ...everything })
  return found ?? { ...(await couponFor(ctx, couponId)), used: 0, codes: 0 }
}

const show = route({
  method: 'GET',
  path: '/v1/coupons/:id',
  summary: 'Show a coupon',
  tag,
  audience: people,
  permission: 'promotions.read',
  power: 'read',
  schema: { params: IdParams, response: { 200: CouponSchema } },
  handle: async (ctx, { params }) => tagged(await counted(ctx, params.id as CouponId), 200),
})

const create = route({
  method: 'POST',
  path: '/v1/coupons',
  summary: 'Make a coupon for a promotion',
  description:
    'With `code` a generic one, which everybody types; without it unique codes follow (`POST /v1/coupon-batches`). Its codes open the promotion once that is published.',
  tag,
  audience: people,
  permission: 'coupons.write',
  everywhere: true,
  power: 'write',
  schema: {
    body: Type.Object(
      {
        promotionId: UuidSchema,
        code: Type.Optional(Type.String({ minLength: 3, maxLength: MAX_CODE_LENGTH })),
        ...termsFields,
      },
      closed,
    ),
    response: { 201: CouponSchema },
  },
  handle: async (ctx, { body }) => {
    const coupon = await makeCoupon(ctx, {
      ...termsFrom(body),
      promotionId: body.promotionId as PromotionId,
      code: body.code ?? null,
    })
    return tagged({ ...coupon, used: 0, codes: 0 }, 201)
  },
})

const change = route({
  method: 'PUT',
  path: '/v1/coupons/:id',
  summary: 'Change what a coupon is good for, pause, resume or archive it',
  description:
    'Uses that are out stay out. Needs If-Match: `promotions.stale` (412) when somebody was faster. An archived one stays so, and its code is free for another.',
  tag,
  audience: people,
  permission: 'coupons.write',
  everywhere: true,
  power: 'write',
  ifMatch: 'required',
  schema: {
    params: IdParams,
    body: Type.Object(
      { ...termsFields, state: Type.Union(couponStateNames.map((name) => Type.Literal(name))) },
      closed,
    ),
    response: { 200: CouponSchema },
  },
  handle: async (ctx, { params, body, ifMatch }) => {
    const couponId = params.id as CouponId
    // The schema has checked the name of the state.
    const terms = { ...termsFrom(body), state: body.state as CouponState }
    await changeCoupon(ctx, couponId, terms, seenVersion(ifMatch))
    return tagged(await counted(ctx, couponId), 200)
  },
})

export const couponRoutes: AnyRoute[] = [list, show, create, change]
