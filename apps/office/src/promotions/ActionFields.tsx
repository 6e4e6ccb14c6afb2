import type { ReactNode } from 'react'
import { Button, Checkbox, Select } from '@splot/ui'
import type { Action, Condition, LineCondition } from '@splot/rules'
import { ArticleField } from '../page/ArticleField.tsx'
import { ConditionList } from './ConditionList.tsx'
import { actionKinds, goodsConditions, newAction, newCondition, newPart } from './draft.ts'
import { AmountField, FieldNote, PercentField, WholeField } from './inputs.tsx'
import css from './promotions.module.css'
import { useT as usePromoT } from './words.ts'
import { useT } from './words-of-fields.ts'

type Props<A extends Action = Action> = Readonly<{
  action: A
  currency: string
  errorOf: (pointer: string) => ReactNode
  onChange: (action: Action) => void
}>
type Kind<K extends Action['kind']> = Extract<Action, { kind: K }>

/** What a promotion does: its kind, and the fields of that kind. */
export function ActionFields(props: Props) {
  const t = useT('fields')
  const promo = usePromoT('promo')
  return (
    <>
      <Select
        label={promo('action')}
        hideLabel
        choices={actionKinds.map((kind) => ({ value: kind, label: t(kind) }))}
        value={props.action.kind}
        onChange={(kind) => kind !== props.action.kind && props.onChange(newAction(kind))}
      />
      <KindFields {...props} />
    </>
  )
}

function KindFields({ action, ...rest }: Props) {
  const { errorOf, onChange } = rest
  const t = useT('fields')
  switch (action.kind) {
    case 'line_percent':
    case 'basket_percent':
    case 'shipping_percent':
      return <Numbers {...rest} of={action} at="/action" fields={[['ppm', 'percent', t('percent')]]} />
    case 'line_amount':
    case 'basket_amount':
      return <Numbers {...rest} of={action} at="/action" fields={[['minor', 'amount', t('amount')]]} />
    case 'fixed_price':
    case 'shipping_price':
      return <Numbers {...rest} of={action} at="/action" fields={[['minor', 'amount', t('price')]]} />
    case 'buy_get':
      return <BuyGet {...rest} action={action} />
    case 'cheapest_free':
      return (
        <Numbers
          {...rest}
          of={action}
          at="/action"
          fields={[
            ['every', 'whole', t('every')],
            ['free', 'whole', t('free')],
          ]}
        >
          <Times {...rest} action={action} />
        </Numbers>
      )
    case 'bundle':
      return <Bundle {...rest} action={action} />
    case 'quantity_tiers':
      return (
        <Tiers
          {...rest}
          action={action}
          fields={[
            ['atLeast', 'whole', t('atLeast')],
            ['ppm', 'percent', t('off')],
          ]}
        />
      )
    case 'value_tiers':
      return (
        <Tiers
          {...rest}
          action={action}
          fields={[
            ['atLeastMinor', 'amount', t('atLeastValue')],
            ['minor', 'amount', t('off')],
          ]}
        />
      )
    case 'gift':
      return (
        <Numbers {...rest} of={action} at="/action" fields={[['quantity', 'whole', t('quantityOf')]]}>
          <ArticleField
            label={t('article')}
            sku={action.sku}
            onChange={(sku) => onChange({ ...action, sku })}
            error={errorText(errorOf('/action/sku'), t('field_needed'))}
          />
        </Numbers>
      )
  }
}

/** The field of an article takes plain text alone. */
const errorText = (error: ReactNode, otherwise: string): string | undefined =>
  error ? (typeof error === 'string' ? error : otherwise) : undefined

const inputs = { amount: AmountField, percent: PercentField, whole: WholeField } as const
type NumbersIn<T> = { [K in keyof T]-?: T[K] extends number ? K : never }[keyof T] & string

type NumbersProps<T> = Readonly<{
  /** What has the numbers. */
  of: T
  /** Where it lies in the draft: each number's pointer is this and its name. */
  at: string
  fields: readonly (readonly [name: NumbersIn<T>, as: keyof typeof inputs, label: string])[]
  currency: string
  errorOf: (pointer: string) => ReactNode
  onChange: (changed: T) => void
  children?: ReactNode
}>

/** Numbers beside each other, each with its own error. */
function Numbers<T extends object>({
  of,
  at,
  fields,
  currency,
  errorOf,
  onChange,
  children,
}: NumbersProps<T>) {
  return (
    <div className={css.fields}>
      {fields.map(([name, as, label]) => {
        const Input = inputs[as]
        return (
          <Input
            key={name}
            label={label}
            {...(as === 'amount' && { after: currency })}
            // The name is one of a number.
            value={of[name] as number}
            onChange={(value) => onChange({ ...of, [name]: value })}
            error={errorOf(`${at}/${name}`)}
          />
        )
      })}
      {children}
    </div>
  )
}

