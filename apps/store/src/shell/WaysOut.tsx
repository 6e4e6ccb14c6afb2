import type { OutboxEntry } from '@splot/offline'
import { Button } from '@splot/ui'
import { useGo } from '../places.tsx'
import { giveAgain } from '../stock/give.ts'
import { codesOf, paperOfPath, without, wrongLines } from '../stock/ways-out.ts'
import { useT } from '../words.ts'
import css from './OutboxDrawer.module.css'

/** What a person can do about a refused command of stock, besides giving it up. */
export function WaysOut({ entry, onLeave }: { readonly entry: OutboxEntry; readonly onLeave: () => void }) {
  const t = useT('outbox')
  const go = useGo()
  const wrong = wrongLines(entry)
  const rest = without(entry.body as object, wrong)
  const paper = paperOfPath(entry.path)
  return (
    <>
      {wrong.length > 0 && (
        <p className={css.why}>{t('wrongLines', { codes: codesOf(entry.body, wrong).join(', ') })}</p>
      )}
      <div className={css.ways}>
        {wrong.length > 0 && rest && (
          <Button size="s" variant="primary" onPress={() => void giveAgain(entry, () => rest)}>
            {t('withoutWrong', { count: wrong.length })}
          </Button>
        )}
        <Button size="s" onPress={() => void giveAgain(entry, (body) => body)}>
          {t('again')}
        </Button>
        {paper && (
          <Button
            size="s"
            onPress={() => {
              go(paper)
              onLeave()
            }}
          >
            {t('openPaper')}
          </Button>
        )}
      </div>
    </>
  )
}
