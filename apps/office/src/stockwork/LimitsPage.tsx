import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import {
  Button,
  Dialog,
  EmptyState,
  NumberField,
  Select,
  toast,
  useLocale,
  type TableColumn,
} from '@splot/ui'
import { Gauge } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { shortName, useMay, usePlaceChoices, usePlaces } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { roles } from '../staff/hiring.ts'
import { useT as useCommon, wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import { useT } from './floor-words.ts'
import { PaperTabs } from './parts.tsx'
import { limitsQuery, type Limit } from './queries.ts'
import { useT as useWork } from './words.ts'

const MAX_PIECES = 99_999
/** What a choice of everybody or everywhere is called in a select, whose values are texts. */
const ALL = 'all'

/** Who may adjust how much without an approval. */
export function LimitsPage() {
  const t = useT('floor')
  const work = useWork('work')
  const may = useMay()
  const list = useQuery(limitsQuery)
  const [setting, setSetting] = useState<Limit | 'new' | null>(null)
  const mayChange = may('stock.approve')
  return (
    <ListPage
      title={work('limits')}
      lead={t('limitsLead')}
      list={list}
      views={<PaperTabs current="limits" />}
      actions={
        mayChange && (
          <Button variant="primary" icon={<Gauge aria-hidden size={15} />} onPress={() => setSetting('new')}>
            {t('setLimit')}
          </Button>
        )
      }
    >
      <PlainTable
        label={work('limits')}
        list={list}
        columns={useColumns(mayChange ? setSetting : null)}
        rowKey={({ locationId, role }) => `${locationId} ${role}`}
        // What was never set stands all the same.
        empty={<EmptyState icon={<Gauge />} title={work('limits')} why={t('limitsLead')} />}
      />
      {setting && <SetLimit limit={setting === 'new' ? null : setting} onClose={() => setSetting(null)} />}
    </ListPage>
  )
}

/** Whose limit it is, in words: a role, a place. */
function useLimitName(): (limit: Pick<Limit, 'locationId' | 'role'>) => string {
  const t = useT('floor')
  const { locale } = useLocale()
  const places = usePlaces()
  return ({ locationId, role }) => {
    const place = locationId === null ? t('anyPlace') : shortName(places.get(locationId)?.name ?? locationId)
    return `${role === null ? t('anyRole') : wordOf(locale, 'role', role)}, ${place}`
  }
}

function useColumns(onChange: ((limit: Limit) => void) | null): TableColumn<Limit>[] {
  const t = useT('floor')
  const { locale } = useLocale()
  const places = usePlaces()
  const nameOf = useLimitName()
  const client = useQueryClient()
  const drop = async ({ locationId, role }: Limit) => {
    const query = { ...(locationId !== null && { locationId }), ...(role !== null && { role }) }
    const left = await unwrap(splot.DELETE('/v1/stock/adjustment-limits', { params: { query } }))
    client.setQueryData(limitsQuery.queryKey, left)
  }
  return [
    {
      id: 'role',
      header: t('role'),
      isRowHeader: true,
      cell: ({ role }) => (role === null ? t('anyRole') : wordOf(locale, 'role', role)),
    },
    {
      id: 'place',
      header: useCommon('page')('place'),
      cell: ({ locationId }) =>
        locationId === null ? t('anyPlace') : shortName(places.get(locationId)?.name ?? locationId),
    },
    {
      id: 'line',
      header: t('linePieces'),
      align: 'end',
      width: 'narrow',
      cell: ({ linePieces }) => linePieces,
    },
    {
      id: 'document',
      header: t('documentPieces'),
      align: 'end',
      width: 'narrow',
      cell: ({ documentPieces }) => documentPieces,
    },
    {
      id: 'actions',
      header: '',
      align: 'end',
      cell: (limit) =>
        onChange && (
          <>
            <Button
              size="s"
              variant="quiet"
              aria-label={t('editLimit', { who: nameOf(limit) })}
              onPress={() => onChange(limit)}
            >
              {t('setLimit')}
            </Button>
            {(limit.locationId !== null || limit.role !== null) && (
              <ConfirmButton
                label={t('dropLimit')}
                about={nameOf(limit)}
                title={t('dropTitle', { who: nameOf(limit) })}
                what={t('dropWhat')}
                run={() => drop(limit)}
              />
            )}
          </>
        ),
    },
  ]
}

function SetLimit({ limit, onClose }: Readonly<{ limit: Limit | null; onClose: () => void }>) {
  const t = useT('floor')
  const common = useCommon('page')
  const { locale } = useLocale()
  const nameOf = useLimitName()
  const client = useQueryClient()
  const places = usePlaceChoices('stock.approve')
  const [role, setRole] = useState(limit?.role ?? ALL)
  const [place, setPlace] = useState(limit?.locationId ?? ALL)
  const [linePieces, setLine] = useState(limit?.linePieces ?? Number.NaN)
  const [documentPieces, setDocument] = useState(limit?.documentPieces ?? Number.NaN)
  const [asked, setAsked] = useState(false)
  const wanted = {
    locationId: place === ALL ? null : place,
    role: role === ALL ? null : role,
    linePieces,
    documentPieces,
  }
  const save = useMutation({
    mutationFn: () => unwrap(splot.PUT('/v1/stock/adjustment-limits', { body: wanted })),
    onSuccess: (all) => {
      client.setQueryData(limitsQuery.queryKey, all)
      onClose()
      toast({ title: t('limitSaved', { who: nameOf(wanted) }), status: 'ok' })
    },
  })
  const isGood = (pieces: number) => Number.isInteger(pieces) && pieces >= 0 && pieces <= MAX_PIECES
  const submit = () => {
    setAsked(true)
    if (isGood(linePieces) && isGood(documentPieces)) save.mutate()
  }
  const wrong = (pieces: number) => asked && !isGood(pieces) && t('fromZero', { most: String(MAX_PIECES) })
  return (
    <Dialog
      title={limit === null ? t('setLimit') : t('limitOf', { who: nameOf(limit) })}
      size="s"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={save.isPending} onPress={submit}>
            {common('save')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <Select
          label={t('role')}
          choices={[
            { value: ALL, label: t('anyRole') },
            ...roles.map((code) => ({ value: code as string, label: wordOf(locale, 'role', code) })),
          ]}
          value={role}
          onChange={setRole}
          isDisabled={limit !== null}
        />
        <Select
          label={common('place')}
          choices={[{ value: ALL, label: t('anyPlace') }, ...places]}
          value={place}
          onChange={setPlace}
          isDisabled={limit !== null}
        />
        <NumberField
          label={t('linePieces')}
          value={linePieces}
          onChange={setLine}
          minValue={0}
          maxValue={MAX_PIECES}
          error={wrong(linePieces)}
        />
        <NumberField
          label={t('documentPieces')}
          value={documentPieces}
          onChange={setDocument}
          minValue={0}
          maxValue={MAX_PIECES}
          error={wrong(documentPieces)}
        />
        <ProblemNote error={save.error} />
      </div>
    </Dialog>
  )
}
