export * from './states.ts'
export type * from './types.ts'
export { situationOf } from './affected.ts'
export { incidentFor, recordDecision, takeTheWord, wasDecided } from './decide.ts'
export {
  flagSales,
  settleFlagged,
  type FlaggedSale,
  type FlaggedSaleId,
  type SaleToFlag,
} from './flag-sale.ts'
export { listFlagged } from './flagged-store.ts'
export { reasonWords, type SaleReason } from './sale-reasons.ts'
export { look } from './look.ts'
export { reportShelf } from './report.ts'
export { decisionsOf, listIncidents, lockPlaceOfSku, openIncidentOf, saveAssignment } from './store.ts'
export { incidentsSubscriber, reviewIncidents, reviewJob } from './subscribe.ts'
