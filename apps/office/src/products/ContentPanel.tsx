import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { contentUnits, type NetContent } from '@splot/rules'
import { Button, Panel, Select, Skeleton, Switch, TextField, toast, useLocale } from '@splot/ui'
import { splot } from '../api/client.ts'
import { variantQuery } from '../api/queries.ts'
import { ProblemNote, ProblemState } from '../page/Problem.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import { CsvForm, useCsvDoor } from '../prices/CsvDoor.tsx'
import { CsvErrors } from '../prices/CsvFile.tsx'
import page from '../page/page.module.css'
import { useT } from './content-words.ts'

/** A number as people type it; longer is a slip of the finger, and the API says so of less. */
const AMOUNT = /^\d{1,7}([.,]\d{1,3})?$/

/** What the label of a pack must say: what a variant holds, and whether the product spoils soon. */
export function ContentPanel({ handle, sku }: Readonly<{ handle: string; sku: string }>) {
  const t = useT('content')
  const { locale } = useLocale()
  const { data, error, refetch } = useQuery(variantQuery(sku, locale))
  if (error && !data) return <ProblemState error={error} onRetry={() => void refetch()} />
  return (
    <Panel title={t('title')}>
      {data ? (
        <div className={page.form}>
          <Perishable handle={handle} known={data.perishable ?? false} />
          <Content sku={sku} known={data.netContent ?? null} />
          <ContentFile />
        </div>
      ) : (
        <Skeleton lines={4} />
      )}
    </Panel>
  )
}

/** Reads again what a change of contents may have changed; the catalogue hears of it a moment later. */
function useRefreshContents(): () => void {
  const client = useQueryClient()
  return () => {
    for (const name of ['variant', 'product']) void client.invalidateQueries({ queryKey: [name] })
  }
}

function Perishable({ handle, known }: Readonly<{ handle: string; known: boolean }>) {
  const t = useT('content')
  const refresh = useRefreshContents()
  const { key, settled } = useCommandKey()
  const set = useMutation({
    mutationFn: (perishable: boolean) =>
      unwrap(
        splot.PUT('/v1/products/{handle}/perishable', {
          params: { path: { handle } },
          headers: { 'idempotency-key': key },
          body: { perishable },
        }),
      ),
    onSuccess: () => {
      refresh()
      toast({ title: t('set'), status: 'ok' })
    },
    onSettled: settled,
  })
  return (
    <>
      <Switch
        isSelected={set.data?.perishable ?? known}
        isDisabled={set.isPending}
        onChange={(next) => set.mutate(next)}
      >
        {t('perishable')}
      </Switch>
      <p className={page.small}>{t('perishableWhat')}</p>
      <ProblemNote error={set.error} />
    </>
  )
}

function Content({ sku, known }: Readonly<{ sku: string; known: NetContent | null }>) {
  const t = useT('content')
  const refresh = useRefreshContents()
  const { key, settled } = useCommandKey()
  const [typed, setTyped] = useState(known ? String(known.amount).replace('.', ',') : '')
  const [unit, setUnit] = useState<NetContent['unit']>(known?.unit ?? 'g')
  const [asked, setAsked] = useState(false)
  const text = typed.trim()
  const fits = text === '' || AMOUNT.test(text)
  const save = useMutation({
    mutationFn: () => {
      const netContent = text === '' ? null : { amount: Number(text.replace(',', '.')), unit }
      return unwrap(
        splot.PUT('/v1/variants/net-contents', {
          headers: { 'idempotency-key': key },
          body: { rows: [{ sku, netContent }] },
        }),
      )
    },
    onSuccess: () => {
      refresh()
      toast({ title: t('saved'), status: 'ok' })
    },
    onSettled: settled,
  })
  return (
    <>
      <TextField
        label={t('amount')}
        description={t('amountHint', { sku })}
        inputMode="decimal"
        value={typed}
        onChange={setTyped}
        error={asked && !fits ? t('badAmount') : undefined}
      />
      <Select
        label={t('unit')}
        choices={contentUnits.map((value) => ({
          value,
          label: value === 'piece' ? t('piece') : value === 'm2' ? 'm²' : value,
        }))}
        value={unit}
        onChange={setUnit}
      />
      <ProblemNote error={save.error} />
      <div className={page.row}>
        <Button
          isPending={save.isPending}
          onPress={() => {
            setAsked(true)
            if (fits) save.mutate()
          }}
        >
          {t('save')}
        </Button>
      </div>
    </>
  )
}

/** Rows and characters that the API takes at once. */
const LIMITS = [2_000, 390_000] as const

function ContentFile() {
  const t = useT('content')
  const refresh = useRefreshContents()
  const door = useCsvDoor({
    post: (csv) => unwrap(splot.POST('/v1/variants/net-contents/imports', { body: { csv } })),
    limits: LIMITS,
    onTaken: ({ rows }) => {
      refresh()
      toast({ title: t('taken', { count: rows }), status: 'ok' })
    },
  })
  return (
    <>
      <CsvForm door={door} description={t('lead')} tooLarge={t('tooLarge')} take={t('take')} />
      {door.errors && <CsvErrors errors={door.errors} />}
    </>
  )
}
