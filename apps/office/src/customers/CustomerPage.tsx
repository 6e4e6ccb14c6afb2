import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Panel, Skeleton, useFormat } from '@splot/ui'
import { SheetPage } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { ProblemState } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { CreditPanel } from './CreditPanel.tsx'
import { CodePanel } from './CodePanel.tsx'
import css from './customers.module.css'
import { GroupsPanel } from './GroupsPanel.tsx'
import { OrdersPanel } from './OrdersPanel.tsx'
import { KindPill } from './parts.tsx'
import { customerQuery, type Customer } from './queries.ts'
import { SegmentsPanel } from './SegmentsPanel.tsx'
import { useT } from './words.ts'

/** One customer, for somebody who serves her: how to reach her, what she bought, what she is known by and what she may pay with. */
export function CustomerPage() {
  const { id } = useParams({ from: '/customers/$id' })
  const t = useT('customers')
  const may = useMay()
  const customer = useQuery(customerQuery(id))
  if (customer.isPending) return <Skeleton lines={10} className={page.skeleton} />
  if (!customer.data) return <ProblemState error={customer.error} onRetry={() => void customer.refetch()} />
  const { contact, kind } = customer.data
  const name = contact?.name ?? t('forgotten')
  return (
    <SheetPage
      title={name}
      above={<Link to="/customers">{t('title')}</Link>}
      heading={
        <span className={css.heading}>
          {name} <KindPill kind={kind} forgotten={contact === null} />
        </span>
      }
      actions={
        may('audit.read') && (
          <Link to="/audit" search={{ subject: id }} className={page.link}>
            {t('audit')}
          </Link>
        )
      }
    >
      <div className={page.columns}>
        <div className={page.stack}>
          {may('orders.read') && <OrdersPanel customer={customer.data} />}
          <GroupsPanel customer={customer.data} />
          <SegmentsPanel customer={customer.data} />
          {may('giftcards.read', true) && <CreditPanel customer={customer.data} />}
          {kind === 'registered' && contact !== null && may('coupons.write') && may('promotions.read') && (
            <CodePanel customer={customer.data} />
          )}
        </div>
        <Facts customer={customer.data} />
      </div>
    </SheetPage>
  )
}

function Facts({ customer }: Readonly<{ customer: Customer }>) {
  const t = useT('customers')
  const format = useFormat()
  const { id, contact, locale, createdAt, forgottenAt } = customer
  const address = contact?.address
  const facts: readonly (readonly [name: string, fact: ReactNode])[] = [
    ...(contact
      ? ([
          [t('name'), contact.name],
          [
            t('email'),
            <a key="email" href={`mailto:${contact.email}`}>
              {contact.email}
            </a>,
          ],
          ...(contact.phone
            ? [
                [
                  t('phone'),
                  <a key="phone" href={`tel:${contact.phone}`}>
                    {contact.phone}
                  </a>,
                ] as const,
              ]
            : []),
          ...(address
            ? [
                [
                  t('address'),
                  `${address.street}, ${address.postcode} ${address.city}, ${address.country}`,
                ] as const,
              ]
            : []),
          [t('language'), t(locale)],
        ] as const)
      : []),
    [t('since'), format.date(createdAt, 'datetime')],
    [
      t('id'),
      <span key="id" className={page.mono}>
        {id}
      </span>,
    ],
  ]
  return (
    <Panel title={t('data')}>
      {forgottenAt !== null && (
        <p className={page.muted}>{t('forgottenWhy', { when: format.date(forgottenAt, 'datetime') })}</p>
      )}
      <dl className={page.facts}>
        {facts.map(([name, fact]) => [<dt key={name}>{name}</dt>, <dd key={`${name} is`}>{fact}</dd>])}
      </dl>
    </Panel>
  )
}
