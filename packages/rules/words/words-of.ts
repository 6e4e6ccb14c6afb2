import type { Currency } from '@splot/kernel'
import type { Discount, Obstacle, PriceSource, PricingContext } from '../promotions/types.ts'
import { amountText, type WordsLocale } from './amount.ts'
import { obstacleWords } from './obstacle.ts'
import { piecesText } from './pieces-text.ts'

/** `short` is what shoppers read, `long` what staff read. */
export interface Explained {
  readonly short: string
  readonly long: string
}

/**
 * Says in Polish or English what an answer of pricing means: why a promotion does not count, what took something off, or where a price comes
 * from. Amounts are written without the runtime's tables of languages, so the words are the same bytes everywhere. `who`: for whom it was priced; somebody
 * whom nobody knows is told to sign in where that may help.
 */
export function wordsOf(
  what: Obstacle | Discount | PriceSource,
  locale: WordsLocale,
  currency: Currency,
  who?: Pick<PricingContext, 'firstOrder'>,
): Explained {
  if ('reason' in what) return obstacleWords(what, locale, currency, who?.firstOrder === null)
  return 'list' in what ? sourceWords(what, locale, currency) : discountWords(what, locale, currency)
}

function discountWords(discount: Discount, locale: WordsLocale, currency: Currency): Explained {
  const { label, minor, pieces, code, promotionId } = discount
  const pl = locale === 'pl'
  const short = `${label[locale]}: ${amountText(-minor, currency, locale)}`
  const details = [
    ...(pieces > 0 ? [`${pl ? 'za' : 'for'} ${piecesText(pieces, locale)}`] : []),
    ...(code === undefined ? [] : [`${pl ? 'kod' : 'code'} ${code}`]),
    `${pl ? 'promocja' : 'promotion'} ${promotionId}`,
  ]
  return { short, long: `${short} (${details.join(', ')})` }
}

function sourceWords(source: PriceSource, locale: WordsLocale, currency: Currency): Explained {
  const { list, version, fromQuantity, listMinor, exceptions } = source
  const pl = locale === 'pl'
  const money = (minor: number) => amountText(minor, currency, locale)
  const from =
    fromQuantity > 1 ? (pl ? `, od ${piecesFrom(fromQuantity)}` : `, from ${fromQuantity} items`) : ''
  const listed = pl
    ? `Cennik ${list}, wersja ${version}${from}: ${money(listMinor)}`
    : `Price list ${list}, version ${version}${from}: ${money(listMinor)}`
  const reasons = exceptions.map(({ reason }) => reason[locale])
  const steps = exceptions.map(
    ({ id, reason, minor }) => `${reason[locale]} (${id}): ${minor > 0 ? '+' : ''}${money(minor)}`,
  )
  const plain = pl ? 'Cena z cennika' : 'List price'
  return { short: reasons.join(', ') || plain, long: [listed, ...steps].join('; ') }
}

/** Behind "od" the noun stands in the genitive: "od 2 sztuk", and every break is more than one. */
const piecesFrom = (pieces: number): string => `${pieces} sztuk`
