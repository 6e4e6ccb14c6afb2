import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Popover, StatusPill, useFormat } from '@splot/ui'
import { BadgeCheck, RotateCw } from 'lucide-react'
import { proofQuery } from '../api/queries.ts'
import type { Proof } from '../api/types.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import { judgeProof, proveAll } from './proof.ts'

/**
 * Whether every counter is the sum of its ledger: what the check that never stops says of all rows, and what the server recounted
 * just now. A page of many never passes for all of them.
 */
export function ProofBadge() {
  const t = useT('stock')
  const format = useFormat()
  const client = useQueryClient()
  const sayProof = useProofWords()
  const proof = useQuery(proofQuery)
  const walk = useMutation({
    mutationFn: proveAll,
    onSuccess: (whole) => client.setQueryData(proofQuery.queryKey, whole),
  })
  if (proof.error) return <ProblemNote error={proof.error} />
  if (!proof.data) return <StatusPill status="neutral">{t('proving')}</StatusPill>
  const verdict = judgeProof(proof.data)
  const agrees = verdict !== 'mismatch' && verdict !== 'open'
  const words = sayProof(proof.data)
  const { roundEndedAt, roundRows } = proof.data.running
  return (
    <Popover
      label={t('provenShort')}
      placement="bottom end"
      trigger={
        <Button variant="quiet" aria-label={words}>
          <StatusPill status={agrees ? 'ok' : 'late'} {...(agrees && { icon: <BadgeCheck aria-hidden /> })}>
            {proof.isFetching || walk.isPending ? t('proving') : words}
          </StatusPill>
        </Button>
      }
    >
      <div className={page.form}>
        <p>{words}</p>
        <p className={page.small}>
          {roundEndedAt === null
            ? t('noRound')
            : t('lastRound', {
                rows: format.number(roundRows ?? 0),
                when: format.date(roundEndedAt, 'short'),
              })}
        </p>
        <p className={page.small}>{t('movementsLead')}</p>
        <ProblemNote error={walk.error} />
        <Button
          icon={<RotateCw aria-hidden size={14} />}
          isPending={walk.isPending}
          onPress={() => walk.mutate()}
        >
          {t('proveAll')}
        </Button>
      </div>
    </Popover>
  )
}

function useProofWords(): (proof: Proof) => string {
  const t = useT('stock')
  const format = useFormat()
  return (proof) => {
    const { mismatch, rows, running } = proof
    if (mismatch) {
      return t('mismatch', {
        ...mismatch,
        onHand: String(mismatch.onHand),
        moved: String(mismatch.moved),
        reserved: String(mismatch.reserved),
        held: String(mismatch.held),
      })
    }
    const verdict = judgeProof(proof)
    if (verdict === 'open') return t('openRows', { count: running.open })
    if (verdict === 'all') return t('proven', { rows: format.number(rows) })
    if (verdict === 'round') return t('provenRound', { rows: format.number(running.roundRows ?? 0) })
    return t('provenPart', { rows: format.number(rows) })
  }
}
