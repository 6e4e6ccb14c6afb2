export { expectInbound } from './expect-inbound.ts'
export { promiseInbound } from './promise-inbound.ts'
export { promisableLater, type Promisable } from './promisable.ts'
export { lockAwaited, type Awaited } from './awaited.ts'
export { explainAtp } from './explain.ts'
export { settleWaiting, settleWaitingJob } from './fill.ts'
export type {
  Expectation,
  InboundPromised,
  InboundReservation,
  PromisedLine,
  TouchedPromise,
  UnpromisedLine,
} from './types.ts'
