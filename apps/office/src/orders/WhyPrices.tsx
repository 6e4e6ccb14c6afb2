import { Button, Money, Panel, Skeleton, useLocale } from '@splot/ui'
import { unwrap } from '@splot/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { splot } from '../api/client.ts'
import { ProblemState } from '../page/Problem.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './orders.module.css'

/** Why each line cost what it cost: lists, promotions in their order, and what did not count; asked for when somebody wants to know. */
export function WhyPrices({ orderId }: Readonly<{ orderId: string }>) {
  const t = useT('orders')
  const [open, setOpen] = useState(false)
  return (
    <Panel title={t('whyTitle')}>
      {open ? (
        <Explained orderId={orderId} />
      ) : (
        <Button size="s" onPress={() => setOpen(true)}>
          {t('whyShow')}
        </Button>
      )}
    </Panel>
  )
}

function Explained({ orderId }: Readonly<{ orderId: string }>) {
  const t = useT('orders')
  const { locale } = useLocale()
  const why = useQuery({
    queryKey: ['explanation', orderId],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/orders/{orderId}/explanation', { params: { path: { orderId } }, signal })),
  })
  if (why.isPending) return <Skeleton lines={4} />
  if (!why.data) return <ProblemState error={why.error} onRetry={() => void why.refetch()} />
  const { lines, rejected, rulesVersion } = why.data
  return (
    <div className={page.stack}>
      <p className={page.small}>{t('whyVersion', { version: String(rulesVersion) })}</p>
      <ol className={css.why}>
        {lines.map(({ line, sku, unit, price, discounts, total }) => (
          <li key={line}>
            <code>{sku}</code> · <Money value={unit} /> → <Money value={total} />
            {price && <p className={page.small}>{(price.long ?? price.short)[locale]}</p>}
            {discounts.map(({ promotionId, because }) => (
              <p key={promotionId} className={page.small}>
                {(because.long ?? because.short)[locale]}
              </p>
            ))}
          </li>
        ))}
      </ol>
      {rejected.length > 0 && (
        <details>
          <summary>{t('whyNot', { count: rejected.length })}</summary>
          <ul className={css.why}>
            {rejected.map(({ promotionId, name, label, because }) => (
              <li key={promotionId}>
                <strong>{name ?? label[locale]}</strong>
                <p className={page.small}>{(because.long ?? because.short)[locale]}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
