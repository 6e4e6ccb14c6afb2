import { useQuery } from '@tanstack/react-query'
import { Button, Popover, StatusPill, useFormat } from '@splot/ui'
import { BadgeCheck, RotateCw } from 'lucide-react'
import { proofQuery } from '../api/queries.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'

/** Whether every counter is the sum of its ledger: recounted by the server, or the first row that is not. */
export function ProofBadge() {
  const t = useT('stock')
  const format = useFormat()
  const proof = useQuery(proofQuery)
  if (proof.error) return <ProblemNote error={proof.error} />
  if (!proof.data) return <StatusPill status="neutral">{t('proving')}</StatusPill>
  const { proven, rows, mismatch } = proof.data
  const words = proven
    ? t('proven', { rows: format.number(rows) })
    : mismatch &&
      t('mismatch', {
        ...mismatch,
        onHand: String(mismatch.onHand),
        moved: String(mismatch.moved),
        reserved: String(mismatch.reserved),
        held: String(mismatch.held),
      })
  return (
    <Popover
      label={t('provenShort')}
      placement="bottom end"
      trigger={
        <Button variant="quiet" aria-label={words ?? t('proving')}>
          <StatusPill status={proven ? 'ok' : 'late'} {...(proven && { icon: <BadgeCheck aria-hidden /> })}>
            {proof.isFetching ? t('proving') : words}
          </StatusPill>
        </Button>
      }
    >
      <div className={page.form}>
        <p>{words}</p>
        <p className={page.small}>{t('movementsLead')}</p>
        <Button
          icon={<RotateCw aria-hidden size={14} />}
          isPending={proof.isFetching}
          onPress={() => void proof.refetch()}
        >
          {t('proveAgain')}
        </Button>
      </div>
    </Popover>
  )
}
