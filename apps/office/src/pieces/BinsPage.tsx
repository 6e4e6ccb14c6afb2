import { useState } from 'react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Badge, EmptyState, Select, TextField, useFormat, type TableColumn } from '@splot/ui'
import { Warehouse } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { EditorDialog } from '../page/Editor.tsx'
import { DataTable, MoreButton, rowsOf } from '../page/DataTable.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { useMay, usePlaceChoices } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import css from './pieces.module.css'
import { PieceTabs } from './PieceTabs.tsx'
import { binPiecesQuery, binsQuery, type Bin } from './queries.ts'
import { useT } from './words.ts'

const kinds = [
  'shelf',
  'back_room',
  'staging',
  'quarantine',
  'receiving',
] as const satisfies readonly Bin['kind'][]
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

/** The bins of a place, and what lies in each. */
export function BinsPage() {
  const t = useT('pieces')
  const may = useMay()
  const { filters, change } = useFilters<'locationId' | 'peek'>()
  const places = usePlaceChoices('stock.read')
  const { locationId = '', peek } = filters
  const list = useInfiniteQuery(binsQuery(locationId))
  const [isNew, setNew] = useState(false)
  const mayChange = may('stock.policy')
  const columns = useColumns(locationId, mayChange)
  const add = mayChange && locationId !== '' && <NewButton label={t('newBin')} onPress={() => setNew(true)} />
  return (
    <ListPage
      title={t('bins')}
      lead={t('binsLead')}
      list={list}
      views={<PieceTabs current="bins" />}
      actions={add}
      filters={
        <Select
          label={t('place')}
          hideLabel
          className={page.select}
          placeholder={t('choosePlace')}
          choices={places}
          value={locationId || null}
          onChange={(id) => change({ locationId: id, peek: undefined })}
        />
      }
      peek={
        peek &&
        locationId && (
          <Peek label={t('bin')} title={<code>{peek}</code>} onClose={() => change({ peek: undefined })}>
            <BinPieces locationId={locationId} code={peek} />
          </Peek>
        )
      }
    >
      {locationId === '' ? (
        <EmptyState icon={<Warehouse />} title={t('choosePlace')} why={t('choosePlaceWhy')} />
      ) : (
        <DataTable
          label={t('bins')}
          list={list}
          columns={columns}
          rowKey={({ code }) => code}
          openKey={peek ?? null}
          onOpen={({ code }) => change({ peek: code })}
          empty={
            <EmptyState icon={<Warehouse />} title={t('emptyBins')} why={t('emptyBinsWhy')} action={add} />
          }
        />
      )}
      {isNew && <NewBin locationId={locationId} onClose={() => setNew(false)} />}
    </ListPage>
  )
}

function useColumns(locationId: string, mayChange: boolean): TableColumn<Bin>[] {
  const t = useT('pieces')
  const client = useQueryClient()
  const remove = async (code: string) => {
    await unwrap(
      splot.DELETE('/v1/stock/places/{locationId}/bins/{code}', { params: { path: { locationId, code } } }),
    )
    void client.invalidateQueries({ queryKey: ['bins'] })
  }
  return [
    { id: 'code', header: t('bin'), isRowHeader: true, cell: ({ code }) => <code>{code}</code> },
    { id: 'kind', header: t('kind'), cell: ({ kind }) => <Badge>{t(kind)}</Badge> },
    { id: 'skus', header: t('articles'), align: 'end', width: 'narrow', cell: ({ skus }) => skus },
    { id: 'pieces', header: t('pieces'), align: 'end', width: 'narrow', cell: ({ pieces }) => pieces },
    {
      id: 'actions',
      header: '',
      align: 'end',
      width: 'narrow',
      cell: ({ code, pieces }) =>
        mayChange &&
        pieces === 0 && (
          <ConfirmButton
            label={t('removeBin')}
            about={code}
            title={t('removeBinTitle', { code })}
            what={t('removeBinWhat')}
            run={() => remove(code)}
          />
        ),
    },
  ]
}

function BinPieces({ locationId, code }: Readonly<{ locationId: string; code: string }>) {
  const t = useT('pieces')
  const format = useFormat()
  const list = useInfiniteQuery(binPiecesQuery(locationId, code))
  const rows = rowsOf(list)
  if (list.error) return <ProblemNote error={list.error} />
  if (!list.isPending && rows.length === 0) return <p className={page.muted}>{t('binEmpty')}</p>
  return (
    <>
      <ul className={css.held}>
        {rows.map(({ sku, quantity, lot, expiresOn }) => (
          <li key={`${sku} ${lot}`}>
            <span>
              <code>{sku}</code>{' '}
              <span className={page.small}>
                {[lot, expiresOn && format.date(expiresOn, 'date')].filter(Boolean).join(', ')}
              </span>
            </span>
            <strong>{quantity}</strong>
          </li>
        ))}
      </ul>
      <MoreButton list={list} />
    </>
  )
}

function NewBin({ locationId, onClose }: Readonly<{ locationId: string; onClose: () => void }>) {
  const t = useT('pieces')
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const [kind, setKind] = useState<Bin['kind']>('shelf')
  const [asked, setAsked] = useState(false)
  const make = useMutation({
    mutationFn: () =>
      unwrap(
        splot.PUT('/v1/stock/places/{locationId}/bins/{code}', {
          params: { path: { locationId, code } },
          body: { kind },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['bins'] })
      onClose()
    },
  })
  const submit = () => {
    setAsked(true)
    if (CODE.test(code)) make.mutate()
  }
  return (
    <EditorDialog
      title={t('newBin')}
      isSaving={make.isPending}
      error={make.error}
      onSave={submit}
      onClose={onClose}
    >
      <TextField
        label={t('binCode')}
        value={code}
        onChange={setCode}
        error={asked && !CODE.test(code) && t('badCode')}
      />
      <Select<Bin['kind']>
        label={t('kind')}
        choices={kinds.map((each) => ({ value: each, label: t(each) }))}
        value={kind}
        onChange={setKind}
      />
    </EditorDialog>
  )
}
