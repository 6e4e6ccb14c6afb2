import { Button, SearchField } from '@splot/ui'
import { Gift, ScanBarcode } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'
import { useVisit } from './visit.tsx'
import { useT } from './words.ts'
import css from './kiosk.module.css'

/** Nobody is here yet: scan a tag, look for something, or ask what a gift card holds. */
export function Start() {
  const t = useT('start')
  const { go } = useVisit()
  const [q, setQ] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (q.trim()) go({ kind: 'results', q: q.trim() })
  }
  return (
    <section className={css.start}>
      <div className={css.invitation}>
        <ScanBarcode aria-hidden />
        <h1>{t('title')}</h1>
        <p>{t('scan')}</p>
      </div>
      <form className={css.search} onSubmit={submit}>
        <p>{t('or')}</p>
        <SearchField label={t('search')} value={q} onChange={setQ} />
        <Button type="submit" variant="primary" size="l" wide>
          {t('go')}
        </Button>
        <Button size="l" wide icon={<Gift aria-hidden />} onPress={() => go({ kind: 'card', number: '' })}>
          {t('card')}
        </Button>
      </form>
    </section>
  )
}
