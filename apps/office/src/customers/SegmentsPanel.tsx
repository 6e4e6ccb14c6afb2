import { useMutation, useQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Panel, Skeleton, toast, useFormat, useLocale } from '@splot/ui'
import { X } from 'lucide-react'
import { splot } from '../api/client.ts'
import { useMay } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import css from './customers.module.css'
import { segmentsOfQuery, useRefreshSegments, type Customer } from './queries.ts'
import { SegmentField } from './SegmentField.tsx'
import { useT } from './words.ts'

/** The segments that a customer is in now. A change counts at once and can be taken back; the next list that replaces one may undo it. */
export function SegmentsPanel({ customer }: Readonly<{ customer: Customer }>) {
  const t = useT('customers')
  const may = useMay()
  const format = useFormat()
  const { locale } = useLocale()
  const { data, error } = useQuery(segmentsOfQuery(customer.id))
  const change = useChangeSegment(customer.id)
  const mayChange =
    customer.kind === 'registered' && customer.forgottenAt === null && may('customers.segment')
  if (customer.kind !== 'registered') return null
  return (
    <Panel title={t('segments')}>
      <div className={page.form}>
        <p className={page.small}>{t('segmentsWhat')}</p>
        {!data && !error && <Skeleton lines={1} />}
        {data?.items.length === 0 && <p className={page.muted}>{t('segmentsNone')}</p>}
        {data && data.items.length > 0 && (
          <ul className={css.groups} aria-label={t('segments')}>
            {data.items.map(({ code, name, until }) => (
              <li key={code}>
                {name[locale]}
                {until !== null && (
                  <span className={page.small}>{t('untilWhen', { when: format.date(until) })}</span>
                )}
                {mayChange && (
                  <Button
                    variant="quiet"
                    size="s"
                    icon={<X aria-hidden size={13} />}
                    aria-label={t('removeSegment', { name: name[locale] })}
                    isDisabled={change.isPending}
                    onPress={() => change.mutate({ code, mode: 'remove', until })}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
        {mayChange && data && (
          <SegmentField
            key={data.items.length}
            taken={data.items.map(({ code }) => code)}
            onAdd={(code) => change.mutate({ code, mode: 'add', until: null })}
          />
        )}
        <ProblemNote error={error ?? change.error} />
      </div>
    </Panel>
  )
}

type Change = Readonly<{ code: string; mode: 'add' | 'remove'; until: string | null }>

function useChangeSegment(customerId: string) {
  const t = useT('customers')
  const refresh = useRefreshSegments()
  const send = ({ code, mode, until }: Change) =>
    unwrap(
      splot.POST('/v1/customer-segments/{code}/members', {
        params: { path: { code } },
        body: { mode, members: [{ id: customerId, ...(mode === 'add' && { until }) }] },
      }),
    )
  return useMutation({
    mutationFn: send,
    onSuccess: (_, done) =>
      toast({
        title: t('segmentsChanged'),
        status: 'ok',
        undo: () =>
          void send({ ...done, mode: done.mode === 'add' ? 'remove' : 'add' }).then(refresh, refresh),
      }),
    onSettled: refresh,
  })
}
