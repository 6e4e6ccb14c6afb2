import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { Secret } from '../page/Secret.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { spokenCard, useRefreshCards } from './parts.tsx'
import type { Card } from './queries.ts'
import { useT } from './words.ts'

/** Gives a card another PIN, and shows it once. */
export function NewPin({ card }: Readonly<{ card: Card }>) {
  const t = useT('cards')
  const common = useCommon('page')
  const refresh = useRefreshCards()
  const [isOpen, setOpen] = useState(false)
  const renew = useMutation({
    mutationFn: () =>
      unwrap(
        splot.POST('/v1/gift-cards/{id}/pin', {
          params: { path: { id: card.id } },
          body: { pinVersion: card.pinVersion },
        }),
      ),
  })
  const close = () => {
    setOpen(false)
    renew.reset()
    refresh()
  }
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('newPin')}</Button>
      <Dialog
        title={t('newPin')}
        size="s"
        isOpen={isOpen}
        onOpenChange={(open) => !open && close()}
        footer={
          renew.data ? (
            <Button variant="primary" onPress={close}>
              {common('done')}
            </Button>
          ) : (
            <>
              <Button onPress={close}>{common('cancel')}</Button>
              <Button variant="primary" isPending={renew.isPending} onPress={() => renew.mutate()}>
                {t('newPin')}
              </Button>
            </>
          )
        }
      >
        {renew.data ? (
          <Secret
            label={t('secret')}
            text={`${spokenCard(renew.data.number)}  ${t('pin', { pin: renew.data.pin })}`}
            note={t('secretNote')}
          />
        ) : (
          <div className={page.form}>
            <p>{t('newPinWhat')}</p>
            <ProblemNote error={renew.error} />
          </div>
        )}
      </Dialog>
    </>
  )
}
