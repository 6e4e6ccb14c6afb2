import { useQuery } from '@tanstack/react-query'
import { EmptyState, Panel, TextField, useFormat, type TableColumn } from '@splot/ui'
import { Percent } from 'lucide-react'
import { PlainTable } from '../page/PlainTable.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { CountryField, HOME, useCountryName } from './country.tsx'
import { ratesQuery, type Rate } from './queries.ts'
import { useT } from './words.ts'

const PPM = 1_000_000

/** The VAT rates of a country on a day, both kept in the address. */
export function RatesPanel() {
  const t = useT('delivery')
  const { filters, change } = useFilters<'country' | 'day'>()
  const country = filters.country ?? HOME
  const nameOf = useCountryName()
  return (
    <Panel title={t('rates')}>
      <div className={page.form}>
        <p className={page.small}>{t('ratesWhat')}</p>
        <CountryField
          label={t('country')}
          value={country}
          onChange={(next) => next !== null && change({ country: next })}
        />
        <TextField
          label={t('day')}
          type="date"
          value={filters.day ?? ''}
          onChange={(day) => change({ day })}
          description={t('dayHint')}
        />
        <PlainTable
          label={`${t('rates')}: ${nameOf(country)}`}
          list={useQuery(ratesQuery(country, filters.day))}
          columns={useColumns()}
          rowKey={({ letter }) => letter}
          empty={<EmptyState icon={<Percent />} title={t('noRates')} why={t('noRatesWhy')} />}
        />
      </div>
    </Panel>
  )
}

function useColumns(): TableColumn<Rate>[] {
  const t = useT('delivery')
  const format = useFormat()
  return [
    {
      id: 'letter',
      header: t('class'),
      isRowHeader: true,
      cell: ({ letter }) => `${letter}${letter === 'A' ? ` · ${t('standard')}` : ''}`,
    },
    {
      id: 'rate',
      header: t('rate'),
      align: 'end',
      width: 'narrow',
      cell: ({ ppm }) => format.percent(ppm / PPM),
    },
    { id: 'from', header: t('since'), align: 'end', cell: ({ validFrom }) => format.date(validFrom) },
  ]
}
