import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Badge, DateTime, EmptyState, StatusPill, toast, type TableColumn } from '@splot/ui'
import { MonitorSmartphone } from 'lucide-react'
import { splot } from '../api/client.ts'
import { devicesQuery } from '../api/queries.ts'
import type { Device } from '../api/types.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { PlaceName } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { useT } from '../words/index.ts'
import { IssueCode } from './IssueCode.tsx'

/** Tills, handhelds and kiosks: what may work in a store, and the code that lets one in. */
export function DevicesPage() {
  const t = useT('devices')
  const client = useQueryClient()
  const devices = useQuery(devicesQuery)
  const [issuing, setIssuing] = useState(false)
  const revoke = async ({ id, name }: Device) => {
    await unwrap(splot.POST('/v1/devices/{deviceId}/revoke', { params: { path: { deviceId: id } } }))
    await client.invalidateQueries({ queryKey: ['devices'] })
    toast({ title: t('revokedToast', { name }), status: 'ok' })
  }
  const issue = <NewButton label={t('issue')} onPress={() => setIssuing(true)} />
  return (
    <ListPage title={t('title')} lead={t('lead')} actions={issue} list={devices}>
      <PlainTable
        label={t('title')}
        list={devices}
        columns={useColumns(revoke)}
        rowKey={({ id }) => id}
        empty={
          <EmptyState icon={<MonitorSmartphone />} title={t('empty')} why={t('emptyWhy')} action={issue} />
        }
      />
      {issuing && <IssueCode onClose={() => setIssuing(false)} />}
    </ListPage>
  )
}

function useColumns(revoke: (device: Device) => Promise<unknown>): TableColumn<Device>[] {
  const t = useT('devices')
  const common = useT('page')
  return [
    { id: 'name', header: t('name'), isRowHeader: true, cell: ({ name }) => name },
    { id: 'kind', header: t('kind'), cell: ({ kind }) => <Badge>{t(kind)}</Badge> },
    { id: 'place', header: t('place'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    { id: 'enrolled', header: t('enrolled'), cell: ({ enrolledAt }) => <DateTime at={enrolledAt} /> },
    {
      id: 'state',
      header: t('state'),
      cell: ({ revokedAt }) => (
        <StatusPill status={revokedAt === null ? 'ok' : 'neutral'}>
          {revokedAt === null ? t('working') : t('revoked')}
        </StatusPill>
      ),
    },
    {
      id: 'actions',
      header: common('actions'),
      align: 'end',
      width: 'narrow',
      cell: (device) =>
        device.revokedAt === null && (
          <ConfirmButton
            label={t('revoke')}
            about={device.name}
            title={t('revokeTitle', { name: device.name })}
            what={t('revokeWhat')}
            run={() => revoke(device)}
          />
        ),
    },
  ]
}
