import type { Platform, ReadContext } from '#platform/context'
import { bookOf } from '../model.ts'
import { pricePerUnit } from '../per-unit.ts'
import { isAnnounced, type ReductionsModel } from '../presented/reductions.ts'
import { surroundings } from '../surroundings.ts'
import type { Label, LabelContent } from './types.ts'

/** What labels are in. */
const CURRENCY = 'PLN'
/** What labels speak: that of the country of the stores. */
const LANGUAGE = 'pl'

/**
 * What there is to say of an article at a place, at an instant that is now or still to come; undefined: it has no price there then.
 * `reductionOf` answers which reductions stand then.
 */
export function contentAt(
  source: Platform | ReadContext,
  { sku, channelId, locationId }: Pick<Label, 'sku' | 'channelId' | 'locationId'>,
  at: Date | 'now',
  reductionOf: ReductionsModel['running'],
): LabelContent | undefined {
  const scope = { channel: channelId, currency: CURRENCY, location: locationId }
  const article = surroundings().article(sku)
  const book = bookOf(source)
  // Prices of now are kept; those of another instant are resolved anew each time.
  const price = article && (at === 'now' ? book.priceOf(sku, scope) : book.priceAt(sku, scope, at))
  if (!article || !price) return undefined
  const reduction = reductionOf(sku, scope, price.gross.minor)
  const minor = reduction?.minor ?? price.gross.minor
  const perUnit = pricePerUnit(article.netContent, { minor, currency: CURRENCY })
  return {
    gtin: article.gtin,
    name: article.name[LANGUAGE],
    currency: CURRENCY,
    price: minor,
    regular: reduction && isAnnounced(reduction) ? reduction.regularMinor : null,
    omnibusMin: reduction?.lowestMinor ?? null,
    ...(reduction?.beforeFirst && { beforeFirst: true }),
    perUnit: perUnit ? { price: perUnit.price.minor, per: perUnit.per } : null,
    reasons: price.source.exceptions.map(({ reason }) => reason[LANGUAGE]),
  }
}
