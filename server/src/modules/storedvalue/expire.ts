import { newId, type Currency } from '@splot/kernel'
import type { Platform, WriteContext } from '#platform/context'
import { defineJob, defineRetention, jobActor } from '#platform/jobs'
import { EXPIRED_AT_ONCE, EXPIRED_IN_RUN, WRONG_PINS_KEPT_MS } from './limits.ts'
import { post } from './post.ts'
import { DUE_TO_EXPIRE, FORGET_WRONG_PINS, SET_EXPIRED } from './store.ts'
import type { AccountId } from './types.ts'

/** Takes what is left off cards whose day has passed; nobody could spend it any more. Answers how many. */
export async function expireAccounts(platform: Platform): Promise<number> {
  let expired = 0
  while (expired < EXPIRED_IN_RUN) {
    const some = await platform.write(jobActor('storedvalue.expire'), expireSome)
    expired += some
    if (some < EXPIRED_AT_ONCE) break
  }
  return expired
}

async function expireSome(ctx: WriteContext): Promise<number> {
  const due = await ctx.query<{ accountId: AccountId; currency: Currency }>(DUE_TO_EXPIRE, [
    ctx.now,
    EXPIRED_AT_ONCE,
  ])
  await post(
    ctx,
    due.map(({ accountId, currency }) => ({
      accountId,
      currency,
      kind: 'expire',
      // The statement takes whatever is left.
      amountMinor: 0,
      // The account is locked and loses all it has: an entry of its own for what a hold brings back later.
      reference: newId(),
      orderId: null,
      reason: '',
      actor: ctx.actor,
    })),
  )
  await ctx.query(SET_EXPIRED, [due.map(({ accountId }) => accountId)])
  return due.length
}

export const expireJob = defineJob({
  name: 'storedvalue.expire',
  cron: '11 * * * *',
  run: async (platform) => {
    await expireAccounts(platform)
  },
})

export const retainJob = defineRetention({
  name: 'storedvalue.forget-wrong-pins',
  cron: '27 3 * * *',
  begin: (now) => {
    const before = new Date(now.getTime() - WRONG_PINS_KEPT_MS)
    return async (ctx, limit) => (await ctx.query(FORGET_WRONG_PINS, [before, limit])).length
  },
})
