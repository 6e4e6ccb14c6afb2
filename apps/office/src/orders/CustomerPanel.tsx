import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Badge, Button, Panel } from '@splot/ui'
import { Eye } from 'lucide-react'
import { splot } from '../api/client.ts'
import { useMay } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'

/** The person behind an order. Asked for by a press and never by itself: each look stands in the audit log. */
export function CustomerPanel({
  customerId,
  orderId,
}: Readonly<{ customerId: string | undefined; orderId: string }>) {
  const t = useT('orders')
  const may = useMay()
  const look = useMutation({
    mutationFn: (id: string) =>
      // As she said for this order: her account may say something else by now.
      unwrap(
        splot.GET('/v1/customers/{customerId}', {
          params: { path: { customerId: id }, query: { order: orderId } },
        }),
      ),
  })
  const contact = look.data?.contact
  return (
    <Panel title={t('customer')}>
      <div className={page.form}>
        {customerId === undefined && <p className={page.muted}>{t('noCustomer')}</p>}
        {customerId !== undefined && !look.data && (
          <>
            <p className={page.small}>{t('customerNote')}</p>
            <div>
              <Button
                icon={<Eye aria-hidden size={15} />}
                isPending={look.isPending}
                onPress={() => look.mutate(customerId)}
              >
                {t('showCustomer')}
              </Button>{' '}
              {may('customers.read', true) && (
                <Link to="/customers/$id" params={{ id: customerId }} className={page.link}>
                  {t('openCustomer')}
                </Link>
              )}
            </div>
          </>
        )}
        <ProblemNote error={look.error} />
        {look.data && !contact && <p className={page.muted}>{t('forgotten')}</p>}
        {contact && (
          <address>
            <p>
              <strong>{contact.name}</strong>{' '}
              <Badge>{look.data?.kind === 'registered' ? t('registered') : t('guest')}</Badge>
            </p>
            <p>
              <a href={`mailto:${contact.email}`}>{contact.email}</a>
            </p>
            {contact.phone && (
              <p>
                <a href={`tel:${contact.phone}`}>{contact.phone}</a>
              </p>
            )}
            {contact.address && (
              <p>
                {contact.address.street}
                <br />
                {contact.address.postcode} {contact.address.city}
              </p>
            )}
            {contact.company && (
              <p>
                {contact.company.name}
                <br />
                {t('nip', { nip: contact.company.nip })}
              </p>
            )}
          </address>
        )}
      </div>
    </Panel>
  )
}
