import { useFormat, useLocale } from '@splot/ui'
import { useEffect, useState } from 'react'
import type { Explanation } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './WhyPrices.module.css'

type WhyPricesProps = Readonly<{
  /** What is explained; the same function as long as it is the same basket or order. */
  read: () => Promise<Explanation | null>
  /** The basket's version: another one is another basket, and what was explained before no longer holds. */
  version?: number
  /** What the shopper calls an article, where she knows it. */
  nameOf: (sku: string) => string | undefined
}>

/** Why a basket or an order costs what it costs: line by line where the price comes from and what was taken off, and what did not count and why. */
export function WhyPrices({ version, ...rest }: WhyPricesProps) {
  const t = useT('cart')
  const [open, setOpen] = useState(false)
  return (
    <details className={css.why} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('why')}</summary>
      {open && <Explained key={version} {...rest} />}
    </details>
  )
}

function Explained({ read, nameOf }: Omit<WhyPricesProps, 'version'>) {
  const t = useT('cart')
  const tp = useT('problems')
  const { locale } = useLocale()
  const format = useFormat()
  const [told, setTold] = useState<Explanation | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let isLeft = false
    read().then(
      (explanation) => !isLeft && setTold(explanation),
      (error: unknown) => !isLeft && setProblem(problemWords(tp, error, locale)),
    )
    return () => {
      isLeft = true
    }
  }, [read, tp, locale])
  if (problem) return <p role="alert">{problem}</p>
  if (!told) return <p>{t('whyComes')}</p>
  return (
    <>
      <ul>
        {told.lines.map(({ line, sku, quantity, unit, price, discounts, total }) => (
          <li key={line}>
            <strong>{nameOf(sku) ?? sku}</strong>: {quantity} × {format.money(unit)}
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
