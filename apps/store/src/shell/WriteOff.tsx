import { newId } from '@splot/kernel'
import type { OutboxEntry } from '@splot/offline'
import { Button, TextField, useLocale } from '@splot/ui'
import { useState, type SubmitEvent } from 'react'
import type { TillSale } from '../api/types.ts'
import { api, ask, outbox } from '../house.ts'
import { useHere } from '../use-house.ts'
import { errorWords, useT } from '../words.ts'
import css from './OutboxDrawer.module.css'

/** Who may give up a sale; the server asks for the same. */
const MAY_WRITE_OFF = 'stock.incident'
/** As the server wants it. */
const LEAST_WHY = 3

/** The only way by which a sale that the server refused leaves the device: a manager says why, and the server keeps it. */
export function WriteOff({ entry }: { readonly entry: OutboxEntry }) {
  const t = useT('outbox')
  const { locale } = useLocale()
  const { session } = useHere()
  const [why, setWhy] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // Made once: a second try after no answer is the same command.
  const [key] = useState(() => newId())
  if (!session.permissions.includes(MAY_WRITE_OFF)) return <p className={css.why}>{t('managerOnly')}</p>
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (busy || why.trim().length < LEAST_WHY) return
    setBusy(true)
    setProblem(null)
    try {
      await ask(
        api.POST('/v1/till-sales/write-offs', {
          headers: { 'idempotency-key': key },
          body: givenUp(entry, why.trim()),
        }),
      )
      await outbox.remove(entry.id)
    } catch (error) {
      setProblem(errorWords(error, locale))
      setBusy(false)
    }
  }
  return (
    <form className={css.writeOff} onSubmit={(event) => void submit(event)}>
      <TextField
        label={t('writeOffWhy')}
        value={why}
        onChange={setWhy}
        {...(problem && { error: problem })}
      />
      <Button type="submit" size="s" isDisabled={why.trim().length < LEAST_WHY} isPending={busy}>
        {t('writeOff')}
      </Button>
    </form>
  )
}

/** What is known of the sale, as the audit log keeps it. */
function givenUp({ id, body, createdAt, staffId, problem }: OutboxEntry, why: string) {
  // Written by the till when it was paid.
  const { lines, expectedTotal } = body as TillSale
  return {
    saleId: id,
    why,
    refusedWith: problem?.code ?? '',
    total: expectedTotal,
    soldAt: new Date(createdAt).toISOString(),
    soldBy: staffId,
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
  }
}
