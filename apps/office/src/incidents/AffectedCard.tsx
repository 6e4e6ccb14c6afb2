import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Badge, Button, spokenNumber, toast, useFormat, useLocale, useNow } from '@splot/ui'
import { problemOf, splot } from '../api/client.ts'
import { useMay } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { choiceOf, defaultDay, proposed, type ChoiceKey } from './choice.ts'
import css from './incidents.module.css'
import { OptionList } from './OptionList.tsx'
import type { Affected, IncidentDetail, WantedChoice } from './queries.ts'
import { ReportShelf } from './ReportShelf.tsx'
import { Consequences } from './Consequences.tsx'
import { useT } from './words.ts'

type Props = Readonly<{ incident: IncidentDetail; affected: Affected; position: number }>

/** Somebody who goes without: her order, what can be done for her, and what she would be told. */
export function AffectedCard({ incident, affected, position }: Props) {
  const t = useT('incidents')
  const { order } = affected
  return (
    <article
      className={css.card}
      aria-label={order ? t('order', { number: spokenNumber(order.number) }) : t('basket')}
    >
      <CardHead affected={affected} position={position} />
      {affected.options === null ? (
        <Basket incident={incident} affected={affected} />
      ) : (
        <Decide incident={incident} affected={affected} />
      )}
    </article>
  )
}

function CardHead({ affected, position }: Pick<Props, 'affected' | 'position'>) {
  const t = useT('incidents')
  const { locale } = useLocale()
  const format = useFormat()
  const { order, fulfilment, quantity, promisedSince, stage } = affected
  const when = fulfilment?.promisedAt ? format.soon(fulfilment.promisedAt) : null
  const shipped = when === null ? t('ship') : t('shipBy', { when })
  const collected = when === null ? t('pickup') : t('pickupBy', { when })
  return (
    <header className={css.cardHead}>
      <span className={css.position}>{position}</span>
      <div className={css.cardWords}>
        <h3>
          {order ? (
            <Link to="/orders/$orderId" params={{ orderId: order.id }} className={page.link}>
              {t('order', { number: spokenNumber(order.number) })}
            </Link>
          ) : (
            t('basket')
          )}
        </h3>
        <p className={page.small}>
          {[
            t('promised', { when: format.soon(promisedSince) }),
            order?.words[locale],
            fulfilment && (fulfilment.kind === 'ship' ? shipped : collected),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {order && !order.paid && <Badge tone="warn">{t('unpaid')}</Badge>}
      {stage === 'waiting' && <Badge tone="info">{t('waits')}</Badge>}
      {stage === 'picked' && <Badge tone="warn">{t('picked')}</Badge>}
      <Badge tone="late">{t('pieces', { count: quantity })}</Badge>
    </header>
  )
}

/** Makes the commands of this card; a repeated press under one id counts once. */
function useResolve({ incident, affected }: Pick<Props, 'incident' | 'affected'>) {
  const t = useT('incidents')
  const { locale } = useLocale()
  const client = useQueryClient()
  const [commandId, setCommandId] = useState(() => crypto.randomUUID())
  return useMutation({
    mutationFn: (choice: WantedChoice) => {
      // A card with options has an order; a basket has none.
      const orderId = affected.order?.id ?? ''
      const body = { commandId, orderId, lineId: affected.lineId, quantity: affected.quantity, choice }
      return unwrap(splot.POST('/v1/incidents/{id}/resolve', { params: { path: { id: incident.id } }, body }))
    },
    onSuccess: (next) => {
      client.setQueryData(['incident', incident.id], next)
      void client.invalidateQueries({ queryKey: ['incidents'] })
      const words = next.decisions.at(-1)?.words[locale] ?? ''
      const number = spokenNumber(affected.order?.number ?? '')
      toast({ title: t('done', { number, choice: words }), status: 'ok' })
    },
    onError: (error) => {
      // Another choice after a refusal is another command.
      setCommandId(crypto.randomUUID())
      if (problemOf(error).status === 409)
        void client.invalidateQueries({ queryKey: ['incident', incident.id] })
    },
  })
}

function Decide({ incident, affected }: Pick<Props, 'incident' | 'affected'>) {
  const t = useT('incidents')
  const may = useMay()
  const now = useNow()
  const [picked, setPicked] = useState<ChoiceKey | null>(null)
  const [day, setDay] = useState(() => defaultDay(now, affected.options?.wait.expectedOn ?? null))
  const [counting, setCounting] = useState(false)
  const resolve = useResolve({ incident, affected })
  const key = picked ?? proposed(affected)
  const choice = key === null ? null : choiceOf(key, day)
  return (
    <div className={css.decide}>
      <div className={page.form}>
        {affected.stage === 'picked' && (
          <div className={css.hint}>
            <p>{t('pickedWhy')}</p>
            {may('stock.count') && (
              <Button size="s" onPress={() => setCounting(true)}>
                {t('countIt')}
              </Button>
            )}
          </div>
        )}
        <OptionList
          missing={incident.article.options}
          affected={affected}
          value={key}
          onChange={setPicked}
          day={day}
          onDay={setDay}
        />
      </div>
      <div className={css.outcome}>
        <Consequences
          affected={affected}
          choice={choice}
          isPending={resolve.isPending}
          onDo={(wanted) => resolve.mutate(wanted)}
        />
        <ProblemNote error={resolve.error} />
      </div>
      {counting && (
        <ReportShelf
          sku={incident.article.sku}
          locationId={incident.location.id}
          onClose={() => setCounting(false)}
        />
      )}
    </div>
  )
}

/** A basket: nobody has paid, and nobody knows whose it is. */
function Basket({ incident, affected }: Pick<Props, 'incident' | 'affected'>) {
  const t = useT('incidents')
  const client = useQueryClient()
  const [commandId] = useState(() => crypto.randomUUID())
  const { holdId } = affected
  const letGo = useMutation({
    mutationFn: (held: string) =>
      unwrap(
        splot.POST('/v1/incidents/{id}/let-go', {
          params: { path: { id: incident.id } },
          body: { commandId, holdId: held },
        }),
      ),
    onSuccess: (next) => {
      client.setQueryData(['incident', incident.id], next)
      void client.invalidateQueries({ queryKey: ['incidents'] })
      toast({ title: t('lettingGo'), status: 'ok' })
    },
  })
  return (
    <div className={css.basket}>
      <p className={page.muted}>{t('basketWhy')}</p>
      {holdId !== null && (
        <Button isPending={letGo.isPending} onPress={() => letGo.mutate(holdId)}>
          {t('letGo')}
        </Button>
      )}
      <ProblemNote error={letGo.error} />
    </div>
  )
}
