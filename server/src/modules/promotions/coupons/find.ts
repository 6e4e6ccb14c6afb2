import { perPlatform, type CommandContext, type Platform, type ReadContext } from '#platform/context'
import { MAX_CODE_LENGTH } from '../limits.ts'
import { rulesOf } from '../rules.ts'
import type { Asker, Coupon, FoundCoupon } from '../types.ts'
import { keyOfUnique, normalise } from './code.ts'
import { isLimited, isNotYours, obstacleOfLimits, obstacleOfTerms, refuse, refuseFull } from './judge.ts'
import { asideUntil } from './lease-store.ts'
import { couponsOf } from './model.ts'
import { standingKey, standings, uniqueCodes, type Standing, type UniqueCode } from './store.ts'

/**
 * Whether codes are good for this asker at this moment, one answer per code, in order. Nothing is reserved. Generic codes without limits are
 * answered from memory; everything else that is asked at the same moment shares one reading of the tables. Not for transactions.
 */
export async function findCoupons(
  ctx: CommandContext | (ReadContext & { readonly transaction?: never }),
  codes: readonly string[],
  asker: Asker,
): Promise<FoundCoupon[]> {
  const model = couponsOf(ctx)
  const asked = codes.map((code) => ({ code, key: code.length > MAX_CODE_LENGTH ? '' : normalise(code) }))
  return Promise.all(
    asked.map(({ code, key }): FoundCoupon | Promise<FoundCoupon> => {
      const coupon = model.generic(key)
      if (coupon) return judge(ctx, code, coupon, asker)
      const uniqueKey = keyOfUnique(key)
      return uniqueKey === undefined ? refuse(code, 'unknown') : judgeUnique(ctx, code, uniqueKey, asker)
    }),
  )
}

type Source = CommandContext | ReadContext

function judge(ctx: Source, code: string, coupon: Coupon, asker: Asker): FoundCoupon | Promise<FoundCoupon> {
  const terms = obstacleOfTerms(coupon, asker, ctx.now)
  if (terms) return refuse(code, terms)
  const rules = rulesOf(ctx)
  // A code whose promotion is not published (any more) opens nothing.
  if (!rules.promotion(coupon.promotionId))
    return refuse(code, rules.hasEnded(coupon.promotionId) ? 'over' : 'unknown')
  return isLimited(coupon) ? judgeLimits(ctx, code, coupon, asker) : granted(code, coupon)
}

async function judgeLimits(ctx: Source, code: string, coupon: Coupon, asker: Asker): Promise<FoundCoupon> {
  const { couponId } = coupon
  const { standing } = await ask(ctx, { couponId, customerId: asker.customerId })
  const limits = standing && obstacleOfLimits(coupon, standing)
  return limits ? refuse(code, limits) : granted(code, coupon)
}

async function judgeUnique(ctx: Source, code: string, uniqueKey: string, asker: Asker): Promise<FoundCoupon> {
  const { unique } = await ask(ctx, { uniqueKey })
  if (!unique || isNotYours(unique.customerId, asker)) return refuse(code, 'unknown')
  const answer = await judge(ctx, code, unique.coupon, asker)
  // One in a basket counts as used: a code of one use is of use to one.
  if (answer.state !== 'granted' || unique.used < unique.coupon.limits.perCode) return answer
  const aside = await asideUntil('platform' in ctx ? ctx.platform.read(ctx.actor) : ctx, [uniqueKey])
  return refuseFull(code, aside.get(uniqueKey))
}

const granted = (code: string, { couponId, promotionId, code: own }: Coupon): FoundCoupon => ({
  state: 'granted',
  code: own ?? code.trim().toUpperCase(),
  couponId,
  promotionId,
})

interface Question {
  readonly uniqueKey?: string
  readonly couponId?: Coupon['couponId']
  readonly customerId?: Asker['customerId']
}

interface Reply {
  readonly unique: UniqueCode | undefined
  readonly standing: Standing | undefined
}

interface Desk {
  /** Those who wait for the next reading. */
  next:
    | { readonly questions: Question[]; readonly replies: Promise<(question: Question) => Reply> }
    | undefined
  reading: Promise<unknown>
}

const desks = perPlatform<Desk>('coupon questions')

/** Questions that come while the tables are being read wait for the next reading, and share it. */
async function ask(ctx: Source, question: Question): Promise<Reply> {
  const desk = desks.of(ctx)
  if (!desk.next) {
    const questions: Question[] = []
    const read = async () => {
      await desk.reading
      await new Promise(setImmediate)
      desk.next = undefined
      return answerAll('platform' in ctx ? ctx.platform.read(ctx.actor) : ctx, questions)
    }
    const replies = read()
    desk.next = { questions, replies }
    desk.reading = replies.catch(() => {})
  }
  desk.next.questions.push(question)
  return (await desk.next.replies)(question)
}

async function answerAll(
  ctx: ReadContext,
  questions: readonly Question[],
): Promise<(question: Question) => Reply> {
  const pairs = questions.flatMap(({ couponId, customerId = null }) =>
    couponId === undefined ? [] : [{ couponId, customerId }],
  )
  const [unique, standing] = await Promise.all([
    uniqueCodes(ctx, [...new Set(questions.flatMap(({ uniqueKey }) => uniqueKey ?? []))], ctx.now),
    standings(ctx, pairs, ctx.now),
  ])
  return ({ uniqueKey, couponId, customerId = null }) => ({
    unique: uniqueKey === undefined ? undefined : unique.get(uniqueKey),
    standing: couponId === undefined ? undefined : standing.get(standingKey(couponId, customerId)),
  })
}

/** Part of opening the module in a process. */
export function openQuestions(platform: Platform): void {
  if (!desks.has(platform)) desks.set(platform, { next: undefined, reading: Promise.resolve() })
}
