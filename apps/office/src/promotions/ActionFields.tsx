import type { ReactNode } from 'react'
import { Button, Checkbox, Select } from '@splot/ui'
import type { Action, Condition, LineCondition } from '@splot/rules'
import { ArticleField } from '../page/ArticleField.tsx'
import { ConditionList, FieldNote } from './ConditionList.tsx'
import { actionKinds, goodsConditions, newAction, newCondition, newPart } from './draft.ts'
import { AmountField, PercentField, WholeField } from './parts.tsx'
import css from './promotions.module.css'
import { useT } from './words.ts'

type Props<A extends Action = Action> = Readonly<{
  action: A
  currency: string
  errorOf: (pointer: string) => ReactNode
  onChange: (action: Action) => void
}>

/** What a promotion does: its kind, and the fields of that kind. */
export function ActionFields(props: Props) {
  const t = useT('promo')
  return (
    <>
      <Select
        label={t('action')}
        hideLabel
        choices={actionKinds.map((kind) => ({ value: kind, label: t(kind) }))}
        value={props.action.kind}
        onChange={(kind) => kind !== props.action.kind && props.onChange(newAction(kind))}
      />
      <KindFields {...props} />
    </>
  )
}

function KindFields({ action, currency, errorOf, onChange }: Props) {
  const t = useT('promo')
  switch (action.kind) {
    case 'line_percent':
    case 'basket_percent':
    case 'shipping_percent':
      return (
        <PercentField
          label={t('percent')}
          value={action.ppm}
          onChange={(ppm) => onChange({ ...action, ppm })}
          error={errorOf('/action/ppm')}
        />
      )
    case 'line_amount':
    case 'basket_amount':
    case 'fixed_price':
    case 'shipping_price':
      return (
        <AmountField
          label={t(action.kind === 'line_amount' || action.kind === 'basket_amount' ? 'amount' : 'price')}
          after={currency}
          value={action.minor}
          onChange={(minor) => onChange({ ...action, minor })}
          error={errorOf('/action/minor')}
        />
      )
    case 'buy_get':
      return <BuyGet {...{ action, currency, errorOf, onChange }} />
    case 'cheapest_free':
      return (
        <div className={css.fields}>
          <WholeField
            label={t('every')}
            value={action.every}
            onChange={(every) => onChange({ ...action, every })}
            error={errorOf('/action/every')}
          />
          <WholeField
            label={t('free')}
            value={action.free}
            onChange={(free) => onChange({ ...action, free })}
            error={errorOf('/action/free')}
          />
          <Times {...{ action, currency, errorOf, onChange }} />
        </div>
      )
    case 'bundle':
      return <Bundle {...{ action, currency, errorOf, onChange }} />
    case 'quantity_tiers':
    case 'value_tiers':
      return <Tiers {...{ action, currency, errorOf, onChange }} />
    case 'gift':
      return (
        <div className={css.fields}>
          <ArticleField
            label={t('article')}
            sku={action.sku}
            onChange={(sku) => onChange({ ...action, sku })}
            error={errorText(errorOf('/action/sku'), t('field_needed'))}
          />
          <WholeField
            label={t('quantityOf')}
            value={action.quantity}
            onChange={(quantity) => onChange({ ...action, quantity })}
            error={errorOf('/action/quantity')}
          />
        </div>
      )
  }
}

/** The field of an article takes plain text alone. */
const errorText = (error: ReactNode, otherwise: string): string | undefined =>
  error ? (typeof error === 'string' ? error : otherwise) : undefined

type Kind<K extends Action['kind']> = Extract<Action, { kind: K }>

function Times({ action, errorOf, onChange }: Props<Kind<'buy_get' | 'cheapest_free' | 'bundle'>>) {
  const t = useT('promo')
  return (
    <WholeField
      label={t('times')}
      description={t('timesHint')}
      value={action.atMostTimes ?? Number.NaN}
      onChange={(times) => {
        const { atMostTimes: _before, ...rest } = action
        onChange(Number.isNaN(times) ? rest : { ...rest, atMostTimes: times })
      }}
      error={errorOf('/action/atMostTimes')}
    />
  )
}

/** Lists of these kinds alone were given to the list, so it gives them back. */
const ofGoods = (conditions: readonly Condition[]): readonly LineCondition[] =>
  conditions as readonly LineCondition[]

function BuyGet(props: Props<Kind<'buy_get'>>) {
  const { action, currency, errorOf, onChange } = props
  const t = useT('promo')
  const { of: other, ...same } = action
  const setOther = (of: readonly LineCondition[]) => onChange(of.length === 0 ? same : { ...same, of })
  return (
    <>
      <div className={css.fields}>
        <WholeField
          label={t('buy')}
          value={action.buy}
          onChange={(buy) => onChange({ ...action, buy })}
          error={errorOf('/action/buy')}
        />
        <WholeField
          label={t('get')}
          value={action.get}
          onChange={(get) => onChange({ ...action, get })}
          error={errorOf('/action/get')}
        />
        <PercentField
          label={t('off')}
          value={action.ppm}
          onChange={(ppm) => onChange({ ...action, ppm })}
          error={errorOf('/action/ppm')}
        />
        <Times {...props} />
      </div>
      <Checkbox
        isSelected={other !== undefined}
        onChange={(on) => setOther(on ? ofGoods([newCondition('products')]) : [])}
      >
        {t('gotOf')}
      </Checkbox>
      {other && (
        <ConditionList
          at="/action/of"
          kinds={goodsConditions}
          conditions={other}
          currency={currency}
          errorOf={errorOf}
          onChange={(next) => setOther(ofGoods(next))}
        />
      )}
    </>
  )
}

