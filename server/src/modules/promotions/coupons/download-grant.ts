import { createHmac, timingSafeEqual } from 'node:crypto'
import { Refusal } from '@splot/kernel'
import { secretFor } from '#platform/auth'
import type { CouponBatchId } from '../types.ts'

/** Who may download the codes of a batch, and until when. */
export interface DownloadGrant {
  readonly batchId: CouponBatchId
  /** Whoever asked for it: nobody else may use it. */
  readonly actorId: string
  readonly until: Date
}

const sign = ({ batchId, actorId, until }: DownloadGrant): Buffer =>
  createHmac('sha256', secretFor('promotions.code-download'))
    .update(`${batchId} ${actorId} ${until.getTime()}`)
    .digest()

/** Text for a URL: when it ends, epoch ms, a dot, its HMAC-SHA-256 in base64url. */
export const signGrant = (grant: DownloadGrant): string =>
  `${grant.until.getTime()}.${sign(grant).toString('base64url')}`

/**
 * Lets pass who was granted this download and comes in time.
 * @throws Refusal 403 `promotions.no_grant`: not ours, or another's; 410 `promotions.grant_over`.
 */
export function checkGrant(text: string, asked: Omit<DownloadGrant, 'until'>, now: Date): void {
  const [end = '', signature = ''] = text.split('.')
  const until = new Date(Number(end))
  const expected = Number.isNaN(until.getTime()) ? null : sign({ ...asked, until })
  const given = Buffer.from(signature, 'base64url')
  if (expected === null || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Refusal(
      'forbidden',
      'promotions.no_grant',
      'This link does not open the codes for you. Ask for the download again.',
    )
  if (until <= now)
    throw new Refusal(
      'gone',
      'promotions.grant_over',
      'This link was good for a few minutes only. Ask for the download again.',
    )
}
