import { useFormat, useLocale } from '@splot/ui'
import { wordsOf } from '@splot/rules'
import { useT } from '../words.ts'
import { useMoment } from './moment.ts'
import { whySold } from './open-sale.ts'
import { SidePanel } from './Panel.tsx'
import type { Basket } from './sale.ts'
import type { NotTaken } from './why-line.ts'
import css from './WhyPanel.module.css'

export interface WhyPanelProps {
  readonly sale: Basket
  readonly sku: string
  readonly onDone: () => void
}

/** The long form of why an article costs that, counted on this device: list and version, promotions in their order, and what kept the others. */
export function WhyPanel({ sale, sku, onDone }: WhyPanelProps) {
  const t = useT('why')
  const format = useFormat()
  const { locale } = useLocale()
  useMoment()
  const why = whySold(sale, sku)
  const name = sale.lines.find(({ article }) => article.sku === sku)?.article.name ?? sku
  if (!why) return null
  const { priced, currency, rulesVersion, taken, notTaken, others } = why
  const money = (minor: number) => format.money({ minor, currency })
  return (
    <SidePanel title={t('title')} closeLabel={t('back')} onClose={onDone}>
      <p className={css.article}>
        <strong>{name}</strong> <code>{sku}</code>
      </p>
      <section className={css.part} aria-label={t('price')}>
        <h3>
          {t('price')}: {money(priced.unitMinor)}
        </h3>
        <p>{priced.price ? wordsOf(priced.price, locale, currency).long : t('lastTold')}</p>
        <p className={css.quiet}>
          {t('versions', { prices: String(priced.price?.version ?? 0), rules: String(rulesVersion) })}
        </p>
      </section>
      <section className={css.part} aria-label={t('taken')}>
        <h3>{t('taken')}</h3>
        {taken.length === 0 && <p>{t('nothingTaken')}</p>}
        <ol className={css.list}>
          {taken.map((discount) => (
            <li key={discount.promotionId}>
              <strong>{discount.name}</strong>
              <p>{wordsOf(discount, locale, currency).long}</p>
            </li>
          ))}
        </ol>
        <p>
          {t('comesTo', {
            quantity: priced.quantity,
            amount: money(priced.grossMinor),
            letter: priced.taxLetter,
            rate: format.percent(priced.taxPpm / 1_000_000),
          })}
        </p>
      </section>
      <section className={css.part} aria-label={t('notTaken')}>
        <h3>{t('notTaken')}</h3>
        {notTaken.length === 0 && <p>{t('nothingElse')}</p>}
        <Kept promotions={notTaken} currency={currency} />
        {others.length > 0 && (
          <details>
            <summary>{t('others', { count: others.length })}</summary>
            <Kept promotions={others} currency={currency} />
          </details>
        )}
      </section>
    </SidePanel>
  )
}

/** Promotions that took nothing, each with the first thing that kept it. */
function Kept({
  promotions,
  currency,
}: {
  readonly promotions: readonly NotTaken[]
  readonly currency: string
}) {
  const t = useT('why')
  const { locale } = useLocale()
  return (
    <ul className={css.list}>
      {promotions.map(({ promotionId, name, obstacle }) => (
        <li key={promotionId}>
          <strong>{name}</strong>
          <p>{obstacle ? wordsOf(obstacle, locale, currency).long : t('elsewhere')}</p>
        </li>
      ))}
    </ul>
  )
}
