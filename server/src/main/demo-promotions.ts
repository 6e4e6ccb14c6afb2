import type { Retailer } from '@splot/demo'
import { PPM } from '@splot/kernel'
import type { Promotion } from '@splot/rules'
import {
  draftPromotion,
  makeCoupon,
  orderCodes,
  publishPromotions,
  type CouponLimits,
  type PromotionId,
} from '#modules/promotions'
import type { WriteContext } from '#platform/context'
import { DEMO_SEGMENT } from './demo-customers.ts'

type Draft = Omit<Promotion, 'id' | 'version'>

const usual = {
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  audience: 'public',
  returns: 'keep',
  currency: 'PLN',
} as const

/** A tenth, in parts per million. */
const TENTH = PPM / 10

/** Of what stands in this group a piece gets one thing only: whichever is best for her. */
const WINTER = 'zima'

const inStores: Draft['conditions'] = [{ kind: 'channel', anyOf: ['store'] }]

/** What the demo retailer offers without a code: to everybody, and to people whom it knows. */
const OPEN: readonly Draft[] = [
  {
    ...usual,
    name: 'Skarpety 3 za 2',
    label: { pl: 'Skarpety: 3 w cenie 2', en: 'Socks: 3 for 2' },
    priority: 100,
    conditions: [{ kind: 'categories', anyOf: ['skarpety'] }],
    action: { kind: 'cheapest_free', every: 3, free: 1 },
  },
  {
    ...usual,
    name: 'Czapki i rękawiczki od dwóch sztuk',
    label: { pl: 'Dwie i więcej: −15 %', en: 'Two or more: −15 %' },
    priority: 110,
    group: WINTER,
    conditions: [{ kind: 'categories', anyOf: ['czapki-i-kapelusze', 'rekawiczki'] }],
    action: {
      kind: 'quantity_tiers',
      tiers: [
        { atLeast: 2, ppm: 1.5 * TENTH },
        { atLeast: 4, ppm: 2.5 * TENTH },
      ],
    },
    returns: 'recompute',
  },
  {
    ...usual,
    name: 'Komplet na zimę: czapka i szalik',
    label: { pl: 'Komplet na zimę za 129 zł', en: 'Winter set for 129 zł' },
    priority: 112,
    group: WINTER,
    conditions: [{ kind: 'categories', anyOf: ['czapki-i-kapelusze', 'szaliki-i-chusty'] }],
    action: {
      kind: 'bundle',
      minor: 129_00,
      parts: [
        { of: [{ kind: 'categories', anyOf: ['czapki-i-kapelusze'] }], quantity: 1 },
        { of: [{ kind: 'categories', anyOf: ['szaliki-i-chusty'] }], quantity: 1 },
      ],
    },
  },
  {
    ...usual,
    name: 'Do torebki pasek za pół ceny',
    label: { pl: 'Do torebki pasek −50 %', en: 'With a bag a belt −50 %' },
    priority: 114,
    conditions: [{ kind: 'categories', anyOf: ['torebki-i-plecaki'] }],
    action: {
      kind: 'buy_get',
      buy: 1,
      get: 1,
      of: [{ kind: 'categories', anyOf: ['paski'] }],
      ppm: 5 * TENTH,
    },
  },
  {
    ...usual,
    name: 'Spokojne popołudnia w sklepach',
    label: { pl: 'Popołudnie w sklepie: −10 %', en: 'Afternoon in the store: −10 %' },
    priority: 120,
    conditions: [
      ...inStores,
      { kind: 'hours', weekdays: [1, 2, 3, 4], from: 14 * 60, until: 16 * 60 },
      { kind: 'categories', anyOf: ['torebki-i-plecaki', 'paski'] },
    ],
    action: { kind: 'line_percent', ppm: TENTH },
  },
  {
    ...usual,
    name: 'Torebki −15 % dla wracających co miesiąc',
    label: { pl: 'Dla Ciebie: torebki i plecaki −15 %', en: 'For you: bags and backpacks −15 %' },
    priority: 130,
    audience: 'individual',
    conditions: [
      { kind: 'segment', anyOf: [DEMO_SEGMENT] },
      { kind: 'categories', anyOf: ['torebki-i-plecaki'] },
    ],
    action: { kind: 'line_percent', ppm: 1.5 * TENTH },
  },
  {
    ...usual,
    name: 'Dostawa gratis w aplikacji',
    label: { pl: 'Darmowa dostawa w aplikacji', en: 'Free delivery in the app' },
    priority: 900,
    conditions: [
      { kind: 'channel', anyOf: ['app'] },
      { kind: 'value', atLeastMinor: 99_00 },
    ],
    action: { kind: 'shipping_percent', ppm: PPM },
  },
]

