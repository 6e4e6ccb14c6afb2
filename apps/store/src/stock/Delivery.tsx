import { RefreshLine, StatusPill, useFormat } from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import { stockDelivery } from '../routes.ts'
import { adviceOf, type Advice } from './papers.ts'
import { AsOf, Head, WithPaper } from './parts.tsx'
import { ReceivePaper } from './ReceivePaper.tsx'
import { useKnownLabels } from './use-known-labels.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** A delivery that was announced, received by scan. */
export function DeliveryPage() {
  const { id } = stockDelivery.useParams()
  const query = useQuery(adviceOf(id))
  return (
    <div className={css.page}>
      <RefreshLine active={query.isFetching && !query.isPending} />
      <WithPaper query={query}>
        {(advice) => (
          <>
            <AsOf paper={query.data} />
            <Delivery key={id} advice={advice} />
          </>
        )}
      </WithPaper>
    </div>
  )
}

function Delivery({ advice }: { readonly advice: Advice }) {
  const t = useT('stock')
  const { locale, date } = useFormat()
  const { id, number, supplier, reference, expectedOn, state, words, lines, receipts, differences, note } =
    advice
  useKnownLabels(lines.map(({ sku }) => sku))
  const isOpen = state === 'announced' || state === 'receiving'
  return (
    <>
      <Head title={t('deliveryOf', { supplier })} kind={`${number} · ${reference}`}>
        <StatusPill status={isOpen ? 'info' : 'neutral'}>{words[locale]}</StatusPill>
      </Head>
      <p className={css.about}>
        {t('expectedOn', { date: date(`${expectedOn}T12:00:00Z`, 'date') })}
        {note && ` · ${note}`}
      </p>
      <ReceivePaper
        id={id}
        number={number}
        path={`/v1/stock/advices/${id}`}
        lines={lines}
        receiptIds={receipts.map((receipt) => receipt.id)}
        isOpen={isOpen}
        isBlind={advice.totals.expected === null}
        differences={differences}
      />
    </>
  )
}
