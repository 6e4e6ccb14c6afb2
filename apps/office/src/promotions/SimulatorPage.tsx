import { useState } from 'react'
import { useMutation, useQueries } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Checkbox, EmptyState, NumberField, Panel, TextField } from '@splot/ui'
import { FlaskConical } from 'lucide-react'
import { splot } from '../api/client.ts'
import { Chosen } from '../page/Chosen.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { momentOf } from './moments.ts'
import { PromotionTabs } from './parts.tsx'
import { PromotionField } from './PromotionField.tsx'
import { SimulatorAnswer } from './SimulatorAnswer.tsx'
import css from './promotions.module.css'
import { promotionQuery } from './queries.ts'
import { useT as usePromoT } from './words.ts'
import { useT } from './words-of-simulator.ts'

const MAX_ORDERS = 2_000
const USUAL_ORDERS = 500

/** The last orders priced again with promotions published or withdrawn: what would be different, before anybody publishes. */
export function SimulatorPage() {
  const t = useT('simulate')
  const promo = usePromoT('promo')
  const { filters, change } = useFilters<'publish' | 'archive' | 'codes'>()
  const publish = idsIn(filters.publish)
  const archive = idsIn(filters.archive)
  const [orders, setOrders] = useState(USUAL_ORDERS)
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  // Nobody has a code that was never given out: who comes from such a promotion asks as if everybody had.
  const grantCodes = filters.codes !== undefined
  const isCount = orders >= 1 && orders <= MAX_ORDERS
  const simulate = useMutation({
    mutationFn: () =>
      unwrap(
        splot.POST('/v1/promotions/simulations', {
          body: {
            change: { publish: [...publish], archive: [...archive] },
            orders,
            grantCodes,
            ...dayAs('from', from),
            ...dayAs('until', until),
          },
        }),
      ),
  })
  const isAsked = publish.length + archive.length > 0
  return (
    <ListPage
      title={promo('simulator')}
      lead={t('lead')}
      refreshing={simulate.isPending}
      views={<PromotionTabs current="simulator" />}
    >
      <div className={css.results}>
        <Panel>
          <div className={page.form}>
            <div className={css.fields}>
              <PromotionPicker
                label={t('publish')}
                states={['draft', 'live', 'archived']}
                chosen={publish}
                onChange={(ids) => change({ publish: ids.join(',') || undefined })}
              />
              <PromotionPicker
                label={t('archive')}
                states={['live']}
                chosen={archive}
                onChange={(ids) => change({ archive: ids.join(',') || undefined })}
              />
            </div>
            <div className={css.question}>
              <NumberField
                label={t('orders')}
                value={orders}
                onChange={setOrders}
                minValue={1}
                formatOptions={{ maximumFractionDigits: 0 }}
                error={!isCount && t('badOrders')}
              />
              <TextField label={t('from')} type="date" value={from} onChange={setFrom} />
              <TextField label={t('until')} type="date" value={until} onChange={setUntil} />
              <Checkbox isSelected={grantCodes} onChange={(on) => change({ codes: on ? 'all' : undefined })}>
                {t('grantCodes')}
              </Checkbox>
              <Button
                variant="primary"
                isDisabled={!isAsked || !isCount}
                isPending={simulate.isPending}
                onPress={() => simulate.mutate()}
              >
                {t('run')}
              </Button>
            </div>
            <ProblemNote error={simulate.error} />
          </div>
        </Panel>
        {simulate.data ? (
          <SimulatorAnswer result={simulate.data} />
        ) : (
          <EmptyState icon={<FlaskConical />} title={t('nothing')} why={t('nothingWhy')} />
        )}
      </div>
    </ListPage>
  )
}

/** A day begins at midnight by the clock of the retailer; one that was not chosen is not asked for. */
function dayAs<K extends 'from' | 'until'>(name: K, day: string): { [Name in K]?: string } | undefined {
  const at = momentOf(`${day}T00:00`)
  // The key is the one that was given.
  return at === null ? undefined : ({ [name]: new Date(at).toISOString() } as { [Name in K]?: string })
}

/** Promotions as the address lists them. */
const idsIn = (text: string | undefined): readonly string[] => text?.split(',').filter(Boolean) ?? []

function PromotionPicker({
  label,
  states,
  chosen,
  onChange,
}: Readonly<{
  label: string
  states: readonly string[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}>) {
  const t = useT('simulate')
  const known = useQueries({ queries: chosen.map((id) => promotionQuery(id)) })
  const nameOf = (id: string) => known[chosen.indexOf(id)]?.data?.promotion.content.name ?? '…'
  return (
    <div className={page.stack}>
      <PromotionField
        key={chosen.length}
        label={label}
        placeholder={t('add')}
        fits={({ id, state }) => states.includes(state) && !chosen.includes(id)}
        onChange={(row) => row && onChange([...chosen, row.id])}
      />
      <Chosen values={chosen} nameOf={nameOf} onChange={onChange} />
    </div>
  )
}
