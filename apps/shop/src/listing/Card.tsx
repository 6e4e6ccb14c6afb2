import { OfferedPrice, ProductCard as Card, useLocale } from '@splot/ui'
import type { ProductCard } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { useYourPrice } from '../memory/your-price.ts'
import { dayWords } from '../words/when.ts'
import { Link } from '../routing.ts'
import { PICTURE } from './picture.ts'

export type CardProps = Readonly<{
  product: ProductCard
  /** Colours the list was narrowed to: the card shows and opens in one of them. */
  colours?: readonly string[] | undefined
  /** Above the fold: loaded at once. */
  eager?: boolean
  level?: 2 | 3
}>

/** A product in a list or on a shelf. */
export function ProductTile({ product, colours, eager = false, level = 2 }: CardProps) {
  const t = useT('list')
  const { locale } = useLocale()
  const colour = colours?.find((code) => product.colours.some((one) => one.code === code))
  const picture = product.pictures.find((one) => one.colour === (colour ?? null)) ?? product.pictures[0]
  const { later } = product
  const yours = useYourPrice(product.variants.map(({ sku }) => sku))
  const note = product.available
    ? t('inStores', { count: product.stores })
    : later && t('later', { day: dayWords(later.promisedOn, locale) })
  return (
    <Card
      level={level}
      href={`/p/${product.handle}`}
      name={product.name}
      above={product.brand}
      picture={
        <img
          src={picture?.url}
          alt={picture?.alt ?? ''}
          {...PICTURE}
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : 'auto'}
          decoding="async"
        />
      }
      price={<OfferedPrice price={product.price.from} of={yours(product, product.price.from)} />}
      colours={
        product.colours.length > 1
          ? product.colours.map(({ label, hex }) => ({ name: label, value: hex ?? 'transparent' }))
          : []
      }
      flag={product.available ? undefined : later ? t(later.kind) : t('soldOut')}
      note={note}
      renderLink={(_href, className, content) => (
        <Link
          to="/p/$handle"
          params={{ handle: product.handle }}
          search={colour ? { colour } : {}}
          className={className}
        >
          {content}
        </Link>
      )}
    />
  )
}
