import { addDays, HOME_ZONE, instantAt, wallClock } from '@splot/kernel'

/** Whoever bought at a distance may withdraw for 14 days without a reason: art. 27 and 28 of the Polish act on consumer rights. */
export const WITHDRAWAL_DAYS = 14

/**
 * When the right to withdraw has ended that began then: midnight after the fourteenth day. The day on which it began is not counted (art. 111 § 2
 * of the Polish civil code), and days are those of the retailer.
 */
export const withdrawalEnds = (began: Date): Date =>
  instantAt(addDays(wallClock(began, HOME_ZONE).date, WITHDRAWAL_DAYS + 1), 0, HOME_ZONE)
