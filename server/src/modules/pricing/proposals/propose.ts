import { DAY_MS, HOME_ZONE, newId, PPM, wallClock, weekdayOf, type Ppm } from '@splot/kernel'
import { lowestPriceBefore } from '@splot/rules'
import { taxOf } from '#modules/tax'
import { systemActor, type Platform, type ReadContext } from '#platform/context'
import { defineJob } from '#platform/jobs'
import { costBook } from '../costs/read.ts'
import { bookOf, type PricesInMemory } from '../model.ts'
import { historyOf } from '../presented/store.ts'
import { spansInForce } from '../resolve.ts'
import { spanOf, spansAt } from '../store.ts'
import { omnibusRuleOf, surroundings } from '../surroundings.ts'
import type { PriceList } from '../types.ts'
import { applyProposals } from './decide.ts'
import { reckon, type Reckoned } from './reckon.ts'
import {
  cheapestOthers,
  listRules,
  lockStanding,
  outdate,
  putProposals,
  rejectedSince,
  setPrices,
} from './store.ts'
import type { ProposalRule } from './types.ts'

/** SKUs that one transaction proposes prices for. */
const CHUNK = 200
/** Prices of others that are older say nothing. */
const COMPETITOR_DAYS = 7
/** What a person turned down is not proposed again for so long. */
const REJECTED_MS = 7 * DAY_MS

const actor = systemActor('pricing.propose')

/**
 * Lets every rule that is switched on reckon its prices, and keeps what it proposes, with all the figures behind it. In the shadow nothing more
 * happens; a live rule may apply what lies within its own limit, everything else waits for a person. Answers how many rules reckoned, and how
 * many prices they propose.
 */
export async function proposePrices(platform: Platform): Promise<{ rules: number; proposals: number }> {
  const book = bookOf(platform)
  await book.upToDate()
  let rules = 0
  let proposals = 0
  for (const rule of await listRules(platform.read(actor))) {
    const list = book.lists.find(({ id }) => id === rule.listId)
    if (!rule.enabled || !list) continue
    rules += 1
    const skus = skusOf(book, list, rule)
    for (let at = 0; at < skus.length; at += CHUNK)
      proposals += await proposeChunk(platform, book, list, rule, skus.slice(at, at + CHUNK))
  }
  return { rules, proposals }
}

function skusOf(book: PricesInMemory, list: PriceList, { terms }: ProposalRule): readonly string[] {
  const { skus, categories } = terms
  if (skus.length === 0 && categories.length === 0)
    return [...(book.shelves.get(list.id)?.keys() ?? [])].sort()
  const within = categories.flatMap((category) => surroundings().skusWithin(category) ?? [])
  return [...new Set([...skus, ...within])].sort()
}

/** Answers how many prices it proposed. */
async function proposeChunk(
  platform: Platform,
  book: PricesInMemory,
  list: PriceList,
  rule: ProposalRule,
  skus: readonly string[],
): Promise<number> {
  const found = await reckonAll(platform.read(actor), book, list, rule, skus)
  return platform.write(actor, async (ctx) => {
    await lockStanding(ctx, rule.id, skus)
    const spared = await rejectedSince(ctx, rule.id, new Date(ctx.now.getTime() - REJECTED_MS))
    const rows = found.filter(({ sku }) => !spared.has(sku))
    const proposed = new Set<string>(rows.map(({ sku }) => sku))
    await outdate(
      ctx,
      rule.id,
      skus.filter((sku) => !proposed.has(sku)),
    )
    if (rows.length === 0) return 0
    const { mode, approval } = rule.terms
    const standing = await putProposals(ctx, rule, mode === 'live' ? 'proposed' : 'shadow', rows)
    if (mode !== 'live' || approval.kind !== 'rule') return standing.length
    // What could not keep a bound is for a person to look at.
    const doubtful = new Set<string>(rows.flatMap(({ sku, unmet }) => (unmet.length > 0 ? [sku] : [])))
    const own = standing.filter(
      ({ sku, fromMinor, toMinor }) =>
        !doubtful.has(sku) && Math.abs(toMinor - fromMinor) * PPM <= fromMinor * approval.withinPpm,
    )
    if (own.length > 0) await applyProposals(ctx, own, `rule:${rule.id}`)
    return standing.length
  })
}

