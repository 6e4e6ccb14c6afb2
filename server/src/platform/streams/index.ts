export type { Following } from './messages.ts'
export { openStreams, type Streams } from './open.ts'
export type { Asked, Changed, FactTopic, Topic, ValueTopic } from './topic.ts'
export { mountStream } from './mount.ts'
