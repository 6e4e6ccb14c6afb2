import { isId, Refusal } from '@splot/kernel'
import { combineWrites, type Combined } from '#platform/database'
import type { CommandContext, WriteContext } from '#platform/context'
import { MAX_CODE_LENGTH, MAX_COLLECTED, MAX_RESERVED_MS, RESERVED_MS } from '../limits.ts'
import type { Coupon, RedemptionId, RefusedCoupon, Taken, WantedCoupon } from '../types.ts'
import { keyOfUnique, normalise } from './code.ts'
import { isNotYours, obstacleOfLimits, obstacleOfTerms, refuse, refuseFull } from './judge.ts'
import { asideUntil, collectOverLeases } from './lease-store.ts'
import {
  collectLapsed,
  countUses,
  extendReserved,
  genericCoupons,
  lockRedemptions,
  lockUses,
  putReserved,
  redemptionsFor,
  standingKey,
  standings,
  uniqueCodes,
  type RedemptionRow,
  type UniqueCode,
} from './store.ts'

/**
 * Reserves one use of a coupon for a basket, for `RESERVED_MS`; commits on its own, together with others of the same moment. The
 * redemption id is the idempotency key: asking again lets the reservation last longer, and takes one that ran out once more. A basket
 * that has the code already is answered with the reservation it has.
 * @throws Refusal `promotions.redemption_id_reused` for an id that was used for another code.
 */
export function takeCoupon(ctx: CommandContext, wanted: WantedCoupon): Promise<Taken> {
  if (!isId(wanted.redemptionId) || wanted.code.length > MAX_CODE_LENGTH)
    return Promise.resolve(refuse(wanted.code, 'unknown'))
  const key = normalise(wanted.code)
  // A refusal of the batch rejects; it never arrives as an answer.
  return take(ctx, { ...wanted, key, uniqueKey: keyOfUnique(key) }) as Promise<Taken>
}

interface Request extends WantedCoupon {
  readonly key: string
  readonly uniqueKey: string | undefined
}

/** What a code stands for. */
interface Meant {
  readonly coupon: Coupon
  readonly codeKey: string | null
  readonly unique: UniqueCode | undefined
}

const take = combineWrites<Request, Taken | Refusal>('promotions.take', async (ctx, requests) => {
  const meant = await meanings(ctx, requests)
  const coupons = [...new Set([...meant.values()].map(({ coupon }) => coupon.couponId))].sort()
  if (coupons.length > 0) {
    await lockUses(ctx, coupons)
    const codeKeys = [...meant.values()].flatMap(({ codeKey }) => codeKey ?? [])
    await collectOverLeases(ctx, coupons, codeKeys)
    await collectLapsed(ctx, coupons, [], MAX_COLLECTED)
  }
  const decision = new Decision(ctx, await stateOfThings(ctx, requests, meant))
  const answers = requests.map((request) => decision.decide(request.input, meant.get(request.input.key)))
  await decision.write()
  return answers.map((answer) => decision.withExpiry(answer))
})

/** What the codes stand for; a generic one goes before a unique one that reads the same. */
async function meanings(
  ctx: WriteContext,
  requests: readonly Combined<Request>[],
): Promise<Map<string, Meant>> {
  const keys = [...new Set(requests.map(({ input }) => input.key))]
  const uniqueKeys = requests.flatMap(({ input }) => input.uniqueKey ?? [])
  const [generic, unique] = await Promise.all([
    genericCoupons(ctx, keys, keys.length),
    uniqueCodes(ctx, uniqueKeys),
  ])
  return new Map(
    requests.flatMap(({ input: { key, uniqueKey } }): [string, Meant][] => {
      const coupon = generic.get(key)
      if (coupon) return [[key, { coupon, codeKey: null, unique: undefined }]]
      const code = uniqueKey === undefined ? undefined : unique.get(uniqueKey)
      return code && uniqueKey !== undefined
        ? [[key, { coupon: code.coupon, codeKey: uniqueKey, unique: code }]]
        : []
    }),
  )
}

