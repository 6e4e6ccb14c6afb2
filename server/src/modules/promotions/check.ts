import { isId, Refusal, type RefusalDetail } from '@splot/kernel'
import type { Action, Condition, LineCondition } from '@splot/rules'
import type { WriteContext } from '#platform/context'
import { rangeOf, segmentsKept } from './ports.ts'
import type { PromotionDraft, Range } from './types.ts'

/**
 * What is wrong with a draft beyond its form, with a pointer to each fault: reversed dates, goods, places and currencies that there are not
 * (any more), numbers that cannot be meant. It is checked when written, and again
 * when published.
 * @throws Refusal `promotions.bad_draft`.
 */
export function checkDraft(draft: PromotionDraft, base = ''): void {
  const errors = faultsOfDraft(draft, rangeOf()).map(({ pointer, detail }) => ({
    pointer: `${base}${pointer}`,
    detail,
  }))
  if (errors.length > 0) throw badDraft(draft, errors)
}

/**
 * Makes sure that the segments which promotions ask for exist, when they are published: a draft may be written before its segment is. Groups are not
 * looked for: a group is a name that customers carry, and nobody has to carry it yet.
 * @throws Refusal `promotions.bad_draft`.
 */
export async function checkSegments(
  ctx: WriteContext,
  drafts: readonly { readonly draft: PromotionDraft; readonly base: string }[],
): Promise<void> {
  const asked = drafts.map(({ draft, base }) => ({
    draft,
    named: draft.conditions.flatMap((condition, index) =>
      condition.kind === 'segment'
        ? condition.anyOf.map((code, at) => ({ code, pointer: `${base}/conditions/${index}/anyOf/${at}` }))
        : [],
    ),
  }))
  const codes = [...new Set(asked.flatMap(({ named }) => named.map(({ code }) => code)))].toSorted()
  if (codes.length === 0) return
  const kept = await segmentsKept(ctx, codes)
  for (const { draft, named } of asked) {
    const errors = named.flatMap(({ code, pointer }) =>
      kept.has(code) ? [] : [{ pointer, detail: 'unknown segment; it may have been deleted' }],
    )
    if (errors.length > 0) throw badDraft(draft, errors)
  }
}

const badDraft = ({ name }: PromotionDraft, errors: readonly RefusalDetail[]): Refusal =>
  new Refusal(
    'unprocessable',
    'promotions.bad_draft',
    `"${name}" cannot be a promotion like this. Look at the fields named here.`,
    { errors },
  )

/** The faults of a draft of the right form. */
export const faultsOfDraft = (draft: PromotionDraft, range: Range): RefusalDetail[] => [
  ...faultsOfTerms(draft, range),
  ...draft.conditions.flatMap((condition, index) =>
    faultsOfCondition(condition, `/conditions/${index}`, range),
  ),
  ...faultsOfSet(draft),
  ...faultsOfAction(draft.action, range),
]

function faultsOfTerms(draft: PromotionDraft, range: Range): RefusalDetail[] {
  const { validFrom, validUntil, currency, audience, publicCode, label, name } = draft
  return found([
    [
      validFrom !== null && validUntil !== null && validUntil <= validFrom,
      '/validUntil',
      'after `validFrom`',
    ],
    [!range.isCurrency(currency), '/currency', 'no channel sells in this currency'],
    [publicCode === true && audience !== 'code', '/publicCode', 'only where the audience is `code`'],
    [name.trim() === '', '/name', 'is needed'],
    [label.pl.trim() === '', '/label/pl', 'is needed'],
    [label.en.trim() === '', '/label/en', 'is needed'],
  ])
}

/** Conditions that exclude each other, or say the same twice. */
function faultsOfSet({ conditions, action }: PromotionDraft): RefusalDetail[] {
  const once = ['channel', 'location', 'first_order', 'quantity', 'value', 'tender'] as const
  const doubled = once.flatMap((kind) => {
    const places = conditions.flatMap((condition, index) => (condition.kind === kind ? [index] : []))
    return places
      .slice(1)
      .map((index) => ({ pointer: `/conditions/${index}`, detail: `\`${kind}\` is there already` }))
  })
  const place = conditions.findIndex(({ kind }) => kind === 'tender')
  const early = action.kind === 'gift' && place >= 0
  return [
    ...doubled,
    ...found([[early, `/conditions/${place}`, 'a gift is chosen before anybody knows how it is paid']]),
  ]
}

