import type { MoneyValue } from '../i18n/format.ts'
import { useFormat } from '../i18n/provider.tsx'
import { cx } from '../cx.ts'
import { useWords, type Words } from '../words.ts'
import css from './Price.module.css'

/** A price for a unit of measurement, so that packs of different sizes can be compared. */
export type UnitPriceValue = Readonly<{
  price: MoneyValue
  /** `kg`, `l`, `m`, `m2` or `piece`. */
  per: string
}>

export type PriceProps = Readonly<{
  current: MoneyValue
  /** The regular price before a promotion. It stands crossed out beside the current one, unless that is not below `lowest30Days`. */
  previous?: MoneyValue | null | undefined
  /** The lowest price of the 30 days before the reduction; every percentage counts from it (Omnibus directive). */
  lowest30Days?: MoneyValue | null | undefined
  /** `lowest30Days` is the price before the first reduction: what the law of the place wants beside goods that spoil. */
  beforeFirst?: boolean | undefined
  /** What a kilogram, a litre or a piece costs, where the law wants it. */
  unitPrice?: UnitPriceValue | null | undefined
  /** Why it is not what the price list says, in words for the shopper. */
  reasons?: readonly string[] | undefined
  size?: 's' | 'm' | 'l'
  className?: string | undefined
}>

/**
 * A price as the law and the eye want it, on every surface: shop, kiosk, till and shelf label. A reduction always shows the lowest price of
 * the last 30 days beside it, in readable size, and its percentage is counted from that price; without that price there is no percentage at
 * all. What is not below it is no reduction, whatever it cost yesterday (Court of Justice, C-330/23), and looks like none. Nothing of it hides
 * behind a hover.
 */
export function Price({
  current,
  previous,
  lowest30Days,
  beforeFirst = false,
  unitPrice,
  reasons = [],
  size = 'm',
  className,
}: PriceProps) {
  const format = useFormat()
  const words = useWords()
  const percent = lowest30Days && reductionPercent(current, lowest30Days)
  const announced = !lowest30Days || current.minor < lowest30Days.minor
  const before = announced && previous && previous.minor > current.minor ? previous : null
  const reduced = announced && Boolean(lowest30Days ?? before)
  return (
    <span className={cx(css.price, css[size], className)}>
      <span className={css.line}>
        <span className={cx(css.current, reduced && css.reduced)}>
          <span className={css.spoken}>{words.now}: </span>
          {format.money(current)}
        </span>
        {before && (
          <s className={css.previous}>
            <span className={css.spoken}>{words.regular}: </span>
            {format.money(before)}
          </s>
        )}
        {percent ? <span className={css.percent}>−{format.percent(percent / 100, 0)}</span> : null}
      </span>
      {lowest30Days && (
        <span className={css.beside}>
          {beforeFirst ? words.beforeFirst : announced ? words.lowest : words.lowestPlain}:{' '}
          <span className={css.amount}>{format.money(lowest30Days)}</span>
        </span>
      )}
      {unitPrice && (
        <span className={css.beside}>
          <span className={css.spoken}>{words.unitPrice}: </span>
          <span className={css.amount}>
            {format.money(unitPrice.price)}/{unitWord(unitPrice.per, words)}
          </span>
        </span>
      )}
      {reasons.map((reason) => (
        <span key={reason} className={css.beside}>
          {reason}
        </span>
      ))}
    </span>
  )
}

const units = ['kg', 'l', 'm', 'm2', 'piece'] as const

/** Labels name units by text; one that we have no word for is said as it is. */
const unitWord = (per: string, words: Words): string => {
  const unit = units.find((one) => one === per)
  return unit ? words.per[unit] : per
}

/** What the API says of an offered article, as far as a price needs it. */
export type Offered = Readonly<{
  reducedPrice?: MoneyValue | undefined
  before?: MoneyValue | undefined
  lowestPrice?: MoneyValue | undefined
  beforeFirst?: boolean | undefined
  pricePerUnit?: Readonly<UnitPriceValue & { reduced?: MoneyValue | undefined }> | undefined
  priceReasons?: readonly string[] | undefined
}>

/** The `Price` of something that the API offers: with promotions for everybody where they run, and what must stand beside it. */
export function OfferedPrice({
  price,
  of,
  size = 'm',
  className,
}: Readonly<{ price: MoneyValue; of: Offered; size?: PriceProps['size']; className?: string | undefined }>) {
  const perUnit = of.pricePerUnit
  return (
    <Price
      current={of.reducedPrice ?? price}
      previous={of.before}
      lowest30Days={of.lowestPrice}
      beforeFirst={of.beforeFirst}
      unitPrice={
        perUnit && { price: (of.reducedPrice && perUnit.reduced) ?? perUnit.price, per: perUnit.per }
      }
      reasons={of.priceReasons}
      size={size}
      className={className}
    />
  )
}

/** Whole per cent off the lowest price of 30 days, rounded down so that no label promises more than the till gives. */
export function reductionPercent(current: MoneyValue, lowest: MoneyValue): number {
  if (lowest.minor <= 0 || current.minor >= lowest.minor || current.currency !== lowest.currency) return 0
  return Math.floor(((lowest.minor - current.minor) * 100) / lowest.minor)
}
