import { Refusal, type Sku } from '@splot/kernel'

/** Why what arrived is not what was written. The codes never change; old papers keep theirs. */
export const differenceReasons = [
  { code: 'sent_too_few', words: { pl: 'Wysłano za mało', en: 'Too few were sent' } },
  { code: 'sent_too_many', words: { pl: 'Wysłano za dużo', en: 'Too many were sent' } },
  { code: 'follows_later', words: { pl: 'Przyjdzie później', en: 'Follows later' } },
  {
    code: 'wrong_article',
    words: { pl: 'Inny artykuł niż zapowiedziany', en: 'Another article than announced' },
  },
  { code: 'damaged_on_the_way', words: { pl: 'Uszkodzone w transporcie', en: 'Damaged on the way' } },
  { code: 'lost_on_the_way', words: { pl: 'Zaginione w transporcie', en: 'Lost on the way' } },
  { code: 'stolen', words: { pl: 'Skradzione', en: 'Stolen' } },
  { code: 'miscounted', words: { pl: 'Błąd w liczeniu', en: 'Counted wrongly' } },
  { code: 'other', words: { pl: 'Inny powód', en: 'Another reason' } },
] as const

export type DifferenceReason = (typeof differenceReasons)[number]['code']
export const differenceReasonCodes: readonly DifferenceReason[] = differenceReasons.map(({ code }) => code)

export type DifferenceKind = 'short' | 'over' | 'damaged' | 'unexpected'
export const differenceKinds: readonly DifferenceKind[] = ['short', 'over', 'damaged', 'unexpected']

/** Pieces of a SKU by which what came is not what was written; `quantity` is at least 1. */
export interface Difference {
  readonly sku: Sku
  readonly kind: DifferenceKind
  readonly quantity: number
}

/** A reason for one difference; without SKU or kind for all that have none of their own. */
export interface GivenReason {
  readonly sku?: string | undefined
  readonly kind?: DifferenceKind | undefined
  readonly reason: DifferenceReason
  readonly note?: string | undefined
}

export interface ExplainedDifference extends Difference {
  readonly reason: DifferenceReason
  readonly note: string | null
}

/** How what arrived differs from what was written, line by line. `damaged` pieces have arrived too. */
export function differencesOf(
  lines: readonly {
    readonly sku: Sku
    readonly expected: number
    readonly received: number
    readonly damaged: number
  }[],
): Difference[] {
  return lines.flatMap(({ sku, expected, received, damaged }) => {
    const arrived = received + damaged
    const found: Difference[] = []
    if (arrived < expected) found.push({ sku, kind: 'short', quantity: expected - arrived })
    if (arrived > expected) {
      found.push({ sku, kind: expected === 0 ? 'unexpected' : 'over', quantity: arrived - expected })
    }
    if (damaged > 0) found.push({ sku, kind: 'damaged', quantity: damaged })
    return found
  })
}

/**
 * Gives each difference the nearest reason: for this SKU and kind, this SKU, this kind, all. Refuses with
 * `stockwork.difference_unexplained` and the differences that have none.
 */
export function explain(
  differences: readonly Difference[],
  given: readonly GivenReason[],
): ExplainedDifference[] {
  const fits = (one: GivenReason, { sku, kind }: Difference) =>
    (one.sku === undefined || one.sku === sku) && (one.kind === undefined || one.kind === kind)
  const nearness = (one: GivenReason) => (one.sku === undefined ? 0 : 2) + (one.kind === undefined ? 0 : 1)
  const nearest = given.toSorted((one, other) => nearness(other) - nearness(one))
  const explained = differences.map((difference) => {
    const found = nearest.find((one) => fits(one, difference))
    return { ...difference, reason: found?.reason, note: found?.note ?? null }
  })
  const open = explained.filter(({ reason }) => reason === undefined)
  if (open.length > 0) {
    throw new Refusal(
      'unprocessable',
      'stockwork.difference_unexplained',
      'What arrived is not what was written. Give a reason for each difference, or one for all.',
      {
        errors: open.map(({ sku, kind, quantity }) => ({
          pointer: '/reasons',
          detail: `${sku}: ${kind}, ${quantity}`,
        })),
        facts: { differences: open.map(({ sku, kind, quantity }) => ({ sku, kind, quantity })) },
      },
    )
  }
  // Those without a reason have been refused.
  return explained as ExplainedDifference[]
}

/** As a fact tells them: without notes, in which people may write anything. */
export const toldDifferences = (differences: readonly ExplainedDifference[]) =>
  differences.map(({ sku, kind, quantity, reason }) => ({ sku, kind, quantity, reason }))
