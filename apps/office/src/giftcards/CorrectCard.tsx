import { unwrap } from '@splot/client'
import { splot } from '../api/client.ts'
import { CardStep } from './parts.tsx'
import type { Card } from './queries.ts'
import { useT } from './words.ts'

/** Puts the book of a card or of store credit right, by more or by less. */
export function CorrectCard({ card: { id, balance } }: Readonly<{ card: Pick<Card, 'id' | 'balance'> }>) {
  const t = useT('cards')
  return (
    <CardStep
      label={t('correct')}
      what={t('correctWhat')}
      amount="signed"
      run={({ commandId, minor, reason }) =>
        unwrap(
          splot.POST('/v1/gift-cards/{id}/corrections', {
            params: { path: { id } },
            body: { commandId, amount: { minor, currency: balance.currency }, reason },
          }),
        )
      }
    />
  )
}
