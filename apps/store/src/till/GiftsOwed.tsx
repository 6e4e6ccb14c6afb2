import { Button, toast, useLocale } from '@splot/ui'
import type { PricedBasket } from '@splot/rules'
import { Gift } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useT } from './gift-words.ts'
import { act } from './open-sale.ts'
import { type Article, type Basket, cannotAdd } from './sale.ts'
import { articleOwed } from './variants.ts'
import css from './GiftsOwed.module.css'

type Owed = PricedBasket['gifts'][number]

/** What promotions owe the customer and nobody has put into the basket yet, each a press away. */
export function GiftsOwed({ sale, gifts }: Readonly<{ sale: Basket; gifts: readonly Owed[] }>) {
  return (
    <ul className={css.gifts}>
      {gifts.map((gift) => (
        <GiftOwed key={`${gift.promotionId} ${gift.sku}`} sale={sale} gift={gift} />
      ))}
    </ul>
  )
}

function GiftOwed({ sale, gift: { sku, missing } }: Readonly<{ sale: Basket; gift: Owed }>) {
  const t = useT('gift')
  const { locale } = useLocale()
  const [article, setArticle] = useState<Article | null>(null)
  const [isAsking, setAsking] = useState(false)
  useEffect(() => {
    let isCurrent = true
    void articleOwed(sku, locale).then((found) => isCurrent && setArticle(found))
    return () => {
      isCurrent = false
    }
  }, [sku, locale])
  const add = async () => {
    setAsking(true)
    // Without a network at first, it may be there by now.
    const found = article ?? (await articleOwed(sku, locale))
    setAsking(false)
    if (found) act({ type: 'add', article: found, quantity: missing })
    else toast({ title: t('unknown'), status: 'late' })
  }
  const one = article ? [article.name, article.options].filter(Boolean).join(', ') : sku
  const name = missing === 1 ? one : t('many', { count: String(missing), name: one })
  return (
    <li className={css.gift}>
      <Gift aria-hidden />
      <output>{t('owed', { name })}</output>
      <Button
        aria-label={t('addWhat', { name })}
        isPending={isAsking}
        isDisabled={article !== null && cannotAdd(sale, article, missing) !== null}
        onPress={() => void add()}
      >
        {t('add')}
      </Button>
    </li>
  )
}
