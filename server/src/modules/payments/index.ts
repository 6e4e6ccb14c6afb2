export type * from './types.ts'
export { insertPayments } from './insert.ts'
export {
  bindStoredTender,
  captureStored,
  insertStored,
  isStored,
  releaseStored,
  type StoredMethod,
  type StoredPayment,
  type StoredTender,
} from './tenders.ts'
export { recordCash } from './cash.ts'
export { recordOutcomes } from './outcomes.ts'
export { askAgain } from './late-money.ts'
export { isLive, NEVER_ARRIVED, refundableIn, undecidedIn } from './states.ts'
export {
  paymentsOf,
  attemptsOf,
  attemptsById,
  givenUpAttempts,
  mayTurn,
  unresolvedAttempts,
  type Attempt,
} from './find.ts'
export { saveRefunds, carryOutRefunds, refundParts, unresolvedRefunds } from './refund.ts'
export { bindPaymentProvider, providerOf } from './provider.ts'
export { openSandboxProvider } from './sandbox.ts'
export { refuseCardNumbers } from './card-number.ts'
