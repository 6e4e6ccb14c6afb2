export { emit, factFor, wakeReaders, type Fact } from './write.ts'
export { eventColumns, headOfLog, readEventsAfter, type Cursor, type StoredEvent } from './read.ts'
export {
  auditsOfModels,
  keepFresh,
  reportAudits,
  stalenessOfModels,
  type AuditRecord,
  type Freshness,
} from './freshness.ts'
export { openTail, type Tail } from './tail.ts'
export {
  lagOfSubscribers,
  registerSubscribers,
  runSubscriberOnce,
  runSubscribers,
  subscribe,
  type Subscriber,
} from './subscribe.ts'
export { EVENTS_KEPT_DAYS, beginRetention } from './retain.ts'
export { searchEvents, type EventSearch, type FoundEvents } from './search.ts'
