import type { DemoProduct, Retailer } from '@splot/demo'
import { HOUR_MS, PPM } from '@splot/kernel'
import { importCompetitors, importProposalRule, proposePricesJob, type ProposalTerms } from '#modules/pricing'
import type { WriteContext } from '#platform/context'
import { addJob } from '#platform/jobs'

/** What others are said to sell too. */
const WATCHED = 'kubki-i-herbata'
/** What lies for long at the end of the season. */
const SEASONAL = 'plaszcze'
/** A hundredth, in parts per million. */
const PERCENT = PPM / 100

/** Neither of them exists. Each sells one in so many of the watched articles, at these shares of our price in turn. */
const COMPETITORS = [
  { name: 'Dom Handlowy Kwarta', every: 2, shares: [0.94, 1.03, 0.98, 0.9, 1] },
  { name: 'Sklep pod Czajnikiem', every: 3, shares: [1.06, 0.92, 0.97] },
] as const

const bounds = {
  currency: 'PLN',
  skus: [],
  ceilingPpm: 110 * PERCENT,
  floorMinor: 1_00,
  dailyPpm: 10 * PERCENT,
  leastPpm: PERCENT,
  omnibus: 'tell',
  channels: { kind: 'equal' },
  approval: { kind: 'person' },
} as const satisfies Partial<ProposalTerms>

/** The first one asks a person about every price, the second one is in the shadow: it only reckons. */
const RULES: readonly { readonly name: string; readonly terms: ProposalTerms }[] = [
  {
    name: 'Kubki: jak u konkurencji, o włos taniej',
    terms: {
      ...bounds,
      categories: [WATCHED],
      factors: [{ kind: 'competitor', undercutPpm: PERCENT, limitPpm: 8 * PERCENT }],
      floorPpm: 90 * PERCENT,
      aboveCostPpm: 15 * PERCENT,
      mode: 'live',
    },
  },
  {
    name: 'Płaszcze: taniej, gdy zalegają',
    terms: {
      ...bounds,
      categories: [SEASONAL],
      factors: [
        {
          kind: 'stock_cover',
          bands: [
            { belowDays: 14, ppm: 3 * PERCENT },
            { aboveDays: 90, ppm: -5 * PERCENT },
          ],
        },
        { kind: 'age', bands: [{ fromDays: 45, ppm: -4 * PERCENT }] },
      ],
      floorPpm: 80 * PERCENT,
      aboveCostPpm: 20 * PERCENT,
      dailyPpm: 5 * PERCENT,
      mode: 'shadow',
    },
  },
]

/**
 * Two rules of price proposals and what competitors ask, so that the office has proposals to look at: those of one rule wait for a person, the other
 * one reckons in the shadow. The worker reckons them as soon as it runs; it knows goods and sales, and nobody waits for it here.
 */
export async function writeDemoProposals(ctx: WriteContext, { products }: Retailer): Promise<void> {
  await importCompetitors(
    ctx,
    pricesOfOthers(
      products.filter(({ category }) => category === WATCHED),
      new Date(ctx.now.getTime() - HOUR_MS),
    ),
    bounds.currency,
  )
  for (const { name, terms } of RULES)
    await importProposalRule(ctx, { name, list: 'standard', terms, enabled: true })
  await addJob(ctx, proposePricesJob, {})
}

const pricesOfOthers = (products: readonly DemoProduct[], seenAt: Date) =>
  COMPETITORS.flatMap(({ name, every, shares }) =>
    products
      .flatMap(({ variants }) => variants)
      .filter((_variant, index) => index % every === 0)
      .map(({ sku, priceMinor }, index) => ({
        sku,
        competitor: name,
        minor: Math.round(priceMinor * (shares[index % shares.length] ?? 1)),
        seenAt,
      })),
  )
