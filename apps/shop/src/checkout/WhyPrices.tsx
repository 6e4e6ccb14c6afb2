import { useFormat, useLocale } from '@splot/ui'
import { useEffect, useState } from 'react'
import { readExplanation } from '../api/buy.ts'
import type { Cart, Explanation } from '../api/types.ts'
import { cart as store } from '../memory/cart.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './WhyPrices.module.css'

/** Why the basket costs what it costs: line by line where the price comes from and what was taken off, and what did not count and why. */
export function WhyPrices({ cart }: Readonly<{ cart: Cart }>) {
  const t = useT('cart')
  const [open, setOpen] = useState(false)
  return (
    <details className={css.why} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('why')}</summary>
      {/* Another version is another basket: what was explained before no longer holds. */}
      {open && <Explained key={cart.version} cart={cart} />}
    </details>
  )
}

function Explained({ cart }: Readonly<{ cart: Cart }>) {
  const t = useT('cart')
  const tp = useT('problems')
  const { locale } = useLocale()
  const format = useFormat()
  const [told, setTold] = useState<Explanation | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    const { key } = store
    if (!key) return
    let isLeft = false
    readExplanation(key).then(
      (explanation) => !isLeft && setTold(explanation),
      (error: unknown) => !isLeft && setProblem(problemWords(tp, error, locale)),
    )
    return () => {
      isLeft = true
    }
  }, [tp, locale])
  if (problem) return <p role="alert">{problem}</p>
  if (!told) return <p>{t('whyComes')}</p>
  const nameOf = (sku: string) => cart.lines.find((line) => line.sku === sku)?.name[locale] ?? sku
  return (
    <>
      <ul>
        {told.lines.map(({ line, sku, quantity, unit, price, discounts, total }) => (
          <li key={line}>
            <strong>{nameOf(sku)}</strong>: {quantity} × {format.money(unit)}
            {price && <p>{price.short[locale]}</p>}
            {discounts.map(({ promotionId, because }) => (
              <p key={promotionId}>{because.short[locale]}</p>
            ))}
            <p>{t('whyTotal', { total: format.money(total) })}</p>
          </li>
        ))}
      </ul>
      {told.rejected.length > 0 && (
        <>
          <h3>{t('whyNot')}</h3>
          <ul>
            {told.rejected.map(({ promotionId, label, because }) => (
              <li key={promotionId}>
                <strong>{label[locale]}</strong>
                <p>{because.short[locale]}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