/** What a basket may be paid with. */
const TENDERS: ReadonlySet<string> = new Set(['card', 'blik', 'cash', 'gift_card', 'store_credit'])

function faultsOfCondition(condition: Condition, at: string, range: Range): RefusalDetail[] {
  const unknown = (
    names: readonly string[],
    isKnown: (name: string) => boolean,
    detail: string,
  ): RefusalDetail[] =>
    names.flatMap((name, index) => (isKnown(name) ? [] : [{ pointer: `${at}/anyOf/${index}`, detail }]))
  switch (condition.kind) {
    case 'products':
      return unknown(
        condition.anyOf,
        (name) => range.productOf(name) !== undefined,
        'neither a SKU nor a product that is sold',
      )
    case 'categories':
      return unknown(
        condition.anyOf,
        (name) => range.categoryWithin(name) !== undefined,
        'unknown category; it may have been deleted',
      )
    case 'attributes':
      return range.isAttribute(condition.attribute)
        ? unknown(
            condition.anyOf,
            (name) => range.isAttributeValue(condition.attribute, name),
            'no product has this value',
          )
        : [{ pointer: `${at}/attribute`, detail: 'no product has this attribute or option' }]
    case 'channel':
      return unknown(condition.anyOf, range.isChannel, 'unknown channel')
    case 'location':
      return unknown(condition.anyOf, (name) => isId(name) && range.isLocation(name), 'unknown place')
    case 'tender':
      return unknown(condition.anyOf, (name) => TENDERS.has(name), 'nobody can pay in this way')
    case 'hours':
      return found([[condition.from === condition.until, `${at}/until`, 'other than `from`']])
    default:
      return []
  }
}

const faultsOfPool = (of: readonly LineCondition[], at: string, range: Range): RefusalDetail[] =>
  of.flatMap((condition, index) => faultsOfCondition(condition, `${at}/${index}`, range))

function faultsOfAction(action: Action, range: Range): RefusalDetail[] {
  switch (action.kind) {
    case 'buy_get':
      return action.of ? faultsOfPool(action.of, '/action/of', range) : []
    case 'cheapest_free':
      return found([[action.free >= action.every, '/action/free', 'fewer than `every`']])
    case 'bundle':
      return action.parts.flatMap((part, index) => faultsOfPool(part.of, `/action/parts/${index}/of`, range))
    case 'quantity_tiers':
      return faultsOfTiers(action.tiers.map(({ atLeast, ppm }) => [atLeast, ppm]))
    case 'value_tiers':
      return [
        ...faultsOfTiers(action.tiers.map(({ atLeastMinor, minor }) => [atLeastMinor, minor])),
        ...action.tiers.flatMap(({ atLeastMinor, minor }, index) =>
          found([
            [minor > atLeastMinor, `/action/tiers/${index}/minor`, 'at most what must be spent for it'],
          ]),
        ),
      ]
    case 'gift':
      return found([[!range.isSku(action.sku), '/action/sku', 'not a SKU that is sold']])
    default:
      return []
  }
}

/** Tiers climb: whoever buys more never gets less. */
const faultsOfTiers = (tiers: readonly (readonly [threshold: number, gain: number])[]): RefusalDetail[] =>
  tiers.flatMap(([threshold, gain], index) => {
    const before = tiers[index - 1]
    return found([
      [
        before !== undefined && threshold <= before[0],
        `/action/tiers/${index}`,
        'its threshold is above the one before',
      ],
      [before !== undefined && gain <= before[1], `/action/tiers/${index}`, 'gives more than the one before'],
    ])
  })

const found = (
  checks: readonly (readonly [wrong: boolean, pointer: string, detail: string])[],
): RefusalDetail[] => checks.flatMap(([wrong, pointer, detail]) => (wrong ? [{ pointer, detail }] : []))
