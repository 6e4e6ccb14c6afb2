import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { EmptyState, Money, useLocale, useNow, type TableColumn } from '@splot/ui'
import { ScanBarcode, Warehouse } from 'lucide-react'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { PlaceFilter, StateFilter } from '../page/FilterSelect.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import { SearchFilter } from '../page/SearchFilter.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { HangLabel } from './HangLabel.tsx'
import { LabelPeek, LabelState } from './LabelPeek.tsx'
import { picturesOf } from './label-pictures.ts'
import { useT } from './label-words.ts'
import { PriceTabs } from './parts.tsx'
import { labelsQuery, type Label } from './queries.ts'

type Filter = 'q' | 'locationId' | 'state' | 'peek'

/** The shelf labels of a place: where each hangs, what it shows, and whether it answers. */
export function LabelsPage() {
  const t = useT('labels')
  const may = useMay()
  const { filters, change } = useFilters<Filter>()
  const { q, locationId, state, peek } = filters
  const isAllowed = locationId !== undefined || may('prices.read', true)
  const list = useInfiniteQuery({ ...labelsQuery({ q, locationId, state }), enabled: isAllowed })
  const [hanging, setHanging] = useState(false)
  const columns = useColumns()
  const opened = rowsOf(list).find(({ deviceId }) => deviceId === peek)
  const hang = may('prices.write') && <NewButton label={t('hang')} onPress={() => setHanging(true)} />
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      views={<PriceTabs current="labels" />}
      actions={hang}
      filters={
        <>
          <SearchFilter label={t('search')} />
          <PlaceFilter permission="prices.read" />
          <StateFilter none={t('anyState')} states={[['failed', t('failed')]]} />
        </>
      }
      peek={
        opened && (
          <LabelPeek key={opened.deviceId} label={opened} onClose={() => change({ peek: undefined })} />
        )
      }
    >
      {isAllowed ? (
        <DataTable
          label={t('title')}
          list={list}
          columns={columns}
          rowKey={({ deviceId }) => deviceId}
          openKey={peek ?? null}
          onOpen={({ deviceId }) => change({ peek: deviceId })}
          filtered={isFiltered(filters)}
          empty={
            <EmptyState icon={<ScanBarcode />} title={t('noLabels')} why={t('noLabelsWhy')} action={hang} />
          }
        />
      ) : (
        <EmptyState icon={<Warehouse />} title={t('choosePlace')} why={t('choosePlaceWhy')} />
      )}
      {hanging && <HangLabel locationId={locationId ?? null} onClose={() => setHanging(false)} />}
    </ListPage>
  )
}

function useColumns(): TableColumn<Label>[] {
  const t = useT('labels')
  const now = useNow()
  const { locale } = useLocale()
  return [
    { id: 'label', header: t('label'), isRowHeader: true, cell: ({ deviceId }) => <code>{deviceId}</code> },
    {
      id: 'article',
      header: t('article'),
      cell: ({ sku, name }) => (
        <>
          {name?.[locale]} <code className={page.small}>{sku}</code>
        </>
      ),
    },
    { id: 'place', header: t('place'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    {
      id: 'shows',
      header: t('shows'),
      align: 'end',
      width: 'narrow',
      cell: (label) => {
        const { current } = picturesOf(label, now)
        return current ? (
          <Money value={{ minor: current.price, currency: current.currency }} />
        ) : (
          <span className={page.muted}>–</span>
        )
      },
    },
    {
      id: 'told',
      header: t('told'),
      width: 'narrow',
      cell: ({ shownAt }) =>
        shownAt ? <ShortTime at={shownAt} /> : <span className={page.muted}>{t('never')}</span>,
    },
    { id: 'state', header: t('state'), width: 'narrow', cell: (label) => <LabelState label={label} /> },
  ]
}
