import { HOUR_MS, Refusal } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { defineRetention } from '#platform/jobs'
import type { ShownCode } from './shown-code.ts'

/** How far apart the clocks of two processes may be: a code is over by itself in each of them before its use is forgotten. */
const KEPT_AFTER_END_MS = HOUR_MS

/**
 * Uses these codes up, within the transaction of what they pay for: each pays once, and of two that come at the same instant one waits for the other.
 * @throws Refusal 409 `customers.code_used` where one of them was used before, or stands here twice.
 */
export async function useCodes(ctx: WriteContext, codes: readonly ShownCode[]): Promise<void> {
  if (codes.length === 0) return
  // Sorted, so that nobody waits in a circle.
  const used = await ctx.query(
    `insert into customers.used_code (nonce, until)
     select nonce, until from unnest($1::bytea[], $2::timestamptz[]) as code (nonce, until) order by nonce
     on conflict do nothing returning 1`,
    [codes.map(({ nonce }) => nonce), codes.map(({ until }) => until)],
  )
  if (used.length < codes.length) throw codeUsed()
}

/** Refuses a code that has paid: whoever shows it once more has copied it, or has to show a new one. @throws Refusal 409 `customers.code_used`. */
export async function refuseUsed(ctx: ReadContext, { nonce }: ShownCode): Promise<void> {
  const used = await ctx.query('select from customers.used_code where nonce = $1', [nonce])
  if (used.length > 0) throw codeUsed()
}

const codeUsed = (): Refusal =>
  new Refusal(
    'conflict',
    'customers.code_used',
    'This code has paid for a purchase already. Ask the customer to tap "New code" under it in her account, and scan that one.',
    { errors: [{ pointer: '/code', detail: 'has been used' }] },
  )

/** Forgets codes that are over by themselves. */
export const forgetUsedCodesJob = defineRetention({
  name: 'customers.forget-used-codes',
  cron: '57 3 * * *',
  begin: (now) => {
    const before = new Date(now.getTime() - KEPT_AFTER_END_MS)
    return async (ctx, limit) => (await ctx.query(FORGET, [before, limit])).length
  },
})

const FORGET = `
  delete from customers.used_code
   where nonce = any(array(select nonce from customers.used_code where until < $1 order by until limit $2)) returning 1`
