import { Button, Money, StatusPill, spokenNumber } from '@splot/ui'
import { CircleCheckBig, CloudUpload } from 'lucide-react'
import { useOutbox } from '../use-house.ts'
import { useT } from '../words.ts'
import { act } from './open-sale.ts'
import { waitsForCard, type Paid } from './sale.ts'
import css from './Paid.module.css'

/** The change, readable from two metres; the next scan opens the next sale. */
export function PaidView({ sale }: { readonly sale: Paid }) {
  const t = useT('paid')
  const { currency } = sale.total
  const hasChange = sale.change > 0
  const entry = useOutbox().find(({ id }) => id === sale.saleId)
  if (waitsForCard(sale)) return <Waiting attempts={entry?.attempts ?? 0} />
  return (
    <div className={css.paid}>
      <output className={css.inside}>
        <CircleCheckBig aria-hidden className={css.check} />
        <h2 className={css.title}>{t('title')}</h2>
        <p className={css.label}>{hasChange ? t('change') : t('noChange')}</p>
        {hasChange && <Money value={{ minor: sale.change, currency }} className={css.change} />}
        <dl className={css.facts}>
          <div>
            <dt>{t('total')}</dt>
            <dd>
              <Money value={sale.total} />
            </dd>
          </div>
          {sale.cards !== undefined && sale.cards > 0 && (
            <div>
              <dt>{t('giftCard')}</dt>
              <dd>
                <Money value={{ minor: sale.cards, currency }} />
              </dd>
            </div>
          )}
          <div>
            <dt>{t('given')}</dt>
            <dd>
              <Money value={{ minor: sale.given, currency }} />
            </dd>
          </div>
          <div>
            <dt>{t('number')}</dt>
            <dd>{sale.number ? spokenNumber(sale.number) : '…'}</dd>
          </div>
        </dl>
        <Sending sale={sale} />
      </output>
      <footer className={css.foot}>
        <p>{t('nextHint')}</p>
        <Button variant="primary" size="l" onPress={() => act({ type: 'next' })}>
          {t('next')}
        </Button>
      </footer>
    </div>
  )
}

/** Nobody gives anything out before the card has paid. */
function Waiting({ attempts }: { readonly attempts: number }) {
  const t = useT('paid')
  return (
    <div className={css.paid}>
      <output className={css.inside}>
        <CloudUpload aria-hidden className={css.check} />
        <h2>{t('waiting')}</h2>
        <p className={css.label}>{attempts > 0 ? t('noAnswer') : t('waitingWhy')}</p>
      </output>
    </div>
  )
}

function Sending({ sale }: { readonly sale: Paid }) {
  const t = useT('paid')
  const entry = useOutbox().find(({ id }) => id === sale.saleId)
  if (sale.number || !entry) return <span className={css.sending} />
  // The first try is on its way for a moment; only a failed one is worth the customer's attention.
  return (
    <span className={css.sending}>
      {entry.attempts === 0 ? (
        <span className={css.quiet}>{t('sending')}</span>
      ) : (
        <StatusPill status="warn" icon={<CloudUpload aria-hidden />}>
          {t('pending')}
        </StatusPill>
      )}
    </span>
  )
}
