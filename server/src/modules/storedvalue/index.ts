export * from './states.ts'
export type * from './types.ts'
export { accountsById, creditsOf, proveLedger } from './find.ts'
export { CARD_LINE, checkAmount, checkCard, giveCredit, isCardLine, issueCard, TOP_UP_LINE } from './issue.ts'
export { pinOf } from './number.ts'
export { cardByNumber, recognise, type Shown } from './recognise.ts'
export {
  forgetReceivers,
  forgetReceiversJob,
  isNewCard,
  issuePurchases,
  lockAccounts,
  lockPurchases,
  paidForCards,
  purchasesById,
  purchasesOf,
  recordPurchases,
  takeBackPurchases,
  takeBackWithOrder,
  voidPurchases,
} from './purchases.ts'
export { topUpCards } from './top-up.ts'
export { capture, giveBack, release, spend } from './tender.ts'
export { liabilityAt } from './liability.ts'
export { AccountSchema, CardPartSchema, NumberSchema, PinSchema, showAccount } from './show.ts'
export { ReasonSchema } from './wire.ts'
export { LEAST_BOUGHT_MINOR, MAX_PER_ORDER, MOST_BOUGHT_MINOR, SUGGESTED_MINOR } from './limits.ts'
export { issueBatchJob } from './batches.ts'
export { expireAccounts, expireJob, retainJob } from './expire.ts'
export { routes } from './routes.ts'