interface Things {
  readonly known: readonly RedemptionRow[]
  readonly standing: Awaited<ReturnType<typeof standings>>
  /** Uses of unique codes that are out, by key. */
  readonly usedCodes: Map<string, number>
  /** Until when those stand aside for a till that do. */
  readonly aside: ReadonlyMap<string, Date>
}

/** Read after the counters were locked: what is out, and what the askers have already. */
async function stateOfThings(
  ctx: WriteContext,
  requests: readonly Combined<Request>[],
  meant: ReadonlyMap<string, Meant>,
): Promise<Things> {
  const uniqueKeys = [...meant.values()].flatMap(({ codeKey }) => codeKey ?? [])
  const [known, standing, codes, aside] = await Promise.all([
    redemptionsFor(
      ctx,
      requests.map(({ input }) => input.redemptionId),
      requests.flatMap(({ input }) => input.cartId ?? []),
    ),
    standings(
      ctx,
      requests.flatMap(({ input }) => {
        const coupon = meant.get(input.key)?.coupon
        return coupon ? [{ couponId: coupon.couponId, customerId: input.customerId }] : []
      }),
      null,
    ),
    uniqueCodes(ctx, uniqueKeys),
    asideUntil(ctx, uniqueKeys),
  ])
  return { known, standing, aside, usedCodes: new Map([...codes].map(([key, { used }]) => [key, used])) }
}

type Reserved = Parameters<typeof putReserved>[1][number]

/** Decides a batch one after another over what was read, and writes what came of it. */
class Decision {
  readonly ctx: WriteContext
  readonly things: Things
  readonly byId: Map<RedemptionId, RedemptionRow>
  readonly byCart: Map<string, RedemptionRow>
  readonly taken: Reserved[] = []
  readonly again = new Set<RedemptionId>()
  extended = new Map<RedemptionId, Date>()

  constructor(ctx: WriteContext, things: Things) {
    this.ctx = ctx
    this.things = things
    this.byId = new Map(things.known.map((row) => [row.redemptionId, row]))
    this.byCart = new Map(
      things.known.flatMap((row) =>
        row.state === 'reserved' && row.cartId !== null ? [[ofCart(row.cartId, row), row] as const] : [],
      ),
    )
  }

  decide(wanted: Request, meant: Meant | undefined): Taken | Refusal {
    const before = this.byId.get(wanted.redemptionId)
    const deviceId = wanted.deviceId ?? null
    if (before && (normalise(before.code) !== wanted.key || before.deviceId !== deviceId))
      return reused(wanted.redemptionId)
    if (before?.state === 'released') return refuse(wanted.code, 'let_go')
    if (before?.state === 'committed') return takenFrom(before)
    if (before?.state === 'reserved') return this.keep(before)
    if (!meant) return refuse(wanted.code, 'unknown')
    if (meant.unique && isNotYours(meant.unique.customerId, wanted)) return refuse(wanted.code, 'unknown')
    const { coupon, codeKey } = meant
    const ownCopy =
      wanted.cartId === null ? undefined : this.byCart.get(ofCart(wanted.cartId, { ...coupon, codeKey }))
    if (ownCopy) return this.keep(ownCopy)
    return this.refused(wanted, meant) ?? this.give(wanted, meant)
  }

  refused(wanted: Request, { coupon, codeKey }: Meant): RefusedCoupon | undefined {
    const terms = obstacleOfTerms(coupon, wanted, this.ctx.now)
    if (terms) return refuse(wanted.code, terms)
    const standing = this.things.standing.get(standingKey(coupon.couponId, wanted.customerId))
    const limits = standing && obstacleOfLimits(coupon, standing)
    if (limits) return refuse(wanted.code, limits)
    const used = codeKey === null ? 0 : (this.things.usedCodes.get(codeKey) ?? 0)
    return codeKey !== null && used >= coupon.limits.perCode
      ? refuseFull(wanted.code, this.things.aside.get(codeKey) ?? this.keptForTill(codeKey))
      : undefined
  }

