import type { MoneyValue } from '../i18n/format.ts'
import { cx } from '../cx.ts'
import { Price, type UnitPriceValue } from './Price.tsx'
import css from './ShelfLabel.module.css'

export type ShelfLabelProps = Readonly<{
  name: string
  gtin: string
  price: MoneyValue
  /** The regular price of what is reduced. */
  regular?: MoneyValue | null | undefined
  lowest30Days?: MoneyValue | null | undefined
  /** `lowest30Days` is the price before the first reduction, of goods that spoil. */
  beforeFirst?: boolean | undefined
  unitPrice?: UnitPriceValue | null | undefined
  reasons?: readonly string[] | undefined
  className?: string | undefined
}>

/** A label at a shelf, on electronic paper or printed: dark on white in both themes, with the price as every other surface shows it. */
export function ShelfLabel({
  name,
  gtin,
  price,
  regular,
  lowest30Days,
  beforeFirst,
  unitPrice,
  reasons,
  className,
}: ShelfLabelProps) {
  return (
    <article className={cx(css.label, className)} data-theme="light">
      <h2 className={css.name}>{name}</h2>
      <Price
        current={price}
        previous={regular}
        lowest30Days={lowest30Days}
        beforeFirst={beforeFirst}
        unitPrice={unitPrice}
        reasons={reasons}
        size="l"
      />
      <p className={css.gtin}>{gtin}</p>
    </article>
  )
}
