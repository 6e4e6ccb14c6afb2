import type { ReactNode } from 'react'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { Label } from 'react-aria-components/Label'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import css from './Product.module.css'

export type Colour = Readonly<{ name: string; /** Any CSS colour. */ value: string }>

/** A round piece of a colour. Alone it says its name; beside the name it should be `decorative`. */
export function Swatch({
  colour,
  decorative = false,
  size = 16,
}: Readonly<{ colour: Colour; decorative?: boolean; size?: number }>) {
  return (
    <svg
      className={css.swatch}
      viewBox="0 0 20 20"
      width={size}
      height={size}
      {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': colour.name })}
    >
      <circle cx="10" cy="10" r="9.25" fill={colour.value} className={css.disc} />
    </svg>
  )
}

export type ProductCardProps = Readonly<{
  picture: ReactNode
  name: ReactNode
  href: string
  /** A `Price`. */
  price: ReactNode
  /** A line above the name: brand or kind. */
  above?: ReactNode
  colours?: readonly Colour[]
  /** A word over the picture: new, last pieces. */
  flag?: ReactNode
  /** Availability in the visitor's store. */
  note?: ReactNode
  /** The heading level that the name takes in the page's outline. */
  level?: 2 | 3 | 4
  /** Draws the link with the app's router; absent, a plain anchor. */
  renderLink?: (href: string, className: string, content: ReactNode) => ReactNode
}>

const MAX_SWATCHES = 5

/** One product in a listing. The whole card is the target of its one link. */
export function ProductCard(props: ProductCardProps) {
  const { picture, name, href, price, above, colours = [], flag, note, level = 2 } = props
  const words = useWords()
  const link =
    props.renderLink ??
    ((to, className, content) => (
      <a href={to} className={className}>
        {content}
      </a>
    ))
  const Heading = `h${level}` as const
  const more = colours.length - MAX_SWATCHES
  return (
    <article className={css.card}>
      <div className={css.picture}>
        {picture}
        {flag && <span className={css.flag}>{flag}</span>}
      </div>
      <div className={css.words}>
        {above && <span className={css.above}>{above}</span>}
        <Heading className={css.name}>{link(href, css.link ?? '', name)}</Heading>
        {price}
        {colours.length > 0 && (
          <ul className={css.colours} aria-label={words.colours}>
            {colours.slice(0, MAX_SWATCHES).map((colour) => (
              <li key={colour.name}>
                <Swatch colour={colour} size={14} />
              </li>
            ))}
            {more > 0 && <li className={css.more}>+{more}</li>}
          </ul>
        )}
        {note && <span className={css.note}>{note}</span>}
      </div>
    </article>
  )
}

export type SizeOption = Readonly<{
  value: string
  label: string
  available: boolean
  /** A few words: "ostatnia sztuka". */ note?: string
}>

export type SizePickerProps = Readonly<{
  label: string
  sizes: readonly SizeOption[]
  value: string | null
  onChange: (value: string) => void
}>

/** Sizes as chips. A size that is gone stays reachable and says so, because its stores and its alert hang on it. */
export function SizePicker({ label, sizes, value, onChange }: SizePickerProps) {
  const words = useWords()
  return (
    <RadioGroup value={value} onChange={onChange} orientation="horizontal" className={css.group}>
      <Label className={css.label}>{label}</Label>
      <div className={css.chips}>
        {sizes.map((size) => (
          <Radio
            key={size.value}
            value={size.value}
            aria-label={[size.label, size.available ? size.note : words.soldOut].filter(Boolean).join(', ')}
            className={cx(css.chip, !size.available && css.gone)}
          >
            {size.label}
            {size.available && size.note && <span className={css.dot} aria-hidden title={size.note} />}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}

export type ColourPickerProps = Readonly<{
  label: string
  colours: ReadonlyArray<Colour & { readonly id: string }>
  value: string | null
  onChange: (id: string) => void
}>

/** Colours as discs, the chosen one also in words. */
export function ColourPicker({ label, colours, value, onChange }: ColourPickerProps) {
  const chosen = colours.find((colour) => colour.id === value)
  return (
    <RadioGroup value={value} onChange={onChange} orientation="horizontal" className={css.group}>
      <Label className={css.label}>
        {label}
        {chosen && <span className={css.chosen}> {chosen.name}</span>}
      </Label>
      <div className={css.chips}>
        {colours.map((colour) => (
          <Radio key={colour.id} value={colour.id} aria-label={colour.name} className={css.disk}>
            <Swatch colour={colour} decorative size={28} />
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
