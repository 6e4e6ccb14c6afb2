import type { Locale } from '@splot/ui'
import { api, ask, queries } from '../house.ts'
import { learnLabels } from './labels.ts'
import {
  adviceOf,
  countLinesOf,
  countOf,
  everyPage,
  isForHere,
  placesQuery,
  type Tasks,
  transferOf,
} from './papers.ts'

/** SKUs of a place whose labels a device learns; more than any store has on its shelves. */
const MAX_SKUS = 10_000
const PAGE = 100
/** Labels of the whole place are learned again after this. */
const LABELS_FRESH_MS = 6 * 3_600_000

/** Reads every paper that waits here, with its articles, so that all of it can be done without a network. */
export async function preparePapers(tasks: Tasks, here: string, locale: Locale): Promise<void> {
  for (const { id } of tasks.advices) {
    const { value } = await queries.fetchQuery(adviceOf(id))
    await learnLabels(
      value.lines.map(({ sku }) => sku),
      locale,
    )
  }
  for (const transfer of tasks.transfers.filter((one) => isForHere(one, here))) {
    const { value } = await queries.fetchQuery(transferOf(transfer.id))
    await learnLabels(
      value.lines.map(({ sku }) => sku),
      locale,
    )
  }
  for (const { id, state } of tasks.counts) {
    await queries.fetchQuery(countOf(id))
    if (state === 'review') continue
    const { value } = await queries.fetchQuery(countLinesOf(id, state === 'recounting' ? 'recount' : 'all'))
    await learnLabels(
      value.map(({ sku }) => sku),
      locale,
    )
  }
  await queries.fetchQuery(placesQuery)
}

let learned: { readonly at: number; readonly what: string } | null = null

/** Learns the label of everything that lies here: blind deliveries and counts do not say what will be scanned. */
export async function prepareLabels(locationId: string, locale: Locale): Promise<void> {
  const what = `${locationId}:${locale}`
  if (learned?.what === what && Date.now() - learned.at < LABELS_FRESH_MS) return
  learned = { at: Date.now(), what }
  try {
    const levels = await everyPage(
      (cursor) => ask(api.GET('/v1/stock', { params: { query: { locationId, limit: PAGE, ...cursor } } })),
      MAX_SKUS,
    )
    await learnLabels(
      levels.map(({ sku }) => sku),
      locale,
    )
  } catch (error) {
    learned = null
    throw error
  }
}
