import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import {
  Button,
  EmptyState,
  Money,
  Panel,
  Skeleton,
  Table,
  TextField,
  toast,
  type TableColumn,
} from '@splot/ui'
import { Coins } from 'lucide-react'
import { splot } from '../api/client.ts'
import { readAmount } from '../giftcards/amount.ts'
import { ShortTime } from '../page/Moment.tsx'
import { useMay } from '../page/names.tsx'
import { ProblemNote, ProblemState } from '../page/Problem.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import page from '../page/page.module.css'
import { instantOf } from './edits.ts'
import { Maker } from './parts.tsx'
import { costsQuery, useRefreshPrices, type Cost } from './queries.ts'
import { useT } from './cost-words.ts'

/** What an article costs the retailer, for those who may know, and a new cost from an instant on. */
export function CostPanel({ sku, currency }: Readonly<{ sku: string; currency: string }>) {
  const t = useT('costs')
  const may = useMay()
  const mayRead = may('costs.read', true)
  const costs = useQuery({ ...costsQuery(sku), enabled: mayRead })
  const columns = useColumns()
  if (!mayRead) return null
  return (
    <Panel title={t('title')}>
      <div className={page.form}>
        {costs.data ? (
          <Table
            label={t('title')}
            columns={columns}
            rows={costs.data.items}
            rowKey={({ validFrom, recordedAt }) => `${validFrom} ${recordedAt}`}
            className={page.bare}
            empty={<EmptyState icon={<Coins />} title={t('none')} why={t('noneWhy')} />}
          />
        ) : costs.isError ? (
          <ProblemState error={costs.error} onRetry={() => void costs.refetch()} />
        ) : (
          <Skeleton lines={2} className={page.skeleton} />
        )}
        {may('costs.write', true) && <NewCost sku={sku} currency={currency} />}
      </div>
    </Panel>
  )
}

function useColumns(): TableColumn<Cost>[] {
  const t = useT('costs')
  return [
    {
      id: 'from',
      header: t('since'),
      isRowHeader: true,
      cell: ({ validFrom }) => <ShortTime at={validFrom} />,
    },
    {
      id: 'cost',
      header: t('cost'),
      align: 'end',
      width: 'narrow',
      cell: ({ netMinor, currency }) => <Money value={{ minor: netMinor, currency }} />,
    },
    { id: 'who', header: t('who'), cell: ({ recordedBy }) => <Maker id={recordedBy} /> },
  ]
}

function NewCost({ sku, currency }: Readonly<{ sku: string; currency: string }>) {
  const t = useT('costs')
  const refresh = useRefreshPrices()
  const { key, settled } = useCommandKey()
  const [typed, setTyped] = useState('')
  const [from, setFrom] = useState('')
  const [asked, setAsked] = useState(false)
  const netMinor = readAmount(typed)
  const validFrom = instantOf(from)
  const isCost = netMinor !== null && netMinor >= 0
  const record = useMutation({
    mutationFn: (minor: number) =>
      unwrap(
        splot.POST('/v1/prices/costs', {
          headers: { 'idempotency-key': key },
          body: { rows: [{ sku, currency, netMinor: minor, ...(validFrom !== null && { validFrom }) }] },
        }),
      ),
    onSuccess: () => {
      setTyped('')
      setFrom('')
      setAsked(false)
      refresh()
      toast({ title: t('recorded'), status: 'ok' })
    },
    onSettled: settled,
  })
  const submit = () => {
    setAsked(true)
    if (isCost) record.mutate(netMinor)
  }
  return (
    <div className={page.form}>
      <TextField
        label={t('newCost')}
        description={t('costHint')}
        inputMode="decimal"
        after={currency}
        value={typed}
        onChange={setTyped}
        error={asked && !isCost ? t('badCost') : undefined}
      />
      <TextField
        label={t('from')}
        description={t('fromHint')}
        type="datetime-local"
        value={from}
        onChange={setFrom}
      />
      <ProblemNote error={record.error} />
      <div className={page.row}>
        <Button isPending={record.isPending} onPress={submit}>
          {t('record')}
        </Button>
      </div>
    </div>
  )
}
