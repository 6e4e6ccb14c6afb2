import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Money, Panel } from '@splot/ui'
import { splot } from '../api/client.ts'
import { CorrectCard } from '../giftcards/CorrectCard.tsx'
import { CardState, CardStep, CURRENCY, spokenCard } from '../giftcards/parts.tsx'
import { cardsQuery } from '../giftcards/queries.ts'
import { rowsOf } from '../page/DataTable.tsx'
import { useMay } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import css from './customers.module.css'
import type { Customer } from './queries.ts'
import { useT } from './words.ts'

/** What a customer may pay with at ours: her store credit, more of it, and how it is put right. */
export function CreditPanel({ customer: { id, forgottenAt } }: Readonly<{ customer: Customer }>) {
  const t = useT('customers')
  const may = useMay()
  const list = useInfiniteQuery(cardsQuery({ customerId: id, kind: 'store_credit' }))
  const credits = rowsOf(list)
  const mayIssue = may('giftcards.issue')
  return (
    <Panel title={t('credit')}>
      <div className={page.form}>
        {list.data && credits.length === 0 && <p className={page.muted}>{t('creditNone')}</p>}
        {credits.map((credit) => (
          <div key={credit.id} className={css.credit}>
            <div>
              <strong>
                <Money value={credit.balance} />
              </strong>{' '}
              <CardState card={credit} />
              <p className={page.small}>
                <Link to="/gift-cards/$id" params={{ id: credit.id }} className={page.link}>
                  {t('history')}
                </Link>{' '}
                · <span className={page.mono}>{spokenCard(credit.number)}</span>
              </p>
            </div>
            {mayIssue && credit.state === 'active' && <CorrectCard card={credit} />}
          </div>
        ))}
        {mayIssue && forgottenAt === null && (
          <div>
            <CardStep
              label={t('give')}
              what={t('giveWhat')}
              amount="positive"
              run={({ commandId, minor, reason }) =>
                unwrap(
                  splot.POST('/v1/store-credits', {
                    headers: { 'idempotency-key': commandId },
                    body: { commandId, customerId: id, amount: { minor, currency: CURRENCY }, reason },
                  }),
                )
              }
            />
          </div>
        )}
        <ProblemNote error={list.error} />
      </div>
    </Panel>
  )
}
