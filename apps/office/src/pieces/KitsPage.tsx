import { useState } from 'react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Badge, EmptyState, IconButton, useFormat, type TableColumn } from '@splot/ui'
import { Blocks, Hammer, PencilLine } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { DataTable } from '../page/DataTable.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import page from '../page/page.module.css'
import { AssembleKit } from './AssembleKit.tsx'
import { DefineKit } from './DefineKit.tsx'
import { PieceTabs } from './PieceTabs.tsx'
import { kitsQuery, type Kit } from './queries.ts'
import { useT } from './words.ts'

/** Kits by SKU, with what they consist of. */
export function KitsPage() {
  const t = useT('pieces')
  const may = useMay()
  const list = useInfiniteQuery(kitsQuery)
  const [editing, setEditing] = useState<Kit | 'new' | null>(null)
  const [assembling, setAssembling] = useState<Kit | null>(null)
  const mayDefine = may('stock.policy')
  const add = mayDefine && <NewButton label={t('newKit')} onPress={() => setEditing('new')} />
  return (
    <ListPage
      title={t('kits')}
      lead={t('kitsLead')}
      list={list}
      views={<PieceTabs current="kits" />}
      actions={add}
    >
      <DataTable
        label={t('kits')}
        list={list}
        columns={useColumns(mayDefine ? setEditing : null, may('stock.adjust') ? setAssembling : null)}
        rowKey={({ sku }) => sku}
        empty={<EmptyState icon={<Blocks />} title={t('emptyKits')} why={t('emptyKitsWhy')} action={add} />}
      />
      {editing !== null && (
        <DefineKit kit={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      {assembling !== null && <AssembleKit kit={assembling} onClose={() => setAssembling(null)} />}
    </ListPage>
  )
}

type OnKit = ((kit: Kit) => void) | null

function useColumns(onEdit: OnKit, onAssemble: OnKit): TableColumn<Kit>[] {
  const t = useT('pieces')
  const format = useFormat()
  const client = useQueryClient()
  const retire = async (sku: string) => {
    await unwrap(splot.DELETE('/v1/stock/kits/{sku}', { params: { path: { sku } } }))
    void client.invalidateQueries({ queryKey: ['kits'] })
  }
  return [
    {
      id: 'sku',
      header: t('kit'),
      isRowHeader: true,
      width: 'narrow',
      cell: ({ sku }) => <code>{sku}</code>,
    },
    {
      id: 'kind',
      header: t('kind'),
      width: 'narrow',
      cell: ({ kind }) => <Badge tone={kind === 'virtual' ? 'info' : 'accent'}>{t(kind)}</Badge>,
    },
    {
      id: 'components',
      header: t('components'),
      cell: ({ components }) => (
        <span className={page.wrap}>
          {components.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ')}
        </span>
      ),
    },
    { id: 'changed', header: t('changed'), width: 'narrow', cell: ({ changedAt }) => format.soon(changedAt) },
    {
      id: 'actions',
      header: '',
      align: 'end',
      width: 'narrow',
      cell: (kit) => (
        <>
          {onAssemble && kit.kind === 'packed' && (
            <IconButton size="s" label={t('assembleKit', { sku: kit.sku })} onPress={() => onAssemble(kit)}>
              <Hammer aria-hidden size={14} />
            </IconButton>
          )}
          {onEdit && (
            <>
              <IconButton size="s" label={t('editKit', { sku: kit.sku })} onPress={() => onEdit(kit)}>
                <PencilLine aria-hidden size={14} />
              </IconButton>
              <ConfirmButton
                label={t('retire')}
                about={kit.sku}
                title={t('retireTitle', { sku: kit.sku })}
                what={t('retireWhat')}
                run={() => retire(kit.sku)}
              />
            </>
          )}
        </>
      ),
    },
  ]
}
