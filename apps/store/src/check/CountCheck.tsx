import { Button, Dialog, StatusPill } from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { ProblemNote } from '../shell/Problem.tsx'
import { checkDevice } from './check-device.ts'
import type { Compared } from './compare.ts'
import { useT } from './words.ts'
import css from './CountCheck.module.css'

/** Whether this device counts prices as the server does, in each place where its code runs. */
export function CountCheck({ onClose }: { readonly onClose: () => void }) {
  const t = useT('check')
  const check = useQuery({ queryKey: ['count-check'], queryFn: checkDevice, gcTime: 0 })
  const { data } = check
  return (
    <Dialog
      title={t('title')}
      isOpen
      onOpenChange={onClose}
      footer={
        <Button
          icon={<RefreshCw aria-hidden />}
          isDisabled={check.isFetching}
          onPress={() => void check.refetch()}
        >
          {t('again')}
        </Button>
      }
    >
      <p>{t('lead')}</p>
      {check.isPending && <output>{t('counting')}</output>}
      {check.isError && <ProblemNote title={t('failed')} safe={t('failedSafe')} error={check.error} />}
      {data && (
        <dl className={css.places}>
          <dt>{t('page')}</dt>
          <dd>
            <Verdict compared={data.page} />
          </dd>
          <dt>{t('worker')}</dt>
          <dd>
            {data.worker ? (
              <Verdict compared={data.worker} />
            ) : (
              <StatusPill status="neutral">{t('noWorker')}</StatusPill>
            )}
          </dd>
        </dl>
      )}
    </Dialog>
  )
}

function Verdict({ compared: { same, all, differing } }: { readonly compared: Compared }) {
  const t = useT('check')
  if (differing.length === 0) return <StatusPill status="ok">{t('right', { same, all })}</StatusPill>
  return (
    <>
      <StatusPill status="late">{t('wrong', { same, all })}</StatusPill>
      <p>{t('whatToDo')}</p>
      <details>
        <summary>{t('which')}</summary>
        <ul className={css.names}>
          {differing.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      </details>
    </>
  )
}
