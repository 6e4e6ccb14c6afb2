export { costBook, type CostBook } from './costs/read.ts'
export { importCosts } from './costs/record.ts'
export { clearDraftsJob } from './clear-drafts.ts'
export { importException } from './exceptions.ts'
export { importPrices, openPriceList } from './import.ts'
export { PRICE_CHUNK } from './limits.ts'
export { makeList } from './lists.ts'
export { pricesAt, pricesFor } from './prices.ts'
export { openPrices, pricesOf } from './model.ts'
export { bindPricing } from './surroundings.ts'
export { insertCompetitorPrices as importCompetitors } from './proposals/store.ts'
export { proposePricesJob } from './proposals/propose.ts'
export { importProposalRule } from './proposals/rules.ts'
export type { ProposalTerms } from './proposals/types.ts'
export {
  askForesight,
  bindPresenting,
  foreseeJob,
  foresightSubscriber,
  lookAheadJob,
} from './presented/foresee.ts'
export { presentChunk } from './presented/record.ts'
export { lockClockPlan, noteInstants, noteWholeRange, setClockPlan } from './presented/store.ts'
export { pricePerUnit, PricePerUnitSchema } from './per-unit.ts'
export { bindAskedNow, BEFORE_FIRST, isAnnounced, reductionsOf } from './presented/reductions.ts'
export type { AskedNow, ReductionsModel, RunningReduction } from './presented/reductions.ts'
export type { Presenting, PresentingChannel, PublicPrices } from './presented/record.ts'
export type { Counter } from './presented/store.ts'
export { openLabelGateway } from './labels/gateway.ts'
export { putLabel } from './labels/store.ts'
export { bindLabelGateway, showLabelsJob } from './labels/show.ts'
export { labelsSubscriber } from './labels/subscribe.ts'
export { routes } from './routes.ts'
export type {
  ImportedPrice,
  PriceListId,
  PriceModel,
  PriceScope,
  SellingPrice,
  Surroundings,
  TaxLetter,
} from './types.ts'
