import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, EmptyState, Money, Panel, Select, useLocale, type TableColumn } from '@splot/ui'
import { Plus, Truck } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { useMay } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { useLists } from '../prices/parts.tsx'
import { useCountryName } from './country.tsx'
import { servedQuery, type Served } from './queries.ts'
import { ServeCountry } from './ServeCountry.tsx'
import { useT } from './words.ts'

/** The currency of a shop that has no price list yet. */
const FIRST_CURRENCY = 'PLN'

/** Where goods are sent and in which ways, in each currency that the shop has prices in. */
export function ServedPanel() {
  const t = useT('delivery')
  const may = useMay()
  const { filters, change } = useFilters<'currency'>()
  const currencies = [...new Set((useLists() ?? []).map((list) => list.currency))]
  const currency = filters.currency ?? currencies[0] ?? FIRST_CURRENCY
  const list = useQuery(servedQuery(currency))
  const [open, setOpen] = useState<Served | 'new' | null>(null)
  const mayChange = may('prices.write', true)
  const columns = useColumns(mayChange ? setOpen : null)
  return (
    <Panel
      title={t('served')}
      actions={
        <>
          {currencies.length > 1 && (
            <Select
              label={t('currency')}
              hideLabel
              choices={currencies.map((value) => ({ value, label: value }))}
              value={currency}
              onChange={(next) => change({ currency: next })}
            />
          )}
          {mayChange && (
            <Button size="s" icon={<Plus aria-hidden size={13} />} onPress={() => setOpen('new')}>
              {t('serve')}
            </Button>
          )}
        </>
      }
      flush
    >
      <PlainTable
        label={t('served')}
        list={list}
        columns={columns}
        rowKey={({ country, code }) => `${country} ${code}`}
        empty={<EmptyState icon={<Truck />} title={t('noneServed')} why={t('noneServedWhy')} />}
      />
      {open !== null && (
        <ServeCountry
          known={open === 'new' ? null : open}
          currency={currency}
          ways={list.data?.items ?? []}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  )
}

function useColumns(onChange: ((one: Served) => void) | null): TableColumn<Served>[] {
  const t = useT('delivery')
  const { locale } = useLocale()
  const other = locale === 'pl' ? 'en' : 'pl'
  const nameOf = useCountryName()
  const sayOf = ({ country, name }: Served) => `${nameOf(country)}, ${name[locale]}`
  const client = useQueryClient()
  const leave = async ({ country, code, price: { currency } }: Served) => {
    await unwrap(
      splot.DELETE('/v1/delivery/countries/{country}', {
        params: { path: { country }, query: { currency, code } },
      }),
    )
    await client.invalidateQueries({ queryKey: ['delivery-countries'] })
  }
  return [
    {
      id: 'country',
      header: t('country'),
      isRowHeader: true,
      cell: ({ country }) => nameOf(country),
    },
    {
      id: 'way',
      header: t('way'),
      cell: ({ name }) => (
        <>
          {name[locale]}
          <div className={page.small} lang={other}>
            {name[other]}
          </div>
        </>
      ),
    },
    {
      id: 'days',
      header: t('onTheWay'),
      align: 'end',
      width: 'narrow',
      cell: ({ days }) =>
        days === null ? <span className={page.muted}>{t('untold')}</span> : t('days', { count: days }),
    },
    {
      id: 'price',
      header: t('price'),
      align: 'end',
      width: 'narrow',
      cell: ({ price }) => <Money value={price} />,
    },
    {
      id: 'freeFrom',
      header: t('freeFrom'),
      align: 'end',
      width: 'narrow',
      cell: ({ freeFrom }) =>
        freeFrom ? <Money value={freeFrom} /> : <span className={page.muted}>{t('never')}</span>,
    },
    ...(onChange
      ? [
          {
            id: 'actions',
            header: '',
            align: 'end' as const,
            cell: (one: Served) => (
              <>
                <Button
                  size="s"
                  variant="quiet"
                  aria-label={`${t('change')}: ${sayOf(one)}`}
                  onPress={() => onChange(one)}
                >
                  {t('change')}
                </Button>
                <ConfirmButton
                  label={t('leave')}
                  about={sayOf(one)}
                  title={t('leaveTitle', { name: sayOf(one) })}
                  what={t('leaveWhat')}
                  run={() => leave(one)}
                />
              </>
            ),
          },
        ]
      : []),
  ]
}
