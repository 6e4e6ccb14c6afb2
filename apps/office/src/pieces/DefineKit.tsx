import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, IconButton, NumberField, RadioGroup, RadioOption, toast } from '@splot/ui'
import { Plus, Trash2 } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ArticleField } from '../page/ArticleField.tsx'
import { EditorDrawer } from '../page/Editor.tsx'
import css from './pieces.module.css'
import type { Kit } from './queries.ts'
import { useT } from './words.ts'

type Part = Readonly<{ key: number; sku: string; quantity: number }>

const isReady = ({ sku, quantity }: Part): boolean => sku !== '' && Number.isInteger(quantity) && quantity > 0

/** Says what a kit consists of, from now on; what is held already keeps its definition. */
export function DefineKit({ kit, onClose }: Readonly<{ kit: Kit | null; onClose: () => void }>) {
  const t = useT('pieces')
  const client = useQueryClient()
  const [sku, setSku] = useState(kit?.sku ?? '')
  const [kind, setKind] = useState<Kit['kind']>(kit?.kind ?? 'virtual')
  const [parts, setParts] = useState<readonly Part[]>(
    kit?.components.map((part, index) => ({ ...part, key: index + 1 })) ?? [{ key: 1, sku: '', quantity: 1 }],
  )
  const [asked, setAsked] = useState(false)
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        splot.PUT('/v1/stock/kits/{sku}', {
          params: { path: { sku } },
          body: { kind, components: parts.map((part) => ({ sku: part.sku, quantity: part.quantity })) },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['kits'] })
      toast({ title: t('savedKit', { sku }), status: 'ok' })
      onClose()
    },
  })
  const submit = () => {
    setAsked(true)
    if (sku && parts.every(isReady)) save.mutate()
  }
  return (
    <EditorDrawer
      title={kit ? t('editKit', { sku: kit.sku }) : t('newKit')}
      isSaving={save.isPending}
      error={save.error}
      onSave={submit}
      onClose={onClose}
    >
      {!kit && (
        <ArticleField
          label={t('kitSku')}
          sku={sku}
          onChange={setSku}
          error={asked && !sku && t('enterSku')}
        />
      )}
      <RadioGroup<Kit['kind']> label={t('kind')} layout="row" value={kind} onChange={setKind}>
        <RadioOption value="virtual">{t('virtual')}</RadioOption>
        <RadioOption value="packed">{t('packed')}</RadioOption>
      </RadioGroup>
      <Parts parts={parts} asked={asked} onChange={setParts} />
    </EditorDrawer>
  )
}

type PartsProps = Readonly<{
  parts: readonly Part[]
  asked: boolean
  onChange: (parts: readonly Part[]) => void
}>

function Parts({ parts, asked, onChange }: PartsProps) {
  const t = useT('pieces')
  const change = (key: number, next: Partial<Part>) =>
    onChange(parts.map((part) => (part.key === key ? { ...part, ...next } : part)))
  return (
    <>
      <ol className={css.parts} aria-label={t('components')}>
        {parts.map((part, index) => {
          const number = String(index + 1)
          return (
            <li key={part.key}>
              <ArticleField
                label={t('component', { number })}
                hideLabel
                sku={part.sku}
                onChange={(next) => change(part.key, { sku: next })}
                error={asked && !part.sku && t('enterSku')}
              />
              <NumberField
                label={t('perKit', { number })}
                hideLabel
                minValue={1}
                value={part.quantity}
                onChange={(quantity) => change(part.key, { quantity })}
                error={asked && !(part.quantity > 0) && t('enterPieces')}
              />
              <IconButton
                label={t('removeComponent', { number })}
                isDisabled={parts.length === 1}
                onPress={() => onChange(parts.filter(({ key }) => key !== part.key))}
              >
                <Trash2 aria-hidden size={15} />
              </IconButton>
            </li>
          )
        })}
      </ol>
      <div>
        <Button
          icon={<Plus aria-hidden size={15} />}
          onPress={() =>
            onChange([...parts, { key: Math.max(...parts.map(({ key }) => key)) + 1, sku: '', quantity: 1 }])
          }
        >
          {t('addComponent')}
        </Button>
      </div>
    </>
  )
}
