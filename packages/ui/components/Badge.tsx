import type { ComponentType, ReactNode } from 'react'
import { AlertTriangle, CheckCircle2, CircleDashed, Info, OctagonAlert } from 'lucide-react'
import { cx } from '../cx.ts'
import css from './Badge.module.css'

export type Status = 'ok' | 'info' | 'warn' | 'late' | 'neutral'

const icons: Readonly<Record<Status, ComponentType<{ 'aria-hidden': true }>>> = {
  ok: CheckCircle2,
  info: Info,
  warn: AlertTriangle,
  late: OctagonAlert,
  neutral: CircleDashed,
}

export type StatusPillProps = Readonly<{
  status: Status
  children: ReactNode
  icon?: ReactNode
  className?: string | undefined
}>

/** A state in words, with a shape beside the colour, so that colour never speaks alone. */
export function StatusPill({ status, children, icon, className }: StatusPillProps) {
  const Icon = icons[status]
  return (
    <span className={cx(css.pill, css[status], className)}>
      {icon ?? <Icon aria-hidden />}
      {children}
    </span>
  )
}

export type BadgeProps = Readonly<{
  children: ReactNode
  tone?: Status | 'accent'
  label?: string
  className?: string | undefined
}>

/** A small count or tag. Give `label` where the number alone says nothing aloud. */
export function Badge({ children, tone = 'neutral', label, className }: BadgeProps) {
  return (
    <span
      className={cx(css.badge, css[tone], className)}
      {...(label && { role: 'img', 'aria-label': label })}
    >
      {children}
    </span>
  )
}

export const channels = [
  'web',
  'app',
  'store',
  'kiosk',
  'call',
  'chat',
  'social',
  'marketplace',
  'agent',
] as const
export type ChannelHue = (typeof channels)[number]

/** Where a thing came from: the hue every chart uses for that channel, and its name. */
export function ChannelTag({ channel, children }: Readonly<{ channel: ChannelHue; children: ReactNode }>) {
  return (
    <span className={css.channel}>
      <span className={cx(css.hue, css[`hue-${channel}`])} aria-hidden />
      {children}
    </span>
  )
}