  /** Until when a till keeps a code that it was given a moment ago, in this batch. */
  keptForTill(codeKey: string): Date | undefined {
    return this.taken.find((use) => use.codeKey === codeKey && use.deviceId !== null)?.expiresAt
  }

  give(wanted: Request, { coupon, codeKey }: Meant): Taken {
    const { now } = this.ctx
    const use: Reserved = {
      redemptionId: wanted.redemptionId,
      couponId: coupon.couponId,
      codeKey,
      code: coupon.code ?? wanted.code.trim().toUpperCase(),
      cartId: wanted.cartId,
      customerId: wanted.customerId,
      channel: wanted.channel,
      deviceId: wanted.deviceId ?? null,
      takenAt: now,
      expiresAt: new Date(now.getTime() + RESERVED_MS),
    }
    this.taken.push(use)
    for (const [key, standing] of this.things.standing) {
      if (!key.startsWith(coupon.couponId)) continue
      standing.used += 1
      standing.inPeriod += 1
      if (wanted.customerId === null || key !== standingKey(coupon.couponId, wanted.customerId)) continue
      standing.byCustomer += 1
      standing.byCustomerInPeriod += 1
    }
    if (codeKey !== null) this.things.usedCodes.set(codeKey, (this.things.usedCodes.get(codeKey) ?? 0) + 1)
    const row: RedemptionRow = {
      ...use,
      promotionId: coupon.promotionId,
      state: 'reserved',
      orderId: null,
      leaseId: null,
      committedAt: null,
      beyondLease: false,
    }
    this.byId.set(row.redemptionId, row)
    if (row.cartId !== null) this.byCart.set(ofCart(row.cartId, row), row)
    return takenFrom(row)
  }

  /** What somebody has already lasts longer. */
  keep(row: RedemptionRow): Taken {
    if (!this.taken.some((use) => use.redemptionId === row.redemptionId)) this.again.add(row.redemptionId)
    return takenFrom(row)
  }

  async write(): Promise<void> {
    const uses = this.taken.map(({ couponId, codeKey }) => ({ coupon_id: couponId, code_key: codeKey }))
    const until = new Date(this.ctx.now.getTime() + RESERVED_MS)
    // Written by two statements, so they are locked before, by their ids as everybody does.
    if (this.taken.length > 0 && this.again.size > 0)
      await lockRedemptions(this.ctx, [...this.again, ...this.taken.map((use) => use.redemptionId)])
    const [, , extended] = await Promise.all([
      this.taken.length > 0 && putReserved(this.ctx, this.taken),
      countUses(this.ctx, uses, 1),
      this.again.size > 0 ? extendReserved(this.ctx, [...this.again], until, MAX_RESERVED_MS) : [],
    ])
    this.extended = new Map(extended.map(({ redemptionId, expiresAt }) => [redemptionId, expiresAt]))
  }

  withExpiry(answer: Taken | Refusal): Taken | Refusal {
    if (answer instanceof Refusal || answer.state === 'refused') return answer
    return { ...answer, expiresAt: this.extended.get(answer.redemptionId) ?? answer.expiresAt }
  }
}

const ofCart = (
  cartId: string,
  use: { readonly couponId: string; readonly codeKey: string | null },
): string => `${cartId} ${use.couponId} ${use.codeKey ?? ''}`

const takenFrom = (row: RedemptionRow): Taken => ({
  state: 'taken',
  redemptionId: row.redemptionId,
  couponId: row.couponId,
  promotionId: row.promotionId,
  code: row.code,
  expiresAt: row.expiresAt,
})

const reused = (redemptionId: RedemptionId): Refusal =>
  new Refusal(
    'unprocessable',
    'promotions.redemption_id_reused',
    'This redemption id was used before for another code. Make a new id for a new command.',
    { facts: { redemptionId } },
  )