interface Coded {
  /** Null: unique ones. */
  readonly code: string | null
  /** How many unique ones the worker makes. */
  readonly codes?: number
  readonly name: string
  readonly limits: Partial<CouponLimits>
  readonly promotion: Draft
}

/** What codes open. */
const CODED: readonly Coded[] = [
  {
    code: 'ZIMA25',
    name: 'Kod z witryny i newslettera',
    limits: {},
    promotion: {
      ...usual,
      name: 'Płaszcze i kurtki −25 % z kodem',
      label: { pl: 'Płaszcze i kurtki: −25 %', en: 'Coats and jackets: −25 %' },
      priority: 200,
      audience: 'code',
      publicCode: true,
      conditions: [{ kind: 'categories', anyOf: ['plaszcze-i-kurtki'] }],
      action: { kind: 'line_percent', ppm: 2.5 * TENTH },
    },
  },
  {
    code: 'WITAJ10',
    name: 'Kod powitalny',
    limits: { perCustomer: 1 },
    promotion: {
      ...usual,
      name: 'Pierwsze zakupy −10 %',
      label: { pl: 'Na dobry początek: −10 %', en: 'Welcome: −10 %' },
      priority: 300,
      audience: 'code',
      conditions: [{ kind: 'first_order' }],
      action: { kind: 'basket_percent', ppm: TENTH },
      atMostMinor: 100_00,
    },
  },
  {
    code: 'PREZENT',
    name: 'Kod z gazetki, 5 000 użyć',
    limits: { total: 5_000 },
    promotion: {
      ...usual,
      name: 'Wydaj 200 zł, zapłać 30 zł mniej',
      label: { pl: 'Wydaj więcej, zapłać mniej', en: 'Spend more, pay less' },
      priority: 400,
      audience: 'code',
      conditions: [],
      action: {
        kind: 'value_tiers',
        tiers: [
          { atLeastMinor: 200_00, minor: 30_00 },
          { atLeastMinor: 400_00, minor: 80_00 },
        ],
      },
    },
  },
  {
    code: null,
    codes: 200,
    name: 'Ulotki do rozdania w sklepie',
    limits: {},
    promotion: {
      ...usual,
      name: 'Ulotka: 15 zł mniej od 100 zł',
      label: { pl: 'Z ulotką 15 zł mniej', en: '15 zł off with the leaflet' },
      priority: 450,
      audience: 'code',
      conditions: [{ kind: 'value', atLeastMinor: 100_00 }],
      action: { kind: 'basket_amount', minor: 15_00 },
    },
  },
  {
    code: null,
    name: 'Przeprosiny za opóźnienie',
    limits: {},
    promotion: {
      ...usual,
      name: 'Przepraszamy: 20 zł',
      label: { pl: 'Przepraszamy: 20 zł mniej', en: 'Sorry: 20 zł off' },
      priority: 500,
      audience: 'individual',
      conditions: [],
      action: { kind: 'basket_amount', minor: 20_00 },
    },
  },
]

/** Whoever spends this much on dresses gets a scarf. */
const GIFT_FROM_MINOR = 400_00

/** A gift is an article like any other: the first scarf that the retailer has. */
function giftOf({ products }: Pick<Retailer, 'products'>): Draft[] {
  const scarf = products.find(({ category }) => category === 'szaliki-i-chusty')?.variants[0]
  if (!scarf) return []
  return [
    {
      ...usual,
      name: 'Szalik do sukienki',
      label: { pl: 'Szalik w prezencie', en: 'A scarf for free' },
      priority: 116,
      conditions: [
        { kind: 'categories', anyOf: ['sukienki'] },
        { kind: 'value', atLeastMinor: GIFT_FROM_MINOR },
      ],
      action: { kind: 'gift', sku: scarf.sku, quantity: 1 },
    },
  ]
}

/** Drafts and publishes what the demo retailer offers, from this moment on, and makes the codes; once. */
export async function writeDemoPromotions(ctx: WriteContext, retailer: Retailer): Promise<void> {
  const ids: PromotionId[] = []
  for (const draft of [...OPEN, ...giftOf(retailer)]) ids.push((await draftPromotion(ctx, draft)).promotionId)
  for (const { code, codes, name, limits, promotion } of CODED) {
    const { promotionId } = await draftPromotion(ctx, promotion)
    ids.push(promotionId)
    const { couponId } = await makeCoupon(ctx, {
      promotionId,
      code,
      name,
      limits: { total: null, perCode: 1, perCustomer: null, period: null, ...limits },
      validFrom: null,
      validUntil: null,
      channels: null,
    })
    if (codes !== undefined) await orderCodes(ctx, couponId, codes)
  }
  await publishPromotions(ctx, { publish: ids, archive: [], at: ctx.now, reason: 'Oferta na start' })
}
