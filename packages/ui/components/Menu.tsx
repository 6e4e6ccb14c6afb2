import type { ReactElement, ReactNode } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { DialogTrigger } from 'react-aria-components/Dialog'
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover as AriaPopover, type PopoverProps as AriaPopoverProps } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import { cx } from '../cx.ts'
import css from './Popover.module.css'

type Placement = NonNullable<AriaPopoverProps['placement']>

export type PopoverProps = Readonly<{
  trigger: ReactElement
  label: string
  placement?: Placement
  children: ReactNode
}>

/** A small panel beside the button that opened it. */
export function Popover({ trigger, label, placement = 'bottom start', children }: PopoverProps) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className={cx(css.popover, css.padded)} placement={placement} offset={6}>
        <Dialog aria-label={label}>{children}</Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}

export type MenuAction = Readonly<{
  id: string
  label: string
  hint?: string
  icon?: ReactNode
  danger?: boolean
  disabled?: boolean
  href?: string
  onAction?: () => void
}>

export type MenuProps = Readonly<{
  trigger: ReactElement
  label: string
  actions: readonly MenuAction[]
  placement?: Placement
}>

/** Actions behind one button. */
export function Menu({ trigger, label, actions, placement = 'bottom start' }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <AriaPopover className={css.popover} placement={placement} offset={6}>
        <AriaMenu aria-label={label} className={css.list}>
          {actions.map((action) => (
            <MenuItem
              key={action.id}
              id={action.id}
              textValue={action.label}
              isDisabled={action.disabled ?? false}
              {...(action.href && { href: action.href })}
              {...(action.onAction && { onAction: action.onAction })}
              className={cx(css.item, action.danger && css.danger)}
            >
              {action.icon}
              <span className={css.words}>
                <Text slot="label">{action.label}</Text>
                {action.hint && (
                  <Text slot="description" className={css.hint}>
                    {action.hint}
                  </Text>
                )}
              </span>
            </MenuItem>
          ))}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  )
}