function Bundle(props: Props<Kind<'bundle'>>) {
  const { action, currency, errorOf, onChange } = props
  const t = useT('promo')
  const { parts } = action
  return (
    <>
      <div className={css.fields}>
        <AmountField
          label={t('price')}
          after={currency}
          value={action.minor}
          onChange={(minor) => onChange({ ...action, minor })}
          error={errorOf('/action/minor')}
        />
        <Times {...props} />
      </div>
      {parts.map((part, index) => (
        <fieldset key={`${index} of ${parts.length}`} className={css.part}>
          <legend>{t('part', { number: String(index + 1) })}</legend>
          <WholeField
            label={t('quantityOf')}
            value={part.quantity}
            onChange={(quantity) => onChange({ ...action, parts: parts.with(index, { ...part, quantity }) })}
            error={errorOf(`/action/parts/${index}/quantity`)}
          />
          <ConditionList
            at={`/action/parts/${index}/of`}
            kinds={goodsConditions}
            conditions={part.of}
            currency={currency}
            errorOf={errorOf}
            onChange={(of) => onChange({ ...action, parts: parts.with(index, { ...part, of: ofGoods(of) }) })}
          />
          {parts.length > 1 && (
            <Button
              size="s"
              variant="quiet"
              aria-label={t('removeWhat', { what: t('part', { number: String(index + 1) }) })}
              onPress={() => onChange({ ...action, parts: parts.toSpliced(index, 1) })}
            >
              {t('remove')}
            </Button>
          )}
        </fieldset>
      ))}
      <FieldNote error={parts.length === 0 && errorOf('/action/parts')} />
      <div>
        <Button size="s" onPress={() => onChange({ ...action, parts: [...parts, newPart()] })}>
          {t('addPart')}
        </Button>
      </div>
    </>
  )
}

function Tiers({ action, currency, errorOf, onChange }: Props<Kind<'quantity_tiers' | 'value_tiers'>>) {
  const t = useT('promo')
  const remove = (index: number) =>
    action.kind === 'quantity_tiers'
      ? onChange({ ...action, tiers: action.tiers.toSpliced(index, 1) })
      : onChange({ ...action, tiers: action.tiers.toSpliced(index, 1) })
  const add = () => {
    const empty = newAction(action.kind)
    if (action.kind === 'quantity_tiers' && empty.kind === 'quantity_tiers')
      onChange({ ...action, tiers: [...action.tiers, ...empty.tiers] })
    if (action.kind === 'value_tiers' && empty.kind === 'value_tiers')
      onChange({ ...action, tiers: [...action.tiers, ...empty.tiers] })
  }
  return (
    <>
      {action.tiers.map((_, index) => (
        <fieldset key={`${index} of ${action.tiers.length}`} className={css.part}>
          <legend>{t('tier', { number: String(index + 1) })}</legend>
          <TierFields {...{ action, currency, errorOf, onChange, index }} />
          <FieldNote error={errorOf(`/action/tiers/${index}`)} />
          {action.tiers.length > 1 && (
            <Button
              size="s"
              variant="quiet"
              aria-label={t('removeWhat', { what: t('tier', { number: String(index + 1) }) })}
              onPress={() => remove(index)}
            >
              {t('remove')}
            </Button>
          )}
        </fieldset>
      ))}
      <div>
        <Button size="s" onPress={add}>
          {t('addTier')}
        </Button>
      </div>
    </>
  )
}

function TierFields({
  action,
  index,
  currency,
  onChange,
}: Props<Kind<'quantity_tiers' | 'value_tiers'>> & Readonly<{ index: number }>) {
  const t = useT('promo')
  if (action.kind === 'quantity_tiers') {
    const tier = action.tiers[index]
    if (!tier) return null
    const set = (part: Partial<typeof tier>) =>
      onChange({ ...action, tiers: action.tiers.with(index, { ...tier, ...part }) })
    return (
      <div className={css.fields}>
        <WholeField
          label={t('atLeast')}
          value={tier.atLeast}
          onChange={(atLeast) => set({ atLeast })}
          error={undefined}
        />
        <PercentField label={t('off')} value={tier.ppm} onChange={(ppm) => set({ ppm })} error={undefined} />
      </div>
    )
  }
  const tier = action.tiers[index]
  if (!tier) return null
  const set = (part: Partial<typeof tier>) =>
    onChange({ ...action, tiers: action.tiers.with(index, { ...tier, ...part }) })
  return (
    <div className={css.fields}>
      <AmountField
        label={t('atLeastValue')}
        after={currency}
        value={tier.atLeastMinor}
        onChange={(atLeastMinor) => set({ atLeastMinor })}
        error={undefined}
      />
      <AmountField
        label={t('off')}
        after={currency}
        value={tier.minor}
        onChange={(minor) => set({ minor })}
        error={undefined}
      />
    </div>
  )
}
