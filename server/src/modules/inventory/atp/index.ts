export { expectInbound } from './expect-inbound.ts'
export { promiseInbound } from './promise-inbound.ts'
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
