import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, spokenNumber, TextField, toast, useFormat, useLocale } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ShortTime } from '../page/Moment.tsx'
import { shortName } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import type { FlaggedSale } from './queries.ts'
import { useT } from './words.ts'

/** The API takes a note of this length. */
const SHORTEST_NOTE = 3
const LONGEST_NOTE = 500

/** What was sold for how much, what it would have come to, and why; and what came of it. */
export function FlaggedSalePeek({ sale, onClose }: Readonly<{ sale: FlaggedSale; onClose: () => void }>) {
  const t = useT('incidents')
  const { locale } = useLocale()
  const format = useFormat()
  const { number, order, location, soldBy, soldAt, arrivedAt, sold, due, reasons, settled } = sale
  const facts = [
    [t('soldFor'), format.money(sold)],
    [t('due'), due ? format.money(due) : t('dueUnknown')],
    [t('soldAt'), <ShortTime key="at" at={soldAt} />],
    [t('arrivedAt'), <ShortTime key="at" at={arrivedAt} />],
    [t('place'), shortName(location.name)],
    [t('soldBy'), soldBy?.name ?? t('nobody')],
  ] as const
  return (
    <Peek label={t('sale', { number })} title={t('sale', { number })} onClose={onClose}>
      <ul>
        {reasons.map(({ words }) => (
          <li key={words.pl}>{words[locale]}</li>
        ))}
      </ul>
      <dl className={page.facts}>
        {facts.flatMap(([name, value]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name} value`}>{value}</dd>,
        ])}
      </dl>
      <p>
        <Link to="/orders/$orderId" params={{ orderId: order.id }} className={page.link}>
          {t('order', { number: spokenNumber(order.number) })}
        </Link>
      </p>
      <p className={page.muted}>{t('saleStands')}</p>
      {settled ? (
        <p>
          {t('settledBy', { name: settled.by?.name ?? '', when: format.date(settled.at, 'short') })}:{' '}
          {settled.note}
        </p>
      ) : (
        <Settle key={sale.id} sale={sale} />
      )}
    </Peek>
  )
}

/** Says what came of it; the sale itself stays what it was. */
function Settle({ sale: { id, number } }: Readonly<{ sale: FlaggedSale }>) {
  const t = useT('incidents')
  const client = useQueryClient()
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const isMissing = note.trim().length < SHORTEST_NOTE
  const settle = useMutation({
    mutationFn: () =>
      unwrap(
        splot.POST('/v1/incidents/sales/{id}/settle', {
          params: { path: { id } },
          body: { note: note.trim() },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['incidents'] }),
    onSuccess: () => toast({ title: t('settledToast', { number }), status: 'ok' }),
  })
  const submit = () => {
    setAsked(true)
    if (!isMissing) settle.mutate()
  }
  return (
    <div className={page.form}>
      <TextField
        label={t('whatCame')}
        value={note}
        onChange={setNote}
        maxLength={LONGEST_NOTE}
        error={asked && isMissing && t('needWhatCame')}
      />
      <ProblemNote error={settle.error} />
      <Button variant="primary" isPending={settle.isPending} onPress={submit}>
        {t('settle')}
      </Button>
    </div>
  )
}
