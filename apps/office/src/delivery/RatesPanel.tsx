import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { PPM } from '@splot/kernel'
import { Button, EmptyState, Panel, Table, TextField, toast, useFormat, type TableColumn } from '@splot/ui'
import { Percent, Plus } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { useMay } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { AddRate } from './AddRate.tsx'
import { CountryField, HOME, useCountryName } from './country.tsx'
import { ratesQuery, type Rate } from './queries.ts'
import { useT } from './words.ts'

/** The VAT rates of a country on a day, both kept in the address, and those that will begin. */
export function RatesPanel() {
  const t = useT('delivery')
  const may = useMay()
  const { filters, change } = useFilters<'country' | 'day'>()
  const country = filters.country ?? HOME
  const nameOf = useCountryName()
  const rates = useQuery(ratesQuery(country, filters.day))
  const [adding, setAdding] = useState(false)
  const mayAdd = may('prices.write', true)
  const planned = rates.data?.planned ?? []
  const columns = useColumns()
  const plannedColumns = usePlannedColumns(mayAdd)
  return (
    <Panel
      title={t('rates')}
      actions={
        mayAdd && (
          <Button size="s" icon={<Plus aria-hidden size={13} />} onPress={() => setAdding(true)}>
            {t('addRate')}
          </Button>
        )
      }
    >
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
          list={rates}
          columns={columns}
          rowKey={({ letter }) => letter}
          className={page.bare}
          empty={<EmptyState icon={<Percent />} title={t('noRates')} why={t('noRatesWhy')} />}
        />
        {planned.length > 0 && (
          <>
            <h3>{t('plannedRates')}</h3>
            <Table
              label={`${t('plannedRates')}: ${nameOf(country)}`}
              rows={planned}
              columns={plannedColumns}
              rowKey={({ letter, validFrom }) => `${letter} ${validFrom}`}
              className={page.bare}
            />
          </>
        )}
      </div>
      {adding && <AddRate country={country} onClose={() => setAdding(false)} />}
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
    { id: 'from', header: t('since'), align: 'end', cell: ({ validFrom }) => format.date(validFrom, 'date') },
  ]
}

/** Those of the rates, with how one is taken back before its day comes. */
function usePlannedColumns(mayTakeBack: boolean): TableColumn<Rate>[] {
  const t = useT('delivery')
  const format = useFormat()
  const client = useQueryClient()
  const takeBack = async ({ country, letter, validFrom }: Rate) => {
    const params = { path: { country, letter, validFrom } }
    await unwrap(splot.DELETE('/v1/tax/rates/{country}/{letter}/{validFrom}', { params }))
    toast({ title: t('rateTakenBack'), status: 'ok' })
    void client.invalidateQueries({ queryKey: ['tax-rates'] })
  }
  return [
    ...useColumns(),
    {
      id: 'actions',
      header: '',
      align: 'end',
      width: 'narrow',
      cell: (rate) => {
        const about = `${rate.letter}, ${format.percent(rate.ppm / PPM)}`
        return (
          mayTakeBack && (
            <ConfirmButton
              label={t('takeBack')}
              about={about}
              title={t('takeBackTitle', { rate: about })}
              what={t('takeBackWhat')}
              run={() => takeBack(rate)}
            />
          )
        )
      },
    },
  ]
}