async function reckonAll(
  ctx: ReadContext,
  book: PricesInMemory,
  list: PriceList,
  rule: ProposalRule,
  skus: readonly string[],
) {
  const { terms } = rule
  const ago = (days: number) => new Date(ctx.now.getTime() - days * DAY_MS)
  const [set, dayAgo, others, history, demand, costs] = await Promise.all([
    setPrices(ctx, list.id, skus),
    spansAt(ctx, skus, ago(1), 1),
    cheapestOthers(ctx, skus, terms.currency, ago(COMPETITOR_DAYS)),
    historyOf(ctx, skus, null),
    surroundings().demandOf(ctx, skus),
    terms.aboveCostPpm === undefined ? null : costBook(ctx, skus, ctx.now),
  ])
  const before = new Map(
    dayAgo.flatMap((row) =>
      row.listId === list.id && row.endsAt === null ? [[row.sku as string, spanOf(row).minor] as const] : [],
    ),
  )
  const presented = Map.groupBy(history, ({ sku }) => sku as string)
  const { date, minutes } = wallClock(ctx.now, HOME_ZONE)
  const other =
    terms.channels.kind === 'differ'
      ? book.lists.find(({ code }) => terms.channels.kind === 'differ' && code === terms.channels.from)
      : undefined
  const priceIn = (one: PriceList, sku: string) =>
    spansInForce(book.spans(one, sku) ?? [], ctx.now.getTime()).find(({ fromQuantity }) => fromQuantity === 1)
  const country = surroundings().countryOf(list.channelId ?? '', list.locationId)
  return skus.flatMap((sku) => {
    const regular = set.get(sku)
    const current = priceIn(list, sku)
    // While a price that passes holds, nothing is proposed beneath it.
    if (!regular || !current || current.end !== Infinity) return []
    const { available = 0, sold = 0 } = demand.get(sku) ?? {}
    const reckoned: Reckoned | undefined = reckon(
      terms,
      {
        regularMinor: regular.minor,
        available,
        sold,
        ageDays: Math.floor((ctx.now.getTime() - regular.since.getTime()) / DAY_MS),
        location: list.locationId,
        weekday: weekdayOf(date),
        minutes,
        competitor: others.get(sku) ?? null,
      },
      {
        currentMinor: current.minor,
        dayAgoMinor: before.get(sku) ?? current.minor,
        lowestMinor: lowestOf(presented.get(sku) ?? [], ctx.now),
        otherListMinor: (other && priceIn(other, sku)?.minor) ?? null,
        costGrossMinor: withVat(
          costs?.(sku, terms.currency, ctx.now),
          taxOf(ctx).rate(country, current.taxLetter, ctx.now),
        ),
      },
    )
    if (!reckoned) return []
    const { minor: toMinor, unmet, factors } = reckoned
    // It stands in the list, so it is a SKU.
    return {
      id: newId<'price-proposal'>(),
      sku: sku as never,
      fromMinor: current.minor,
      toMinor,
      unmet,
      factors,
    }
  })
}

/** The least gross price of which so much is net; null: the cost, or the rate, is not known. */
const withVat = (netMinor: number | undefined, ppm: Ppm | undefined): number | null =>
  netMinor === undefined || ppm === undefined ? null : Math.ceil((netMinor * (PPM + ppm)) / PPM)

/** The lowest price of 30 days in any channel, as a reduction that began now would have to name it. */
function lowestOf(rows: Awaited<ReturnType<typeof historyOf>>, now: Date): number | null {
  const counters = Map.groupBy(rows, (row) => `${row.channel} ${row.currency} ${row.location ?? ''}`)
  const lowest = [...counters.values()].flatMap(
    (own) =>
      lowestPriceBefore(
        own.map((row) => ({ at: row.at.getTime(), minor: row.minor, reduced: row.reduced })),
        now.getTime(),
        omnibusRuleOf(own[0]?.channel ?? '', own[0]?.location ?? null),
      ) ?? [],
  )
  return lowest.length === 0 ? null : Math.min(...lowest)
}

/** Every quarter of an hour: hours and stock move on. */
export const proposePricesJob = defineJob({
  name: 'pricing.propose',
  cron: '*/15 * * * *',
  run: async (platform) => void (await proposePrices(platform)),
})
