export { openStreams, type Following, type Streams } from './open.ts'
export type { Topic } from './topic.ts'
export { mountStream } from './mount.ts'
