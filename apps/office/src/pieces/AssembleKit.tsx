import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, NumberField, RadioGroup, RadioOption, Select, toast } from '@splot/ui'
import { splot } from '../api/client.ts'
import { usePlaceChoices } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import type { Kit } from './queries.ts'
import { useT } from './words.ts'

type Step = 'assemble' | 'take_apart'

/** Puts packed kits together in a place, or takes them apart. */
export function AssembleKit({ kit, onClose }: Readonly<{ kit: Kit; onClose: () => void }>) {
  const t = useT('pieces')
  const common = useCommon('page')
  const client = useQueryClient()
  const places = usePlaceChoices('stock.adjust')
  const [step, setStep] = useState<Step>('assemble')
  const [locationId, setLocation] = useState<string | null>(null)
  const [quantity, setQuantity] = useState(1)
  const [asked, setAsked] = useState(false)
  const [key] = useState(() => crypto.randomUUID())
  const { sku } = kit
  const move = useMutation({
    mutationFn: (place: string) =>
      unwrap(
        splot.POST('/v1/stock/kits/{sku}/assemblies', {
          params: { path: { sku } },
          headers: { 'idempotency-key': key },
          body: { locationId: place, quantity, step },
        }),
      ),
    onSuccess: () => {
      for (const name of ['stock', 'movements', 'atp']) void client.invalidateQueries({ queryKey: [name] })
      toast({ title: t('done'), status: 'ok' })
      onClose()
    },
  })
  const submit = () => {
    setAsked(true)
    if (locationId !== null && quantity > 0) move.mutate(locationId)
  }
  return (
    <Dialog
      title={t('assembleKit', { sku })}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={move.isPending} onPress={submit}>
            {t(step === 'assemble' ? 'assemble' : 'takeApart')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <RadioGroup<Step> label={t('step')} layout="row" value={step} onChange={setStep}>
          <RadioOption value="assemble">{t('assemble')}</RadioOption>
          <RadioOption value="take_apart">{t('takeApart')}</RadioOption>
        </RadioGroup>
        <Select
          label={t('place')}
          choices={places}
          value={locationId}
          onChange={setLocation}
          error={asked && locationId === null && t('choosePlace')}
        />
        <NumberField
          label={t('pieces')}
          minValue={1}
          value={quantity}
          onChange={setQuantity}
          error={asked && !(quantity > 0) && t('enterPieces')}
        />
        <ProblemNote error={move.error} />
      </div>
    </Dialog>
  )
}