function Times({ action, errorOf, onChange }: Props<Kind<'buy_get' | 'cheapest_free' | 'bundle'>>) {
  const t = useT('fields')
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

function BuyGet({ action, ...rest }: Props<Kind<'buy_get'>>) {
  const t = useT('fields')
  const { of: other, ...same } = action
  const setOther = (of: readonly LineCondition[]) => rest.onChange(of.length === 0 ? same : { ...same, of })
  return (
    <>
      <Numbers
        {...rest}
        of={action}
        at="/action"
        fields={[
          ['buy', 'whole', t('buy')],
          ['get', 'whole', t('get')],
          ['ppm', 'percent', t('off')],
        ]}
      >
        <Times {...rest} action={action} />
      </Numbers>
      <Checkbox
        isSelected={other !== undefined}
        onChange={(on) => setOther(on ? ofGoods([newCondition('products')]) : [])}
      >
        {t('gotOf')}
      </Checkbox>
      {other && (
        <ConditionList
          {...rest}
          at="/action/of"
          kinds={goodsConditions}
          conditions={other}
          onChange={(next) => setOther(ofGoods(next))}
        />
      )}
    </>
  )
}

function Bundle({ action, ...rest }: Props<Kind<'bundle'>>) {
  const { errorOf, onChange } = rest
  const t = useT('fields')
  const { parts } = action
  return (
    <>
      <Numbers {...rest} of={action} at="/action" fields={[['minor', 'amount', t('price')]]}>
        <Times {...rest} action={action} />
      </Numbers>
      {parts.map((part, index) => (
        <Item
          key={`${index} of ${parts.length}`}
          title={t('part', { number: String(index + 1) })}
          onRemove={parts.length > 1 && (() => onChange({ ...action, parts: parts.toSpliced(index, 1) }))}
        >
          <Numbers
            {...rest}
            of={part}
            at={`/action/parts/${index}`}
            fields={[['quantity', 'whole', t('quantityOf')]]}
            onChange={(next) => onChange({ ...action, parts: parts.with(index, next) })}
          />
          <ConditionList
            {...rest}
            at={`/action/parts/${index}/of`}
            kinds={goodsConditions}
            conditions={part.of}
            onChange={(of) => onChange({ ...action, parts: parts.with(index, { ...part, of: ofGoods(of) }) })}
          />
        </Item>
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

type Tiered = Kind<'quantity_tiers' | 'value_tiers'>
type TiersProps<A extends Tiered> = Props<A> &
  Readonly<{ fields: NumbersProps<A['tiers'][number]>['fields'] }>

function Tiers<A extends Tiered>({ action, fields, ...rest }: TiersProps<A>) {
  const { errorOf, onChange } = rest
  const t = useT('fields')
  const tiers: readonly A['tiers'][number][] = action.tiers
  // Tiers of one action are of one kind, which the type of a spread forgets.
  const set = (next: readonly A['tiers'][number][]) => onChange({ ...action, tiers: next } as Action)
  const empty = newAction(action.kind) as A
  return (
    <>
      {tiers.map((tier, index) => (
        <Item
          key={`${index} of ${tiers.length}`}
          title={t('tier', { number: String(index + 1) })}
          onRemove={tiers.length > 1 && (() => set(tiers.toSpliced(index, 1)))}
        >
          <Numbers
            {...rest}
            of={tier}
            at={`/action/tiers/${index}`}
            fields={fields}
            onChange={(next) => set(tiers.with(index, next))}
          />
          <FieldNote
            // What is wrong with one number stands at that number.
            error={
              Object.keys(tier).every((name) => !errorOf(`/action/tiers/${index}/${name}`)) &&
              errorOf(`/action/tiers/${index}`)
            }
          />
        </Item>
      ))}
      <div>
        <Button size="s" onPress={() => set([...tiers, ...empty.tiers])}>
          {t('addTier')}
        </Button>
      </div>
    </>
  )
}

type ItemProps = Readonly<{ title: string; onRemove: (() => void) | false; children: ReactNode }>

/** One of several parts of an action. */
function Item({ title, onRemove, children }: ItemProps) {
  const promo = usePromoT('promo')
  return (
    <fieldset className={css.part}>
      <legend>{title}</legend>
      {children}
      {onRemove && (
        <Button size="s" variant="quiet" aria-label={promo('removeWhat', { what: title })} onPress={onRemove}>
          {promo('remove')}
        </Button>
      )}
    </fieldset>
  )
}
